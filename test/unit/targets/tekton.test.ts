import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { compile } from "../../../generator/compile.ts";
import type { TargetName } from "../../../generator/model/model.ts";
import { inputOf } from "../bad-specs/check.ts";
import { accepted, acceptedService, forTekton } from "./accepted-spec.ts";

type Change = readonly (readonly [from: string, to: string])[];

// biome-ignore lint/suspicious/noExplicitAny: objects of Kubernetes, as parsed from text.
type Any = any;

function filesFor(target: TargetName, change: { platform?: Change; service?: Change } = {}): Map<string, string> {
  const platform = [...accepted, ...forTekton, ...(change.platform ?? [])];
  const service = [...acceptedService, ...(change.service ?? [])];
  const { files, diagnostics } = compile({ ...inputOf({ platform, service }), target });
  if (files === null) throw new Error(JSON.stringify(diagnostics, null, 1));
  return new Map(files.map(({ path, content }) => [path, content]));
}

const objectsIn = (files: ReadonlyMap<string, string>): Any[] =>
  [...files]
    .filter(([path]) => /^(tekton|repositories)\/.*\.yaml$/.test(path) && !path.endsWith("kustomization.yaml"))
    .flatMap(([, text]) => parseAllDocuments(text).map((it) => it.toJS()));
const of = (files: ReadonlyMap<string, string>, kind: string, name: string): Any =>
  objectsIn(files).find((it) => it.kind === kind && it.metadata.name === name);

const files = filesFor("tekton");

