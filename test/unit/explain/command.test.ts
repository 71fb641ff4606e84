import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type ExplainOptions, explain } from "../../../generator/commands/explain.ts";
import { catalogue } from "../../../generator/diagnostics/catalogue.ts";
import { smallSpecs } from "../../support/specs.ts";
import { put, recorder, specFolder } from "../commands/support.ts";
import { examples } from "./examples.ts";

const root = join(import.meta.dirname, "../../../examples");
const plain: ExplainOptions = { spec: "stagewright.yaml", quiet: false, format: "text" };

async function run(folder: string, key?: string, options: Partial<ExplainOptions> = {}) {
  const console = recorder(folder);
  const exit = await explain(key, { ...plain, ...options }, console);
  return { exit, printed: console.printed(), warned: console.warned() };
}

describe("the record", () => {
  it.each(examples)("of %s is the same in text, Markdown and JSON", async (example) => {
    const folder = join(root, example);
    const json = JSON.parse((await run(folder, undefined, { format: "json" })).printed) as {
      decisions: { title: string; choice: { text: string } }[];
    };
    const words = (text: string) => text.replaceAll("\\", "").replaceAll(/\s+/g, " ");
    const text = words((await run(folder, undefined, { all: true })).printed);
    const markdown = words((await run(folder, undefined, { format: "markdown" })).printed);
    expect(json.decisions).toHaveLength(5);
    for (const { title, choice } of json.decisions) {
      for (const part of [title, choice.text]) {
        expect(text).toContain(part);
        expect(markdown).toContain(part);
      }
    }
  });

  it("is written as one ADR for each decision", async () => {
    const folder = specFolder(smallSpecs);
    put(
      folder,
      "stagewright.yaml",
      smallSpecs["stagewright.yaml"]?.replace("services/*.yaml", "services/shop.yaml") ?? "",
    );
    const console = recorder(folder);
    expect(await explain(undefined, { ...plain, adr: "docs/adr" }, console)).toBe(0);
    const names = readdirSync(join(folder, "docs/adr"));
    expect(names).toEqual([
      "0001-owners.md",
      "0002-operating-policy.md",
      "0003-products.md",
      "0004-engine.md",
      "0005-strategy.md",
    ]);
    for (const name of names) {
      const text = readFileSync(join(folder, "docs/adr", name), "utf8");
      for (const part of ["# ", "## Status", "## Context", "## Decision", "## Consequences"])
        expect(text).toContain(part);
    }
  });
});

describe("the summary", () => {
  const folder = join(root, "shop");

  it.each(examples)("of %s starts with the decision, and has fewer than 60 lines", async (example) => {
    const { printed } = await run(join(root, example));
    for (const title of ["Owners: ", "Operating policy: ", "Products: ", "Engine: ", "Strategy: "])
      expect(printed).toMatch(new RegExp(`^${title}`, "m"));
    expect(printed.trimEnd().split("\n").length).toBeLessThan(60);
  });

  it("omits the survey of products, which `explain products` and --all print", async () => {
    const survey = "282,000 active installations";
    expect((await run(folder)).printed).not.toContain(survey);
    expect((await run(folder, "products")).printed).toContain(survey);
    expect((await run(folder, undefined, { all: true })).printed).toContain(survey);
  });

  it("is printed in full for one decision", async () => {
    const { printed } = await run(folder, "engine");
    expect(printed).toMatch(/^Engine: Which engine builds the images/);
    expect(printed).not.toContain("Owners: ");
    const { decisions } = JSON.parse((await run(folder, "engine", { format: "json" })).printed) as {
      decisions: { id: string }[];
    };
    expect(decisions.map(({ id }) => id)).toEqual(["engine"]);
  });
});

