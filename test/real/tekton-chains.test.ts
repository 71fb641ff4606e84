import { chmod, readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { evidenceScripts } from "../support/evidence-scripts.ts";
import { makeTemporary, removeTemporary } from "../support/lab/index.ts";
import { describeWith } from "../support/requires.ts";
import { toolFolder } from "../support/slow-tools.ts";
import { put, runProgram } from "../support/tekton/programs.ts";
import { generatedTree, objectsOf, type TektonObject } from "../support/tekton/trees.ts";

const tree = generatedTree("test/golden/tekton/spec");
const objects = tree === null ? [] : objectsOf(tree);
const find = (kind: string, name: string): TektonObject => {
  const found = objects.find((it) => it.kind === kind && it.metadata.name === name);
  if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
  return found;
};

const digest = `sha256:${"a".repeat(64)}`;
const commit = "c".repeat(40);
const job = "/images-pipelines/web-image";
const source = {
  ...{ branch: "main", tag: "", pullRequest: "", job: "/product-pipelines/web-build", build: "7", url: "" },
  ...{ stage: "build", repository: "https://git.acme.internal/shop/web.git", commit },
};
const image = {
  ...{ repository: "harbor.acme.internal/shop/web", tags: ["2.7"], digest, engine: "buildah", stage: "image" },
  ...{ base: "", baseDigest: "", job, build: "7", url: "" },
};
const producer = { stage: "build", job: source.job, build: "7", url: "" };
const record = { schema: 1, service: "web", version: "2.7", source, artifacts: [], images: {}, producer };
const made = { ...record, images: { "shop/web": image }, producer: { ...producer, stage: "image", job } };

interface Dependency {
  readonly uri: string;
  readonly digest: Readonly<Record<string, string>>;
}

interface Statement {
  readonly predicateType: string;
  readonly subject: readonly { readonly name: string; readonly digest: Readonly<Record<string, string>> }[];
  readonly predicate: {
    readonly buildDefinition: {
      readonly buildType: string;
      readonly externalParameters: Readonly<Record<string, unknown>>;
      readonly internalParameters?: Readonly<Record<string, unknown>>;
      readonly resolvedDependencies: readonly Dependency[];
    };
    readonly runDetails: { readonly builder: { readonly id: string }; readonly metadata: { invocationId: string } };
  };
}

/** What Tekton Chains signs for the runs of our image stages, computed by its own code, next to what our image stage signs. */
describeWith(["go"], "the provenance of Tekton Chains", () => {
  let home: string;
  let ours: Statement["predicate"];
  let results: readonly { readonly name: string; readonly type: string; readonly value: string }[];
  const chains: Record<string, Statement> = {};

  beforeAll(async () => {
    home = await makeTemporary("tekton-chains");
    for (const [file, text] of Object.entries(find("ConfigMap", "web-image").data ?? {}))
      await put(home, `settings/${file}`, text);
    results = await reported();
    ours = await signedByUs();
    chains.TaskRun = await signedByChains(taskRun());
    chains.PipelineRun = await signedByChains(pipelineRun());
  });
  afterAll(() => removeTemporary(home));

  describe.each(["TaskRun", "PipelineRun"])("of a %s", (kind) => {
    it("has the type, the subject and the fields of ours", () => {
      const { predicateType, subject, predicate } = chains[kind] as Statement;
      expect(predicateType).toBe("https://slsa.dev/provenance/v1");
      expect(subject).toEqual([{ name: image.repository, digest: { sha256: digest.replace("sha256:", "") } }]);
      expect(Object.keys(predicate).sort()).toEqual(Object.keys(ours).sort());
      const fields = Object.keys(ours.buildDefinition);
      // Chains leaves out parameters that it does not have.
      expect(fields).toEqual(expect.arrayContaining(Object.keys(predicate.buildDefinition)));
      for (const field of ["buildType", "externalParameters", "resolvedDependencies"])
        expect(predicate.buildDefinition).toHaveProperty(field);
      for (const field of Object.keys(ours.runDetails)) expect(predicate.runDetails).toHaveProperty(field);
    });

    it("names the same repository and commit of the source, with another name of the digest", () => {
      const [own] = ours.buildDefinition.resolvedDependencies;
      expect(own).toEqual({ uri: `git+${source.repository}`, digest: { gitCommit: commit } });
      expect((chains[kind] as Statement).predicate.buildDefinition.resolvedDependencies).toContainEqual({
        name: "inputs/result",
        ...{ uri: own?.uri, digest: { sha1: commit } },
      });
    });

    it("differs in what it says of the build", () => {
      const { buildDefinition, runDetails } = (chains[kind] as Statement).predicate;
      expect([buildDefinition.buildType, ours.buildDefinition.buildType]).toEqual([
        ...["https://tekton.dev/chains/v2/slsa", "https://github.com/stagewright/stagewright/image/v1"],
      ]);
      expect(Object.keys(buildDefinition.externalParameters)).toEqual(["runSpec"]);
      expect([runDetails.builder.id, ours.runDetails.builder.id]).toEqual([
        ...["https://tekton.dev/chains/v2", `tekton:${job}`],
      ]);
      expect([runDetails.metadata.invocationId, ours.runDetails.metadata.invocationId]).toEqual(["uid-1", `${job}#7`]);
    });
  });

  it("does not exist for what a build writes: the results of the work have no names that Chains reads", async () => {
    const { spec } = find("Task", "web-image");
    const forged = spec.results.map(({ name }: { name: string }) => ({ name, type: "string", value: digest }));
    const statement = await signedByChains({ ...taskRun(), status: { ...ended, taskSpec: spec, results: forged } });
    expect(statement.subject ?? []).toEqual([]);
  });

  const ended = { startTime: "2026-11-25T10:00:00Z", completionTime: "2026-11-25T10:01:00Z" };
  const meta = { name: "web-image-x7k2p", namespace: "images-pipelines", uid: "uid-1" };

  function taskRun() {
    const { spec } = find("Task", "web-image-attest");
    return {
      ...{ apiVersion: "tekton.dev/v1", kind: "TaskRun", metadata: meta },
      spec: { taskRef: { name: "web-image-attest" }, serviceAccountName: "stagewright-work" },
      status: { ...ended, taskSpec: spec, results },
    };
  }

  function pipelineRun() {
    const { spec } = find("TriggerTemplate", "web-image").spec.resourcetemplates[0];
    const pipeline = find("Pipeline", "web-image").spec;
    const values = new Map(results.map(({ name, value }) => [`$(tasks.attest.results.${name})`, value]));
    const ofRun = pipeline.results
      .filter(({ value }: { value: string }) => values.has(value))
      .map(({ name, value }: { name: string; value: string }) => ({ name, value: values.get(value) }));
    return {
      ...{ apiVersion: "tekton.dev/v1", kind: "PipelineRun", metadata: meta, spec },
      status: { ...ended, pipelineSpec: pipeline, results: ofRun },
    };
  }

  /** The results of the task "attest", from its own program. */
  async function reported() {
    const env = { COMMIT: commit, BUILD: "7", MADE: JSON.stringify(made) };
    const names = ["URL", "DIGEST", "GIT_URL", "GIT_COMMIT"];
    const { log, results: found } = await runProgram(tree?.files ?? new Map(), home, "report", env, names);
    expect(log).toBe("");
    const hints = {
      URL: "IMAGE_URL",
      DIGEST: "IMAGE_DIGEST",
      GIT_URL: "CHAINS-GIT_URL",
      GIT_COMMIT: "CHAINS-GIT_COMMIT",
    };
    return Object.entries(hints).map(([name, hint]) => ({ name: hint, type: "string", value: found[name] ?? "" }));
  }

  /** The predicate that the generated programs and the shared script give cosign. A stand-in for cosign keeps it. */
  async function signedByUs(): Promise<Statement["predicate"]> {
    const place = { STAGEWRIGHT_NAMESPACE: "images-pipelines", STAGEWRIGHT_PIPELINE: "web-image", WORKSPACE: home };
    const env = { ...place, COMMIT: commit, REF: "refs/heads/main", BUILD: "7", REGISTRY: "harbor.acme.internal" };
    const work = { MADE: JSON.stringify(made), RECORD: JSON.stringify(record) };
    const { log } = await runProgram(tree?.files ?? new Map(), home, "attest", { ...env, ...work });
    expect(log).toBe("");
    await put(
      home,
      "bin/cosign",
      `#!/bin/sh\nwhile [ $# -gt 0 ]; do [ "$1" != --predicate ] || cp "$2" ${home}/ours; shift; done\n`,
    );
    await chmod(join(home, "bin/cosign"), 0o755);
    await put(home, "provenance.sh", evidenceScripts().get("image/provenance.sh") ?? "exit 9");
    const run = ". ./stage/provenance.env; export SITE_PATH=$PATH; exec sh ./provenance.sh";
    await execa("sh", ["-c", run], {
      ...{ cwd: home, extendEnv: false },
      env: { PATH: `${join(home, "bin")}:/usr/bin:/bin`, COSIGN_KEY: "key", HOME: home },
    });
    return JSON.parse(await readFile(join(home, "ours"), "utf8"));
  }

  async function signedByChains(run: object): Promise<Statement> {
    const program = join(await toolFolder("tektonChains"), "tekton-chains");
    const { stdout } = await execa(program, [], { input: stringify(run) });
    return JSON.parse(stdout);
  }
});