describe("the files of Tekton", () => {
  it("have the scripts of Jenkins", () => {
    const below = (all: ReadonlyMap<string, string>, folder: string) =>
      Object.fromEntries(
        [...all]
          .filter(([path]) => path.startsWith(folder) && path.endsWith(".sh"))
          .map(([path, text]) => [path.slice(folder.length), text]),
      );
    const { "checkout.sh": checkout, ...shared } = below(files, "tekton/library/scripts/");
    expect(checkout).toContain("git clone");
    expect(shared).toEqual(below(filesFor("jenkins"), "library/resources/com/acme/ci/"));
  });

  it("list each file in the kustomization of its folder", () => {
    const listed = (path: string) => files.get(path) ?? "";
    for (const [path] of files) {
      const [, team, file] = /^tekton\/teams\/([^/]+)\/(.+)$/.exec(path) ?? [];
      if (team !== undefined && file !== "kustomization.yaml")
        expect(listed(`tekton/teams/${team}/kustomization.yaml`)).toContain(`- ${file}\n`);
      const [, program] = /^tekton\/library\/((?:lib|scripts)\/.+)$/.exec(path) ?? [];
      if (program !== undefined) expect(listed("tekton/library/kustomization.yaml")).toContain(`${program}\n`);
    }
  });

  it("have nothing of Jenkins", () => {
    expect([...files.keys()].filter((path) => /^(?:jenkins|jenkinsfiles|library)\//.test(path))).toEqual([]);
  });
});

describe("the scripts of tasks", () => {
  const attack = "$(params.commit)";
  const attacked = filesFor("tekton", {
    service: [
      ["jdk: '17', artifacts", `environment: { NOTE: '${attack}' }, arguments: ['${attack}'], jdk: '17', artifacts`],
      ["    engine: buildah\n", `    engine: buildah\n    labels: { note: '${attack}' }\n`],
    ],
  });
  const tasks = objectsIn(attacked).filter(({ kind }) => kind === "Task");

  it("contain no parameter and no result", () => {
    expect(tasks.length).toBeGreaterThan(4);
    for (const { spec } of tasks)
      for (const { name, script } of spec.steps)
        expect(script, name).not.toMatch(/\$\((?:params|results|tasks|context|workspaces)/);
  });

  it("pass no text of a spec in a place where Tekton replaces parameters", () => {
    const replaced = objectsIn(attacked).filter(({ kind }) => kind !== "ConfigMap");
    const found = replaced.flatMap(({ spec }) => JSON.stringify(spec ?? {}).match(/\$\(params\.commit\)/g) ?? []);
    const expected = objectsIn(files).filter(({ kind }) => kind !== "ConfigMap");
    expect(found.length).toBe(
      expected.flatMap(({ spec }) => JSON.stringify(spec ?? {}).match(/\$\(params\.commit\)/g) ?? []).length,
    );
    expect(of(attacked, "ConfigMap", "shop-build").data["settings.json"]).toContain(attack);
  });
});

describe("a pod", () => {
  const works = objectsIn(files).filter(({ kind, metadata }) => kind === "Task" && metadata.namespace !== undefined);

  it("that runs code of the application has no access to the cluster", () => {
    const templates = objectsIn(files).filter(({ kind }) => kind === "TriggerTemplate");
    expect(templates).toHaveLength(7);
    for (const { spec } of templates) {
      const { pipelineRef, taskRunTemplate, taskRunSpecs } = spec.resourcetemplates[0].spec;
      if (pipelineRef.name === "shop-build-pr") {
        expect(taskRunTemplate).toMatchObject({
          serviceAccountName: "stagewright-work",
          podTemplate: { automountServiceAccountToken: false },
        });
        continue;
      }
      const own = pipelineRef.name === "shop-image" ? ["work", "attest"] : ["work"];
      expect(taskRunSpecs.map((it: Any) => it.pipelineTaskName)).toEqual(own);
      expect(taskRunSpecs[0]).toMatchObject({
        pipelineTaskName: "work",
        serviceAccountName: "stagewright-work",
        podTemplate: { automountServiceAccountToken: false, securityContext: { runAsNonRoot: true } },
      });
      expect(taskRunTemplate.serviceAccountName).toBe("stagewright-records");
    }
  });

  it("has limits, pinned images and no rights, except for the build of an engine", () => {
    for (const { metadata, spec } of works)
      for (const { name, image, computeResources, securityContext } of spec.steps) {
        const place = `${metadata.name}: ${name}`;
        expect(image, place).toMatch(/@sha256:[0-9a-f]{64}$/);
        expect(computeResources.limits.memory, place).toMatch(/^\d+[MG]i$/);
        const engine = metadata.name === "shop-image" && /^run-(login|build|push)$/.test(name);
        expect(securityContext.allowPrivilegeEscalation, place).toBe(engine);
      }
  });

  it("lets the build of an engine not mount what its push reads", () => {
    const mounts = (name: string) =>
      of(files, "Task", "shop-image")
        .spec.steps.find((it: Any) => it.name === name)
        .volumeMounts.map((it: Any) => it.name);
    expect(["run-login", "run-build", "run-push"].map((name) => mounts(name).includes("trusted"))).toEqual([
      ...[true, false, true],
    ]);
  });

  it("gets the site's secrets for pulling images, whatever it does", () => {
    const pods: Change = [
      ["  agent: { label: linux }\n", "  agent: { label: linux }\n  pods: { pullSecrets: [harbor] }\n"],
    ];
    const templates = objectsIn(filesFor("tekton", { platform: pods })).filter(
      ({ kind }) => kind === "TriggerTemplate",
    );
    for (const { spec } of templates) {
      const { taskRunTemplate, taskRunSpecs = [] } = spec.resourcetemplates[0].spec;
      for (const { podTemplate } of [taskRunTemplate, ...taskRunSpecs])
        expect(podTemplate.imagePullSecrets).toEqual([{ name: "harbor" }]);
    }
  });

  it("lets only its first step write the values of the stage", () => {
    for (const { metadata, spec } of works)
      for (const { name, volumeMounts = [] } of spec.steps)
        for (const mount of volumeMounts.filter((it: Any) => it.name === "stage"))
          expect(mount.readOnly === true, `${metadata.name}: ${name}`).toBe(name !== "prepare");
  });
});

describe("the rights", () => {
  it("of approvers cover no creation of runs, and each right is one in a namespace", () => {
    const roles = objectsIn(files).filter(({ kind }) => kind === "Role");
    for (const { metadata, rules } of roles)
      for (const { resources, verbs } of rules) {
        expect(resources).not.toContain("secrets");
        if (verbs.includes("create") && resources.includes("pipelineruns")) expect(metadata.name).toBe("stagewright");
      }
    const approvers = objectsIn(files).find(
      (it) =>
        it.kind === "Role" && it.metadata.name === "stagewright-approvers" && it.metadata.namespace === "ci-release",
    );
    expect(approvers.rules).toEqual([
      { apiGroups: ["tekton.dev"], resources: ["pipelineruns"], verbs: ["get", "list", "watch", "patch"] },
      { apiGroups: [""], resources: ["services"], resourceNames: ["el-stagewright"], verbs: ["get"] },
      { apiGroups: [""], resources: ["pods"], verbs: ["get", "list"] },
      { apiGroups: [""], resources: ["pods/portforward"], verbs: ["create", "get"] },
    ]);
    expect(of(files, "RoleBinding", "stagewright-approvers").subjects[0].name).toBe("release-managers");
  });

  it("to read runs are those of the teams whose stages use them", () => {
    const readers = objectsIn(files)
      .filter(({ kind, metadata }) => kind === "RoleBinding" && metadata.name === "stagewright-records")
      .map(({ metadata, subjects }) => [metadata.namespace, subjects.map((it: Any) => it.namespace)]);
    expect(readers).toEqual([
      ["ci-platform", ["ci-platform", "ci-release", "ci-shop"]],
      ["ci-release", ["ci-release"]],
      ["ci-shop", ["ci-platform", "ci-release", "ci-shop"]],
    ]);
  });

  it("let a stage with an approval wait", () => {
    const statusOf = (name: string) => of(files, "TriggerTemplate", name).spec.resourcetemplates[0].spec.status;
    expect(statusOf("shop-prod")).toBe("PipelineRunPending");
    expect(statusOf("shop-dev")).toBeUndefined();
  });
});

describe("a pull request", () => {
  it("gets no secret but the one that checks out, and runs on nodes of its own", () => {
    const { steps, volumes } = of(files, "Task", "shop-build-pr").spec;
    const withSecrets = steps.filter(({ env = [] }: Any) => env.some((it: Any) => it.valueFrom?.secretKeyRef));
    expect(withSecrets.map((it: Any) => it.name)).toEqual(["checkout"]);
    expect(volumes.filter((it: Any) => it.secret !== undefined)).toEqual([]);
    const { spec } = of(files, "TriggerTemplate", "shop-build-pr").spec.resourcetemplates[0];
    expect(spec.taskRunTemplate.podTemplate.nodeSelector).toEqual({ "agent.stagewright.io/pr": "true" });
  });
});

describe("the event listener", () => {
  const filters = (name: string): string[] =>
    objectsIn(files)
      .filter(({ kind }) => kind === "EventListener")
      .flatMap(({ spec }) => spec.triggers)
      .find((it: Any) => it.name === name)
      .interceptors.map((it: Any) => it.params[0].value);

  it("compares each value that it passes with a pattern", () => {
    expect(filters("shop-dev")).toEqual([
      "has(body.stage) && body.stage == 'shop-dev' && body.run.matches('^[a-z0-9]{5}$')",
    ]);
    const [secret, filter] = filters("shop-build");
    expect(secret).toEqual({ secretName: "webhook-shop", secretKey: "secret" });
    expect(filter).toBe(
      "body.project.path_with_namespace == 'shop/shop' && body.ref.matches('^(refs/heads/[A-Za-z0-9._+@/-]*)$') && body.checkout_sha.matches('^[0-9a-f]{40}$')",
    );
  });
});

describe("the record of a stage", () => {
  const home = mkdtempSync(join(tmpdir(), "stagewright-tekton-"));
  afterAll(() => rmSync(home, { recursive: true, force: true }));
  const digest = `sha256:${"a".repeat(64)}`;
  const run = { job: "/ci-platform/shop-image", build: "7", url: "" };
  const source = {
    ...{ branch: "main", tag: "", pullRequest: "", job: "/ci-shop/shop-build", build: "7", url: "", stage: "build" },
    ...{ repository: "https://git.acme.internal/shop/shop.git", commit: "c".repeat(40) },
  };
  const before = {
    ...{ schema: 1, service: "shop", version: "1.2.7", source, artifacts: [], images: {} },
    producer: { stage: "build", job: "/ci-shop/shop-build", build: "7", url: "" },
  };
  const image = {
    ...{ repository: "harbor.acme.internal/shop/shop", tags: ["1.2.7"], digest, engine: "buildah", stage: "image" },
    ...{ base: "", baseDigest: "", ...run },
  };
  const good = { ...before, images: { "shop/shop": image }, producer: { stage: "image", ...run } };

  /** Runs the program `seal` of the generated files, with paths of this machine. */
  async function seal(stage: string, made: unknown, admitted: unknown = before) {
    const name = `shop-${stage}`;
    const starts: unknown[] = [];
    const server = createServer((request, response) => {
      request.on("data", (data) => starts.push(JSON.parse(String(data))));
      request.on("end", () => response.writeHead(202).end());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const local = (text: string) =>
      text.replaceAll('"/stagewright"', JSON.stringify(home)).replaceAll(/http:\/\/el-[^"]*/g, address);
    for (const [path, text] of files)
      if (path.startsWith("tekton/library/lib/"))
        put(join("lib", path.slice("tekton/library/lib/".length)), local(text));
    put("settings/chain.json", local(of(files, "ConfigMap", name).data["chain.json"]));
    const child = spawn(process.execPath, [join(home, "lib/seal.mjs")], {
      env: {
        ...{ PATH: process.env.PATH, RUN: `${name}-x7k2p`, SOURCE: "shop-build-x7k2p", BUILD: "7", FILES: "" },
        ...{ COMMIT: "c".repeat(40), REF: "refs/heads/main", MADE: JSON.stringify(made) },
        ...{ RECORD: JSON.stringify(admitted), RESULT_RECORD: join(home, "record"), RESULT_FILES: join(home, "files") },
      },
    });
    let log = "";
    child.stderr.on("data", (data) => (log += String(data)));
    const code = await new Promise((resolve) => child.once("close", resolve));
    await new Promise((resolve) => server.close(resolve));
    const text = code === 0 ? readFileSync(join(home, "record"), "utf8") : "null";
    return { code, log, starts, text, record: JSON.parse(text) };
  }

  function put(path: string, text: string): void {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), text);
  }

  it("is passed on with the image, and starts the next stage", async () => {
    const { code, record, starts, log } = await seal("image", good);
    expect([code, log]).toEqual([0, ""]);
    expect(record).toEqual(good);
    expect(starts).toEqual([{ stage: "shop-dev", run: "x7k2p" }]);
  });

  it("contains no text in which Kubernetes replaces variables", async () => {
    const artifacts = [{ path: "target/a$(BUILD)$$.jar", sha256: "0".repeat(64) }];
    const { code, record, text } = await seal("image", { ...good, artifacts }, { ...before, artifacts });
    expect([code, record.artifacts]).toEqual([0, artifacts]);
    expect(text).not.toContain("$");
  });

  it.each([
    ["another run", { producer: { ...good.producer, build: "6" } }, "made it"],
    ["an image of another run", { images: { "shop/shop": { ...image, build: "6" } } }, "its image is of"],
    [
      "an image of another repository",
      { images: { "shop/shop": { ...image, repository: "evil/shop" } } },
      "evil/shop, not",
    ],
    ["no image", { images: {} }, "it has no image"],
    ["a version that is no tag", { version: "1\n2" }, "version is"],
  ])("is refused with %s", async (_, change, reason) => {
    const { code, log, starts } = await seal("image", { ...good, ...change });
    expect(code).toBe(1);
    expect(log).toContain(reason);
    expect(starts).toEqual([]);
  });

  it("keeps the facts of other stages, whatever the build writes", async () => {
    const forged = { ...good, version: "9", source: { ...source, commit: "d".repeat(40) } };
    expect((await seal("image", forged)).record).toEqual(good);
  });

  it.each([
    ["another commit", { source: { ...source, commit: "d".repeat(40) } }, "source.commit"],
    ["another branch", { source: { ...source, branch: "release/1" } }, "source.branch"],
    ["an image", { images: { "shop/shop": image } }, "contains an image"],
  ])("of a source stage is refused with %s", async (_, change, reason) => {
    const { code, log } = await seal("build", { ...before, ...change });
    expect(code).toBe(1);
    expect(log).toContain(reason);
  });

  it("starts no stage that the commit does not reach", async () => {
    const feature = { source: { ...source, branch: "feature" } };
    const { code, starts } = await seal("image", { ...good, ...feature }, { ...before, ...feature });
    expect([code, starts]).toEqual([0, []]);
  });
});
