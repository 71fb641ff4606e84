import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { compile } from "../../../generator/compile.ts";
import { put, runProgram } from "../../support/tekton/programs.ts";
import { inputOf } from "../bad-specs/check.ts";
import { accepted, acceptedService, forTekton } from "./accepted-spec.ts";

// biome-ignore lint/suspicious/noExplicitAny: objects of Kubernetes, as parsed from text.
type Any = any;

const files = filesWith("requires: [signature, provenance]", "sign: true, provenance: true");
const plain = filesWith("", "");
const digest = `sha256:${"a".repeat(64)}`;
const commit = "c".repeat(40);
const run = { job: "/ci-platform/shop-image", build: "7", url: "" };
const source = {
  ...{ branch: "main", tag: "", pullRequest: "", job: "/ci-shop/shop-build", build: "7", url: "", stage: "build" },
  ...{ repository: "https://git.acme.internal/shop/shop.git", commit },
};
const before = {
  ...{ schema: 1, service: "shop", version: "1.2.7", source, artifacts: [], images: {} },
  producer: { stage: "build", job: source.job, build: "7", url: "" },
};
const image = {
  ...{ repository: "harbor.acme.internal/shop/shop", tags: ["1.2.7"], digest, engine: "buildah", stage: "image" },
  ...{ base: "", baseDigest: "", ...run },
};
const provenance = { commit, sourceBuild: "/ci-shop/shop-build#7", build: "/ci-platform/shop-image#7" };
const made = { ...before, images: { "shop/shop": image }, producer: { stage: "image", ...run } };
const released = { ...made, images: { "shop/shop": { ...image, provenance } } };

