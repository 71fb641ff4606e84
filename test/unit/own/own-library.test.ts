import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { apiChanges } from "../../../generator/api/changes.ts";
import { apiCheck } from "../../../generator/commands/api-check.ts";
import { checkUnchanged } from "../../../generator/commands/cached-commands.ts";
import { check } from "../../../generator/commands/check.ts";
import { diff } from "../../../generator/commands/diff.ts";
import { generate } from "../../../generator/commands/generate.ts";
import { validate } from "../../../generator/commands/validate.ts";
import type { Api, ApiStep } from "../../../generator/model/api.ts";
import { reservedStep } from "../../../generator/spec/reserved-names.ts";
import { steps } from "../../../generator/targets/jenkins/steps/index.ts";
import type { Console, Options } from "../../../generator/terminal/console.ts";
import * as good from "../bad-specs/good.ts";
import { put, recorder, specFolder } from "../commands/support.ts";

const own = {
  "own/vars/openTicket.groovy": "// ours: \u00e9, {{no template}}\r\nvoid call(Map arguments) {\n    echo 'ticket'\n}",
  "own/vars/openTicket.yaml":
    "description: Opens a ticket.\nreturns: its number\nparameters:\n  system: { type: text, required: true, description: The system., example: shop }\n  level: { type: text, values: [normal, urgent], default: normal, description: How soon., since: 1.2.0 }\n",
  "own/src/com/acme/ci/own/Ticket.groovy": "package com.acme.ci.own\n\nclass Ticket implements Serializable {\n}\n",
  "own/resources/com/acme/ci/own/ticket.sh": "#!/bin/sh\necho ticket\n",
};
const script = "own/resources/com/acme/ci/own/ticket.sh";
const options: Options = { spec: "stagewright.yaml", quiet: true, format: "text" };
const written = { ...options, force: false, dryRun: false, hook: false };

// Disables the Groovy checker, which test/real/own-groovy.test.ts tests.
process.env.STAGEWRIGHT_CACHE = join(import.meta.dirname, "none");

function project(more: Readonly<Record<string, string>> = {}) {
  const folder = specFolder({
    "stagewright.yaml": good.platform.replace("pin: v1.3.2", "pin: v1.3.2, own: own"),
    "services/shop.yaml": good.service,
    ...own,
    ...more,
  });
  rmSync(join(folder, "services/web.yaml"));
  return folder;
}

const read = (folder: string, path: string) => readFileSync(join(folder, "out", path), "utf8");

async function generated(folder = project()) {
  const console = recorder(folder);
  expect(await generate(written, console), console.warned()).toBe(0);
  return folder;
}

