import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type ExplainOptions, explain } from "../../../generator/commands/explain.ts";
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
    const text = words((await run(folder)).printed);
    const markdown = words((await run(folder, undefined, { format: "markdown" })).printed);
    expect(json.decisions).toHaveLength(5);
    for (const { title, choice } of json.decisions) {
      for (const said of [title, choice.text]) {
        expect(text).toContain(said);
        expect(markdown).toContain(said);
      }
    }
  });

  it("becomes one ADR for each decision, and is written anew without a residue", async () => {
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
      for (const part of ["# ", "## Status", "## Context", "## Decision", "## What follows"])
        expect(text).toContain(part);
    }
  });
});

describe("a key's origin", () => {
  const folder = join(root, "shop");

  it("is a line of a spec, with the lock that lets a service say it", async () => {
    expect((await run(folder, "shop.credentials")).printed).toBe(
      [
        "shop.credentials: shop-git",
        "  the spec, services/shop.yaml:4",
        "  a service may replace it: credentials, stagewright.yaml:55",
        "",
      ].join("\n"),
    );
  });

  it("is the product's default where no line says it", async () => {
    expect((await run(folder, "site.podSecurity")).printed).toBe(
      "site.podSecurity: privileged\n  the product's default; no line says it\n",
    );
  });

  it("is told for all below a key, and for every service where none is named", async () => {
    const { printed } = await run(folder, "stages.image.engine");
    expect(printed).toContain("catalog.stages.image.engine: buildah");
    expect(printed).toContain("shop.stages.image.engine: docker");
    expect((await run(folder, "registries.harbor")).printed).toContain("registries.harbor");
    expect((await run(folder, "registries.harbor.credentials")).printed).toContain("harbor-push");
  });

  it("is JSON for programs", async () => {
    const { traces } = JSON.parse((await run(folder, "shop.credentials", { format: "json" })).printed) as {
      traces: unknown[];
    };
    expect(traces).toMatchObject([{ key: "shop.credentials", value: "shop-git", at: { line: 4 } }]);
  });

  it("guesses what was meant", async () => {
    await expect(run(folder, "registries.harbor.hots")).rejects.toMatchObject({
      message: 'no value has the key "registries.harbor.hots"',
      hint: `did you mean "registries.harbor.host"?`,
    });
  });
});