let home = "";
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "stagewright-trust-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe("the task that attests an image", () => {
  const steps = (name: string): Any[] => find(files, "Task", name).spec.steps;
  const secrets = (name: string) =>
    steps(name).flatMap(({ env = [], volumeMounts = [] }) => [
      ...env.flatMap((it: Any) => it.valueFrom?.secretKeyRef?.name ?? []),
      ...volumeMounts.flatMap((it: Any) => (it.name.startsWith("secret-") ? [it.name.slice("secret-".length)] : [])),
    ]);

  it("has the key that signs; the pod of the build has none", () => {
    expect(secrets("shop-image")).not.toContain("cosign-key");
    expect(secrets("shop-image")).not.toContain("cosign-password");
    expect(secrets("shop-image-attest")).toEqual(expect.arrayContaining(["cosign-key", "cosign-password"]));
    expect(steps("shop-image-attest").map(({ name }) => name)).toEqual([
      ...["prepare", "run-sign", "run-provenance", "report"],
    ]);
  });

  it("runs in a pod of its own, without access to the cluster, on nodes that run no builds", () => {
    const { spec } = find(files, "TriggerTemplate", "shop-image").spec.resourcetemplates[0];
    const { serviceAccountName, podTemplate } = spec.taskRunSpecs.find((it: Any) => it.pipelineTaskName === "attest");
    expect([serviceAccountName, podTemplate.automountServiceAccountToken]).toEqual(["stagewright-work", false]);
    expect(podTemplate.nodeSelector).toEqual(spec.taskRunTemplate.podTemplate.nodeSelector);
    for (const build of ["shop-build", "shop-image", "shop-build-pr"]) {
      const { taskRunSpecs = [], taskRunTemplate } =
        find(files, "TriggerTemplate", build)?.spec.resourcetemplates[0].spec ?? {};
      const work = taskRunSpecs.find((it: Any) => it.pipelineTaskName === "work") ?? taskRunTemplate;
      expect(work?.podTemplate.nodeSelector, build).toBeDefined();
      expect(podTemplate.nodeSelector, build).not.toEqual(work.podTemplate.nodeSelector);
    }
    expect(find(files, "Task", "shop-image-attest").spec.workspaces).toBeUndefined();
  });

  it("is the only one with results that Tekton Chains signs, and reports them after all others", () => {
    const hints = (task: Any) =>
      (task.spec.results ?? [])
        .map(({ name }: Any) => name)
        .filter((name: string) => /(IMAGE|ARTIFACT)_|CHAINS|IMAGES/.test(name));
    const tasks = objectsIn(files).filter(({ kind }) => kind === "Task");
    expect(tasks.filter((task) => hints(task).length > 0).map(({ metadata }) => metadata.name)).toEqual([
      "shop-image-attest",
    ]);
    const { tasks: ofPipeline } = find(files, "Pipeline", "shop-image").spec;
    expect(ofPipeline.map(({ name }: Any) => name)).toEqual(["admit", "work", "attest", "seal"]);
    expect(ofPipeline.at(-1).runAfter).toEqual(["attest"]);
  });

  it("has one step for a stage that signs nothing", () => {
    const task = find(plain, "Task", "shop-image-attest").spec;
    expect(task.steps.map(({ name }: Any) => name)).toEqual(["report"]);
    expect(JSON.stringify(task)).not.toContain("secret");
  });

  it("writes the facts of the release and of this run for the script that signs them", async () => {
    await settings("shop-image");
    const { code, log } = await runProgram(files, home, "attest", { ...ofRun, ...work(made), REGISTRY: "r" });
    expect([code, log]).toEqual([0, ""]);
    const variables = readFileSync(join(home, "stage/provenance.env"), "utf8");
    const expected = {
      ...{ PROVENANCE_SERVICE: "shop", PROVENANCE_STAGE: "image", PROVENANCE_ENGINE: "buildah" },
      ...{ PROVENANCE_VERSION: "1.2.7", PROVENANCE_REPOSITORY: source.repository, PROVENANCE_COMMIT: commit },
      ...{ PROVENANCE_SOURCE_BUILD: provenance.sourceBuild, PROVENANCE_BUILD: provenance.build },
      ...{ PROVENANCE_BUILDER: "tekton:/ci-platform/shop-image", IMAGE: image.repository },
    };
    for (const [name, value] of Object.entries(expected)) expect(variables).toContain(`export ${name}='${value}'\n`);
    expect(readFileSync(join(home, "temp/state/digest"), "utf8")).toBe(digest);
  });

  it.each(["attest", "report"])("refuses the image of another run (%s)", async (program) => {
    await settings("shop-image");
    const other = { ...made, images: { "shop/shop": { ...image, build: "6" } } };
    const { code, log, results } = await runProgram(files, home, program, { ...ofRun, ...work(other) }, chains);
    expect([code, results]).toEqual([1, {}]);
    expect(log).toContain("its image is of /ci-platform/shop-image #6");
  });

  it("reports the image and its source to Tekton Chains", async () => {
    await settings("shop-image");
    const { results } = await runProgram(files, home, "report", { ...ofRun, ...work(made) }, chains);
    expect(results).toEqual({
      ...{ URL: image.repository, DIGEST: digest, GIT_URL: source.repository, GIT_COMMIT: commit },
    });
  });

  it("makes the record name the run that attached a provenance, whatever the build wrote", async () => {
    await settings("shop-image");
    const forged = { ...image, provenance: { ...provenance, build: "/ci-platform/shop-image#1" } };
    const env = { ...ofRun, ...work({ ...made, images: { "shop/shop": forged } }), FILES: "", RUN: "shop-image-x7k2p" };
    const chain = JSON.parse(readFileSync(join(home, "settings/chain.json"), "utf8"));
    await put(home, "settings/chain.json", JSON.stringify({ ...chain, starts: [] }));
    const { log, results } = await runProgram(files, home, "seal", env, ["RECORD", "FILES"]);
    expect(log).toBe("");
    expect(JSON.parse(results.RECORD ?? "").images["shop/shop"].provenance).toEqual(provenance);
    await put(
      home,
      "settings/chain.json",
      JSON.stringify({ ...chain, starts: [], image: { ...chain.image, provenance: false } }),
    );
    const without = await runProgram(files, home, "seal", env, ["RECORD", "FILES"]);
    expect(JSON.parse(without.results.RECORD ?? "").images["shop/shop"].provenance).toBeUndefined();
  });
});

