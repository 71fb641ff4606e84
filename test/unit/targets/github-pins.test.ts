import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { release } from "../../../generator/commands/release.ts";
import { validate } from "../../../generator/commands/validate.ts";
import { smallSpecs } from "../../support/specs.ts";
import { put, recorder, specFolder } from "../commands/support.ts";

const options = { spec: "stagewright.yaml", quiet: false, format: "text" } as const;
const record = "releases/1.0.0.json";
const platform = (smallSpecs["stagewright.yaml"] ?? "")
  .replace("stagewright: ~0.1", "stagewright: ~0.1\ntarget: github-actions")
  .replace(/, git: '[^']*library.git'/, "")
  .replace("owner: platform }", "owner: platform, directory: '' }");
const shop = smallSpecs["services/shop.yaml"] ?? "";
const specs = {
  "stagewright.yaml": platform,
  "services/shop.yaml": shop,
  "services/web.yaml": shop.replaceAll("shop/shop", "shop/web").replace("service: shop", "service: web"),
};

interface Recorded {
  readonly actions?: { readonly digest: string; readonly scripts: readonly string[] };
}

async function run(folder: string, command: "validate" | "release") {
  const console = recorder(folder);
  const given = { ...options, force: false, dryRun: false, hook: false, today: "2026-03-31" };
  const exitCode = await { validate, release }[command](given, console);
  return { exitCode, printed: console.printed(), warned: console.warned() };
}

const recordOf = (folder: string) => JSON.parse(readFileSync(join(folder, record), "utf8")) as Recorded;

/** A folder with the small specs for GitHub Actions, whose version is released with these actions. */
async function released(change: (actions: NonNullable<Recorded["actions"]>) => unknown): Promise<string> {
  const folder = specFolder(specs);
  const { exitCode, printed, warned } = await run(folder, "release");
  expect(exitCode, warned).toBe(0);
  expect(printed).toBe("wrote releases/1.0.0.json; commit the changes, then tag the commit:\nv1.0.0\n");
  const { actions, ...rest } = recordOf(folder);
  if (actions === undefined) throw new Error("the release has no actions");
  put(folder, record, JSON.stringify({ ...rest, actions: change(actions) }));
  return folder;
}

const findings = (warned: string) =>
  warned
    .split("\n")
    .filter((line) => /SW50\d/.test(line))
    .map((line) => line.replace(/ library\/[a-z-]+:/, ""));

describe("a released version of the actions", () => {
  it("has no finding if the workflows fit it", async () => {
    const folder = await released((actions) => actions);
    expect(findings((await run(folder, "validate")).warned)).toEqual([]);
  });

  it("is reported once if another version of stagewright generated its actions", async () => {
    const folder = await released((actions) => ({ ...actions, digest: "0".repeat(64) }));
    const { exitCode, warned } = await run(folder, "validate");
    expect(exitCode).toBe(0);
    expect(findings(warned)).toEqual([
      "stagewright.yaml:4:70: warning SW502 shop and 1 more pin v1.0.0, whose actions are those of another version of stagewright: runs may fail",
    ]);
  });

  it("is an error without a script that a stage runs", async () => {
    const folder = await released(({ digest, scripts }) => ({
      digest,
      scripts: scripts.filter((path) => path !== "image/docker/push.sh"),
    }));
    const { exitCode, warned } = await run(folder, "validate");
    expect(exitCode).toBe(1);
    expect(findings(warned)[0]).toContain(
      "error SW505 shop pins v1.0.0, whose actions have no script image/docker/push.sh: stage image would fail",
    );
    put(folder, "services/web.yaml", `pin: v0.9.0\n${specs["services/web.yaml"]}`);
    expect(findings((await run(folder, "validate")).warned)).toHaveLength(1);
  });

  it("must be a valid record", async () => {
    const folder = await released(({ digest }) => ({ digest, scripts: digest }));
    expect((await run(folder, "validate")).warned).toContain(
      "SW503 library/unreadable-release: this file is not a valid release record: its actions are not a digest and a list of scripts",
    );
  });
});