describe("a site's own steps and classes", () => {
  it("become files of the library with the same bytes and modes", async () => {
    const folder = project();
    chmodSync(join(folder, "own/resources/com/acme/ci/own/ticket.sh"), 0o755);
    await generated(folder);
    for (const [path, text] of Object.entries(own)) {
      if (!path.endsWith(".yaml")) expect(read(folder, path.replace("own/", "library/"))).toBe(text);
    }
    expect(() => read(folder, "library/vars/openTicket.yaml")).toThrow("ENOENT");
    expect(statSync(join(folder, "out/library/resources/com/acme/ci/own/ticket.sh")).mode & 0o777).toBe(0o755);
    expect(statSync(join(folder, "out/library/vars/openTicket.groovy")).mode & 0o777).toBe(0o644);
  });

  it("appear in help, api.json and README like other steps", async () => {
    const folder = await generated();
    expect(read(folder, "library/vars/openTicket.txt")).toBe(
      "openTicket: Opens a ticket.\nReturns its number.\n\nsystem (text, required): The system.\nlevel (text): How soon.\n",
    );
    const api = JSON.parse(read(folder, "library/api.json")) as Api;
    expect(api.classes).toEqual(["com.acme.ci.own.Ticket"]);
    const step = api.steps.find(({ name }) => name === "openTicket") as ApiStep;
    expect(step).toMatchObject({ text: "Opens a ticket.", returns: "its number", since: "1.4.0", deprecated: null });
    expect(step.parameters).toEqual([
      expect.objectContaining({ name: "system", required: true, example: "shop", since: "1.4.0", values: null }),
      expect.objectContaining({ name: "level", default: "normal", values: ["normal", "urgent"], since: "1.2.0" }),
    ]);
    const readme = read(folder, "library/README.md");
    expect(readme).toContain("## openTicket\n\nOpens a ticket. Returns its number. Since 1.4.0.");
    expect(readme).toContain("- `com.acme.ci.own.Ticket`");
    const gone = { ...api, steps: api.steps.filter((it) => it !== step), classes: [] };
    expect(apiChanges(api, gone).map(({ level, subject, what }) => `${level} ${subject} ${what}`)).toEqual([
      "breaking openTicket is removed",
      "breaking com.acme.ci.own.Ticket is removed",
    ]);
  });

  it("are part of the API that Jenkinsfiles are checked against", async () => {
    const calls = "openTicket(sytem: 'shop')\nopenTickets(system: 'shop')\n";
    const folder = project({ "apps/Jenkinsfile": `@Library('acme-ci') _\n${calls}` });
    const console = recorder(folder);
    expect(await apiCheck("apps", { ...options, quiet: false }, console)).toBe(1);
    const said = console.warned();
    expect(said).toContain('openTicket has no parameter "sytem"');
    expect(said).toContain('"openTickets" is not a step of acme-ci or Jenkins');
    expect(said).toContain('did you mean "openTicket"?');
  });

  it.each<[string, (folder: string) => void, string]>([
    [
      "a changed step",
      (at) => put(at, "own/vars/openTicket.groovy", "void call() {}\n"),
      "library/vars/openTicket.groovy",
    ],
    [
      "a new class",
      (at) => put(at, "own/src/com/acme/ci/own/New.groovy", "package com.acme.ci.own\n\nclass New {\n}\n"),
      "library/src/com/acme/ci/own/New.groovy",
    ],
    ["a new resource", (at) => put(at, "own/resources/new.txt", "new\n"), "library/resources/new.txt"],
    ["another mode", (at) => chmodSync(join(at, script), 0o755), script.replace("own/", "library/")],
  ])("detects %s", async (_, change, path) => {
    const folder = await generated();
    change(folder);
    const shown = recorder(folder);
    expect(await diff({ ...options, quiet: false }, shown)).toBe(1);
    expect(shown.printed()).toContain(path);
    await generated(folder);
    expect(await diff(options, recorder(folder))).toBe(0);
  });

  it.each<[string, (folder: string) => void]>([
    ["changed", (at) => put(at, script, "#!/bin/sh\necho other\n")],
    ["added", (at) => put(at, "own/resources/new.txt", "new\n")],
    ["removed", (at) => rmSync(join(at, "own/resources/notes.txt"))],
    ["set to another mode", (at) => chmodSync(join(at, script), 0o755)],
  ])("a file that was %s invalidates the cached compile", async (_, change) => {
    const folder = project({ "own/resources/notes.txt": "notes\n" });
    // Removes Groovy files: their checks depend on whether this machine has the checker.
    for (const name of ["vars", "src"]) rmSync(join(folder, "own", name), { recursive: true });
    const memory = { folder: join(folder, "cache"), build: "one" };
    const console = (): Console & ReturnType<typeof recorder> => ({ ...recorder(folder), memory });
    expect(await generate(written, console())).toBe(0);
    expect(await checkUnchanged(options, console())).toBe(0);
    change(folder);
    expect(await checkUnchanged(options, console())).toBeNull();
    expect(await check(options, console())).toBe(1);
    expect(await generate(written, console())).toBe(0);
    expect(await checkUnchanged(options, console())).toBe(0);
  });

  it("that are binary files or links produce errors with their paths", async () => {
    const folder = project();
    writeFileSync(join(folder, "own/resources/logo.png"), Buffer.from([0x89, 0x50, 0xff]));
    symlinkSync("/etc/passwd", join(folder, "own/resources/passwd"));
    mkdirSync(join(folder, "own/resources/deep"));
    symlinkSync("/etc", join(folder, "own/resources/deep/etc"));
    const console = recorder(folder);
    expect(await validate(options, console)).toBe(1);
    const said = console.warned();
    expect(said).toContain("own/resources/logo.png is no text in UTF-8");
    expect(said).toContain("own/resources/passwd is a symbolic link");
    expect(said).toContain("own/resources/deep/etc is a symbolic link");
    rmSync(join(folder, "own"), { recursive: true });
    symlinkSync("/etc", join(folder, "own"));
    const linked = recorder(folder);
    await expect(validate(options, linked)).rejects.toThrow("own is a link, or is below a link, to a place outside");
    expect(linked.warned()).not.toContain("passwd");
  });

  it("cannot use the name of a library step", () => {
    expect(steps.map(({ name }) => name).filter((name) => !reservedStep(name))).toEqual([]);
  });
});