describe("an environment that requires signatures and provenance", () => {
  it("verifies both before a script of the handoff gets its secrets", () => {
    const names = find(files, "Task", "shop-prod").spec.steps.map(({ name }: Any) => name);
    expect(names.slice(0, 4)).toEqual(["checkout", "prepare", "run-verify", "compare-provenance"]);
    expect(names[4]).toMatch(/^run-/);
    expect(JSON.stringify(find(files, "Task", "shop-dev"))).not.toContain("verify");
  });

  const statement = {
    predicateType: "https://slsa.dev/provenance/v1",
    predicate: {
      buildDefinition: {
        internalParameters: { sourceBuild: provenance.sourceBuild },
        resolvedDependencies: [{ uri: `git+${source.repository}`, digest: { gitCommit: commit } }],
      },
      runDetails: {
        builder: { id: "tekton:/ci-platform/shop-image" },
        metadata: { invocationId: provenance.build },
      },
    },
  };
  const changed = (change: (it: Any) => void) => {
    const copy = structuredClone(statement);
    change(copy.predicate);
    return copy;
  };
  const compare = async (statements: readonly unknown[], record: unknown = released) => {
    await settings("shop-prod");
    const ofStage = JSON.parse(readFileSync(join(home, "settings/settings.json"), "utf8"));
    await put(home, "stage/stage.json", JSON.stringify({ settings: ofStage, record, variables: {} }));
    await put(home, "temp/verify/provenance-0", statements.map((it) => `${JSON.stringify(it)}\n`).join(""));
    return runProgram(files, home, "verify", {});
  };

  it("accepts the provenance of the release, next to others that the key signed", async () => {
    const older = changed((it) => (it.runDetails.metadata.invocationId = "/ci-platform/shop-image#3"));
    expect(await compare([older, statement])).toMatchObject({ code: 0, log: "" });
  });

  it("accepts the names of fields of cosign 2", async () => {
    const old = changed((it) => (it.runDetails.metadata = { invocationID: provenance.build }));
    expect(await compare([old])).toMatchObject({ code: 0, log: "" });
  });

  it.each<readonly [string, (it: Any) => void]>([
    ["image job", (it) => (it.runDetails.builder.id = "tekton:/ci-shop/shop-image")],
    [
      "source repository",
      (it) => (it.buildDefinition.resolvedDependencies[0].uri = "git+https://evil.internal/shop.git"),
    ],
    ["commit", (it) => (it.buildDefinition.resolvedDependencies[0].digest.gitCommit = "d".repeat(40))],
    ["source build", (it) => (it.buildDefinition.internalParameters.sourceBuild = "/ci-shop/shop-build#6")],
    ["image build", (it) => (it.runDetails.metadata.invocationId = "/ci-platform/shop-image#6")],
  ])("refuses a provenance with another %s", async (fact, change) => {
    const { code, log } = await compare([changed(change)]);
    expect(code).toBe(1);
    expect(log).toContain(`no provenance of ${image.repository}@${digest} fits: its ${fact} is "`);
  });

  it("refuses a release whose record names no provenance, and an image without any", async () => {
    expect((await compare([statement], made)).log).toContain("the release record names no run that attached one");
    expect((await compare([])).log).toContain("fits: none can be read");
  });

  it("refuses an image that no stage builds", async () => {
    const record = { ...released, images: { "shop/other": released.images["shop/shop"] } };
    expect((await compare([statement], record)).log).toContain("which no stage before prod builds");
  });
});

/** The variables of a task of the image stage. */
const ofRun = {
  ...{ COMMIT: commit, REF: "refs/heads/main", BUILD: "7", WORKSPACE: "/workspace" },
  ...{ STAGEWRIGHT_NAMESPACE: "ci-platform", STAGEWRIGHT_PIPELINE: "shop-image" },
};
const chains = ["URL", "DIGEST", "GIT_URL", "GIT_COMMIT"];

function work(record: unknown) {
  return { RECORD: JSON.stringify(before), MADE: JSON.stringify(record) };
}

/** Writes the ConfigMap of a stage. */
async function settings(name: string): Promise<void> {
  for (const [file, text] of Object.entries(find(files, "ConfigMap", name).data))
    await put(home, `settings/${file}`, String(text));
}

function objectsIn(all: ReadonlyMap<string, string>): Any[] {
  return [...all]
    .filter(([path]) => /^tekton\/.*\.yaml$/.test(path) && !path.endsWith("kustomization.yaml"))
    .flatMap(([, text]) => parseAllDocuments(text).map((it) => it.toJS()));
}

function find(all: ReadonlyMap<string, string>, kind: string, name: string): Any {
  return objectsIn(all).find((it) => it.kind === kind && it.metadata.name === name);
}

function filesWith(ofEnvironment: string, ofImage: string): Map<string, string> {
  const key = "-----BEGIN PUBLIC KEY-----\\nMFkw\\n-----END PUBLIC KEY-----\\n";
  const platform = [
    ...accepted,
    ...forTekton,
    ["    jdks:", `    cosign: { key: cosign-key, password: cosign-password, publicKey: "${key}" }\n    jdks:`],
    ["    protected: true\n", `    protected: true\n    ${ofEnvironment}\n`],
  ] as const;
  const service = [
    ...acceptedService,
    ["    engine: buildah\n", `    engine: buildah\n    ${ofImage.replace(", ", "\n    ")}\n`],
  ] as const;
  const { files: made, diagnostics } = compile({ ...inputOf({ platform, service }), target: "tekton" });
  if (made === null) throw new Error(JSON.stringify(diagnostics, null, 1));
  return new Map(made.map(({ path, content }) => [path, content]));
}
