import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { compile } from "../../../generator/compile.ts";
import { put, runProgram } from "../../support/tekton/programs.ts";
import { inputOf } from "../bad-specs/check.ts";
import { accepted, acceptedService, forTekton, ingress } from "./accepted-spec.ts";

// biome-ignore lint/suspicious/noExplicitAny: objects of Kubernetes, as parsed from text.
type Any = any;
type Change = readonly (readonly [from: string | RegExp, to: string])[];

const image = /^ {2}- id: image\n(?: {4}.*\n)+/m;
const smoke =
  "  - { id: smoke, kind: custom, owner: release, artifactsFrom: build, command: 'echo said $(cat target/a.jar) $ARTIFACTS', onFailure: echo said onFailure, environment: { ARTIFACTS: mine } }\n";

/** Compiles a custom stage with artifacts before the image stage. */
function compiled(change: { platform?: Change; service?: Change } = {}) {
  const input = inputOf({ platform: [...accepted, ...forTekton, ingress], service: acceptedService });
  const edit = (text: string, list: Change = []) => list.reduce((before, [from, to]) => before.replace(from, to), text);
  const { files, diagnostics } = compile({
    platform: { ...input.platform, text: edit(input.platform.text, change.platform) },
    services: input.services.map((it) => ({
      ...it,
      text: edit(it.text, [["  - id: image\n", `${smoke}  - id: image\n`], ...(change.service ?? [])]),
    })),
    target: "tekton",
  });
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const texts = new Map(files?.map(({ path, content }) => [path, content]));
  const objects = (team: string, stage: string): Any[] =>
    parseAllDocuments(texts.get(`tekton/teams/${team}/shop/${stage}.yaml`) ?? "").map((it) => it.toJS());
  return { texts, errors: errors.map(({ code, message, hint }) => `${code} ${message} (${hint})`), objects };
}

const taskOf = (objects: Any[]): Any => objects.find(({ kind }) => kind === "Task");
const credentials = "credentials: { pull: harbor-pull, push: harbor-push }";

describe("a custom stage with artifacts on Tekton", () => {
  it("fetches them with the login that only reads", () => {
    const { objects, errors } = compiled();
    expect(errors).toEqual([]);
    const { steps } = taskOf(objects("release", "smoke")).spec;
    expect(steps.map(({ name }: Any) => name)).toEqual([
      ...["checkout", "prepare", "fetch-files", "run-artifacts", "run-build", "complete", "no-files"],
    ]);
    const fetch = steps.find(({ name }: Any) => name === "fetch-files");
    expect(JSON.stringify(fetch.env)).toContain("harbor-pull");
    expect(JSON.stringify(steps)).not.toContain("harbor-push");
    const kept = taskOf(objects("shop", "build")).spec.steps.find(({ name }: Any) => name === "keep-files");
    const place = (step: Any) => step.env.find(({ name }: Any) => name === "FILES").value;
    expect(place(fetch)).toBe(place(kept));
  });

  it("is refused if the registry has only a login that pushes images", () => {
    const { errors } = compiled({ platform: [[credentials, "credentials: { push: harbor-push }"]] });
    expect(errors).toEqual([
      "SW378 Tekton cannot give this: the registry harbor has no login that only reads, and the stage does not get the one that pushes images (set registries.harbor.credentials.pull)",
    ]);
  });

  it("is refused in a service without images, which has no registry", () => {
    const { errors } = compiled({
      service: [
        [image, ""],
        [/^ {2}- \{ id: (dev|prod)[\s\S]*$/m, ""],
        ["through: dev", "through: smoke"],
      ],
    });
    expect(errors).toEqual([
      "SW378 Tekton cannot give this: no stage of shop builds an image, so no registry keeps the artifacts (build them in the command, or use target: jenkins)",
    ]);
  });

  describe("moves them into its checkout", () => {
    const home = mkdtempSync(join(tmpdir(), "stagewright-artifacts-"));
    afterAll(() => rmSync(home, { recursive: true, force: true }));
    const made = { stage: "build", job: "/ci-shop/shop-build", build: "7", url: "" };
    const from = { branch: "main", tag: "", pullRequest: "", ...made, commit: "c".repeat(40) };
    const listed = [{ path: "target/a.jar", sha256: createHash("sha256").update("compiled").digest("hex") }];
    const record = {
      ...{ schema: 1, service: "shop", version: "1.2.7", artifacts: listed, images: {}, producer: made },
      source: { ...from, repository: "https://git.acme.internal/shop/shop.git" },
    };

    /** Runs the steps after those that need a network, with this file from the registry. */
    async function run(content: string) {
      const { texts, objects } = compiled();
      const stage = objects("release", "smoke");
      const settings = stage.find(({ kind }) => kind === "ConfigMap").data["settings.json"];
      rmSync(home, { recursive: true, force: true });
      await put(home, "settings/settings.json", settings);
      await put(home, "temp/artifacts/target/a.jar", content);
      mkdirSync(join(home, "app"));
      for (const folder of ["source", "image"])
        cpSync(`test/golden/tekton/out/tekton/library/scripts/${folder}`, join(home, "scripts", folder), {
          recursive: true,
        });
      const prepared = await runProgram(texts, home, "prepare", {
        ...{ COMMIT: from.commit, REF: "refs/heads/main", BUILD: "7", RECORD: JSON.stringify(record), WORKSPACE: home },
        ...{ STAGEWRIGHT_NAMESPACE: "ci-release", STAGEWRIGHT_PIPELINE: "shop-smoke" },
      });
      expect([prepared.code, prepared.log]).toEqual([0, ""]);
      const step = (name: string) => {
        const { script } = taskOf(stage).spec.steps.find((it: Any) => it.name === name);
        writeFileSync(join(home, "step.sh"), script.replaceAll("/stagewright/", `${home}/`));
        return spawnSync("sh", [join(home, "step.sh")], { encoding: "utf8" });
      };
      return { step, moved: () => existsSync(join(home, "app/target/a.jar")) };
    }

    it("and keeps the variables of the command", async () => {
      const { step } = await run("compiled");
      expect(step("run-artifacts")).toMatchObject({ status: 0, stdout: "", stderr: "" });
      expect(step("run-build")).toMatchObject({ status: 0, stdout: "said compiled mine\n" });
    });

    it("unless one differs from the record", async () => {
      const { step, moved } = await run("other");
      const { status, stdout, stderr } = step("run-artifacts");
      expect([status, moved()]).toEqual([1, false]);
      // The commands after the command belong to another step.
      expect(stdout + stderr).not.toContain("onFailure");
      expect(stderr).toContain("The checksums of the artifacts differ from the release record; see the log above.\n");
    });
  });
});