describe("the targets", () => {
  it("are compared for the specs: what is lost, what differs, what an operator runs", async () => {
    const { exit, printed } = await run(join(root, "startup"), "targets");
    expect(exit).toBe(0);
    expect(printed).toContain("Jenkins (target: jenkins, chosen)\n  kept: owners, engines, the release record");
    expect(printed).toContain("GitHub Actions (target: github-actions)\n  kept after the lost keys change: owners");
    expect(printed).toMatch(/ {2}lost:\n {4}stagewright\.yaml:\d+ GitHub reads workflows/);
    expect(printed).toMatch(/ {4}stagewright\.yaml:22 the number of runners/);
    expect(printed).toContain("Tekton (target: tekton)\n  kept after the lost keys change: owners");
    expect(printed).toMatch(/ {4}stagewright\.yaml:\d+ docker needs a daemon/);
    expect(printed).toContain(
      "an operator runs: Tekton Pipelines and Tekton Triggers in a cluster, nodes with the labels",
    );
    expect(printed).toContain("and runners with the labels delivery, images, linux, pull-requests");
  });

  it("report what several keys have in common once, in the order of the places, without the name of the product", async () => {
    const { printed } = await run(join(root, "shop"), "targets");
    const tekton = printed.slice(printed.indexOf("Tekton (target"), printed.indexOf("Jenkins X (target"));
    expect(tekton).toContain(
      "    services/catalog.yaml:12, services/shop.yaml:18 each release waits for an approver before prod",
    );
    expect(tekton).not.toMatch(/on Tekton,|Tekton cannot give/);
    const places = [...tekton.slice(tekton.indexOf("differs:")).matchAll(/^ {4}(\S+):(\d+)/gm)];
    const keys = places.map(([, file, line]) => `${file}:${line?.padStart(4, "0")}`);
    expect(keys.length).toBeGreaterThan(5);
    expect(keys).toEqual([...keys].sort());
  });

  it("are data with --json, also if the chosen one has errors", async () => {
    const folder = specFolder(smallSpecs);
    const spec = smallSpecs["stagewright.yaml"]?.replace("services/*.yaml", "services/shop.yaml") ?? "";
    put(folder, "stagewright.yaml", `${spec}target: github-actions\n`);
    const { printed } = await run(folder, "targets", { format: "json" });
    const { chosen, targets } = JSON.parse(printed) as {
      chosen: string;
      targets: { target: string; lost: unknown[] }[];
    };
    expect(chosen).toBe("github-actions");
    expect(targets.map(({ target, lost }) => [target, lost.length > 0])).toEqual([
      ["jenkins", false],
      ["github-actions", true],
      ["tekton", true],
      ["jenkins-x", true],
    ]);
  });

  it("report the errors that policies would have for each one", async () => {
    const folder = specFolder(smallSpecs);
    const spec = smallSpecs["stagewright.yaml"]?.replace("services/*.yaml", "services/shop.yaml") ?? "";
    put(folder, "stagewright.yaml", `${spec.replace("{ label: seed }", "{ label: linux }")}target: github-actions\n`);
    const { printed } = await run(folder, "targets");
    const [jenkins = "", github = ""] = printed.split(/^(?=\S.*\(target: )/m);
    expect(jenkins).toMatch(
      / {2}errors of policies:\n {4}stagewright\.yaml:\d+ SW460 the seed creates jobs .*; set another/,
    );
    expect(github).toMatch(/^GitHub Actions/);
    expect(github).not.toContain("SW460");
  });
});

describe("a code", () => {
  // A code is explained without specs.
  const nowhere = join(root, "..");

  it.each(["SW420", "sw420"])("%s is explained with its title, explanation, fix and reference page", async (code) => {
    const { exit, printed } = await run(nowhere, code);
    const { title, explanation } = catalogue.SW420;
    expect(exit).toBe(0);
    expect(printed).toMatch(/^warning SW420/);
    for (const part of [title, explanation, "Fix: ", "Reference: docs/reference/codes/SW420.md\n"])
      expect(printed).toContain(part);
  });

  it.each(Object.keys(catalogue))("%s has a reference page", async (code) => {
    const { code: entry } = JSON.parse((await run(nowhere, code, { format: "json" })).printed) as {
      code: { code: string; page: string };
    };
    expect(entry.code).toBe(code);
    expect(existsSync(join(nowhere, entry.page))).toBe(true);
  });

  it("that is unknown fails with a suggestion", async () => {
    await expect(run(nowhere, "SW4200")).rejects.toMatchObject({
      message: 'no finding has the code "SW4200"',
      hint: expect.stringMatching(/^did you mean "SW/),
    });
  });
});

describe("a key's origin", () => {
  const folder = join(root, "shop");

  it("is a line of a spec, with the lock that allows the service to set it", async () => {
    expect((await run(folder, "shop.credentials")).printed).toBe(
      [
        "shop.credentials: shop-git",
        "  set, services/shop.yaml:4",
        "  a service may replace it: credentials, stagewright.yaml:62",
        "",
      ].join("\n"),
    );
  });

  it("is the product's default if no spec sets it", async () => {
    expect((await run(folder, "site.podSecurity")).printed).toBe(
      "site.podSecurity: privileged\n  the product's default; no spec sets it\n",
    );
  });

  it("is printed for all keys below a key, and for every service if the key names none", async () => {
    const { printed } = await run(folder, "stages.image.engine");
    expect(printed).toContain("catalog.stages.image.engine: buildah");
    expect(printed).toContain("shop.stages.image.engine: docker");
    expect((await run(folder, "registries.harbor")).printed).toContain("registries.harbor");
    expect((await run(folder, "registries.harbor.credentials")).printed).toContain("harbor-push");
  });

  it("is printed as JSON", async () => {
    const { traces } = JSON.parse((await run(folder, "shop.credentials", { format: "json" })).printed) as {
      traces: unknown[];
    };
    expect(traces).toMatchObject([{ key: "shop.credentials", value: "shop-git", at: { line: 4 } }]);
  });

  it("reports no lock for a key that the service may set because the platform's defaults do not", async () => {
    const { printed } = await run(folder, "shop.stages.image.image.registry");
    expect(printed).toMatch(/^shop\.stages\.image\.image\.registry: \S+\n {2}set, services\/shop\.yaml:\d+\n$/);
  });

  it("suggests a similar key for a typo", async () => {
    await expect(run(folder, "registries.harbor.hots")).rejects.toMatchObject({
      message: 'no key, decision or code is called "registries.harbor.hots"',
      hint: 'did you mean "registries.harbor.host"?',
    });
  });
});
