import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { compile } from "../../../generator/compile.ts";
import { freezeWindows } from "../../support/freeze-windows.ts";
import { inputOf } from "../bad-specs/check.ts";
import { accepted, acceptedService, forTekton } from "./accepted-spec.ts";

interface Settings {
  readonly freeze: readonly { readonly window: string }[];
}

const programs = join(import.meta.dirname, "../../../vars-templates/github-actions/actions/lib");
const { activeWindow } = (await import(pathToFileURL(join(programs, "freeze.mjs")).href)) as {
  activeWindow: (windows: Settings["freeze"], now: number) => string;
};

/** The settings that Tekton's files have for the stage of an environment with a window. */
function settingsOf(window: Readonly<Record<string, string | undefined>>): Settings {
  const freeze = `    protected: true\n    freeze: [${JSON.stringify(window)}]\n`;
  const platform = [...accepted, ...forTekton, ["    protected: true\n", freeze] as const];
  const { files } = compile({ ...inputOf({ platform, service: acceptedService }), target: "tekton" });
  const text = files?.find(({ path }) => path.endsWith("/shop/prod.yaml"))?.content ?? "";
  const map = parseAllDocuments(text)
    .map((it) => it.toJS())
    .find(({ kind }) => kind === "ConfigMap");
  return JSON.parse(map.data["settings.json"]);
}

describe("a freeze window on Tekton and GitHub Actions", () => {
  it.each(freezeWindows)("is active as on Jenkins: $name", ({ schedule, duration, timeZone, inside, outside }) => {
    const { freeze } = settingsOf({ schedule, duration, timeZone });
    const name = `${schedule} for ${duration}, ${timeZone ?? "UTC"}`;
    for (const moment of inside) expect(activeWindow(freeze, Date.parse(moment)), moment).toBe(name);
    for (const moment of outside) expect(activeWindow(freeze, Date.parse(moment)), moment).toBe("");
  });

  const folder = mkdtempSync(join(tmpdir(), "stagewright-freeze-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("fails a deployment before its scripts run, and names the window", () => {
    for (const name of readdirSync(programs)) copyFileSync(join(programs, name), join(folder, name));
    for (const name of ["record", "context"])
      copyFileSync(join("vars-templates/tekton/lib", `${name}.mjs`), join(folder, `${name}.mjs`));
    const settings = settingsOf({ schedule: "* * * * *", duration: "1m" });
    const image = {
      repository: "harbor.acme.internal/a",
      tags: ["1"],
      digest: `sha256:${"a".repeat(64)}`,
      engine: "kaniko",
    };
    const made = { job: "/a/b", build: "1", url: "" };
    const place = { branch: "main", tag: "", pullRequest: "", repository: "https://a/b.git", commit: "1".repeat(40) };
    const record = {
      ...{ schema: 1, service: "shop", version: "1", source: { ...place, ...made, stage: "build" }, artifacts: [] },
      ...{ images: { a: { ...image, ...made, base: "" } }, producer: { ...made, stage: "image" } },
    };
    for (const name of ["settings", "temp/records/before"]) mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, "settings/settings.json"), JSON.stringify(settings));
    const context = spawnSync("sed", ["-i", `s#"/stagewright"#"${folder}"#`, join(folder, "context.mjs")]);
    expect(context.status).toBe(0);
    const { status, stderr } = spawnSync(process.execPath, [join(folder, "begin.mjs")], {
      encoding: "utf8",
      env: {
        ...{ PATH: process.env.PATH, WORKSPACE: folder, REF: "refs/heads/main", COMMIT: "1".repeat(40), BUILD: "1" },
        ...{ RECORD: JSON.stringify(record), STAGEWRIGHT_NAMESPACE: "ci-release", STAGEWRIGHT_PIPELINE: "shop-prod" },
      },
    });
    expect([status, stderr]).toEqual([
      1,
      "error: No release can be deployed to prod now: it is frozen (* * * * * for 1m, UTC).\n",
    ]);
  });
});
