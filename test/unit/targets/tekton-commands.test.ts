import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { compile } from "../../../generator/compile.ts";
import { put, runProgram } from "../../support/tekton/programs.ts";
import { inputOf } from "../bad-specs/check.ts";
import { accepted, acceptedService, forTekton, ingress } from "./accepted-spec.ts";

// biome-ignore lint/suspicious/noExplicitAny: objects of Kubernetes, as parsed from text.
type Any = any;

const commit = "c".repeat(40);
const made = { stage: "build", job: "/ci-shop/shop-build", build: "7", url: "" };
const source = { branch: "main", tag: "", pullRequest: "", ...made };
const record = {
  ...{ schema: 1, service: "shop", version: "1.2.7", artifacts: [], images: {}, producer: made },
  source: { ...source, repository: "https://git.acme.internal/shop/shop.git", commit },
};

const home = mkdtempSync(join(tmpdir(), "stagewright-commands-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Compiles a custom stage with commands after its command, and runs the script of its step. */
async function run(command: string, always: string) {
  const stage = `  - { id: smoke, kind: custom, owner: shop, command: "echo x >made; ${command}", onFailure: "echo said onFailure $(cat made)", always: "${always}" }\n`;
  const { files, diagnostics } = compile({
    ...inputOf({
      platform: [...accepted, ...forTekton, ingress],
      service: [...acceptedService, ["  - { id: dev,", `${stage}  - { id: dev,`]],
    }),
    target: "tekton",
  });
  const texts = new Map(files?.map(({ path, content }) => [path, content]));
  const objects: Any[] = parseAllDocuments(texts.get("tekton/teams/shop/shop/smoke.yaml") ?? "").map((it) => it.toJS());
  const find = (kind: string): Any => objects.find((it) => it.kind === kind) ?? {};
  await put(home, "settings/settings.json", find("ConfigMap").data["settings.json"]);
  const prepared = await runProgram(texts, home, "prepare", {
    ...{ COMMIT: commit, REF: "refs/heads/main", BUILD: "7", RECORD: JSON.stringify(record), WORKSPACE: home },
    ...{ STAGEWRIGHT_NAMESPACE: "ci-shop", STAGEWRIGHT_PIPELINE: "shop-smoke" },
  });
  expect([prepared.code, prepared.log]).toEqual([0, ""]);
  const script: string = find("Task").spec.steps.find(({ name }: Any) => name === "run-build").script;
  writeFileSync(join(home, "step.sh"), script.replaceAll("/stagewright/", `${home}/`));
  const { status, stdout, stderr } = spawnSync("sh", [join(home, "step.sh")], { encoding: "utf8" });
  return { status, said: stdout.match(/^said .*$/gm), errors: stderr.trim().split("\n"), diagnostics };
}

describe("the commands of a custom stage on Tekton", () => {
  beforeAll(() => {
    mkdirSync(join(home, "app"), { recursive: true });
    mkdirSync(join(home, "scripts/source"), { recursive: true });
    cpSync("test/golden/tekton/out/tekton/library/scripts/source", join(home, "scripts/source"), { recursive: true });
  });

  it("run after a command that succeeded: only always", async () => {
    const { status, said, errors, diagnostics } = await run("true", "echo said always $(cat made)");
    expect([status, said, errors]).toEqual([0, ["said always x"], [""]]);
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toContain(
      "SW379 on Tekton, onFailure does not run after a command that is cancelled or reaches the timeout",
    );
  });

  it("run after a command that failed", async () => {
    const { status, said, errors } = await run("exit 3", "echo said always; exit 4");
    expect([status, said]).toEqual([1, ["said onFailure x", "said always"]]);
    expect(errors).toEqual([
      "The build command failed; see the log above.",
      "The build command failed; see the log above.",
      "The command always failed.",
    ]);
  });

  it("fail the stage if only always fails", async () => {
    const { status, errors } = await run("true", "exit 4");
    expect(status).toBe(1);
    expect(errors.at(-1)).toBe("The command always failed.");
  });
});
