import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

interface Step {
  readonly plugin: string;
  readonly refused?: string;
}
interface Imitations {
  readonly plugins: Readonly<Record<string, { readonly version: string; readonly read: "sources" | "documentation" }>>;
  readonly steps: Readonly<Record<string, string>>;
  readonly areas: readonly { readonly name: string; readonly plugin: string; readonly missing: string }[];
}

// The formatter aligns the columns of tables.
const page = readFileSync("docs/rehearsal.md", "utf8").replaceAll(/ +\|/g, " |");
const folder = "jvm/catalogue/src/main/resources/io/stagewright/catalogue";
const read = (file: string) => JSON.parse(readFileSync(`${folder}/${file}`, "utf8"));
const steps: Record<string, Step> = read("catalogue.json").steps;
const imitations: Imitations = read("imitations.json");

/** A plugin with the version that was read, as the page shows it. */
function source(plugin: string): string {
  const known = imitations.plugins[plugin];
  if (known === undefined) throw new Error(`imitations.json has no version of the plugin ${plugin}`);
  return known.version === "" ? plugin : `${plugin} ${known.version}`;
}

const names = Object.keys(steps).sort((a, b) => a.localeCompare(b, "en"));
const expected = {
  steps: names
    .filter((name) => steps[name]?.refused === undefined)
    .map((name) => `| \`${name}\` | ${source(steps[name]?.plugin ?? "")} | ${imitations.steps[name] || "–"} |`),
  refused: names.flatMap((name) => {
    const { refused, plugin = "" } = steps[name] ?? {};
    return refused === undefined ? [] : [`| \`${name}\` | ${source(plugin)} | ${refused} |`];
  }),
  areas: imitations.areas.map(({ name, plugin, missing }) => `| ${name} | ${source(plugin)} | ${missing || "–"} |`),
};

test.each(Object.entries(expected))("docs/rehearsal.md lists the %s of jvm/catalogue", (_, rows) => {
  expect(page).toContain(`${rows.join("\n")}\n\n`);
});

test("every step says what it does not imitate, and every plugin says what was read", () => {
  expect(Object.keys(imitations.steps).sort()).toEqual(Object.keys(steps).sort());
  for (const { version, read: what } of Object.values(imitations.plugins)) {
    if (what === "sources") expect(version).not.toBe("");
  }
  const readSources = Object.entries(imitations.plugins).flatMap(([name, one]) =>
    one.read === "sources" ? [name] : [],
  );
  expect(page).toContain(`Sources were read of ${readSources.join(", ")}.`);
});
