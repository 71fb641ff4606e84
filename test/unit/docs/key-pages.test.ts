import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { leafKeys } from "../../support/schema-keys.ts";

const reference = join(import.meta.dirname, "../../../docs/reference");
const pages = ["spec.md", ...readdirSync(join(reference, "keys")).map((name) => `keys/${name}`)];

/** The table rows of all pages: page, key as in a spec, and the other cells. */
const rows = pages.flatMap((page) =>
  readFileSync(join(reference, page), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split(/(?<!\\) \| /))
    .map(([key = "", ...cells]) => ({ page, key: /`(.+)`/.exec(key)?.[1] ?? "", cells })),
);

/** The page and row of a leaf key: `service.stages[image].tags[]` is `tags` on the page of image stages. */
function placeOf(leaf: string) {
  const [, spec = "", rest = ""] = /^(platform|service)\.(.+)$/.exec(leaf) ?? [];
  const [, kind] = /^stages\[(\w+)\]/.exec(rest) ?? [];
  const key = rest.replace(/^stages\[\w+\]\./, "").replaceAll("*", "NAME");
  const section = kind === undefined ? (key.split(/[.[]/)[0] ?? "") : `stage-${kind}`;
  const own = `keys/${spec}-${section}.md`;
  return { page: pages.includes(own) ? own : "spec.md", keys: [key, key.replace(/\[\]$/, "")] };
}

describe("every key of the schemas", () => {
  it.each(leafKeys().map(({ path }) => [path, placeOf(path)] as const))("%s is documented", (_, { page, keys }) => {
    const row = rows.find((it) => it.page === page && keys.includes(it.key));
    expect(row, page).toBeDefined();
    const [description = "", type = "", , example = ""] = row?.cells ?? [];
    expect(description.split(" ").length, description).toBeGreaterThan(2);
    expect(type.trim()).not.toBe("");
    expect(example.replace(/\|$/, "").trim()).not.toBe("");
  });
});

it("closes exactly the keys that grant access for services", () => {
  const closed = rows.filter(({ page, cells }) => page.startsWith("keys/service-") && /^locked/.test(cells[4] ?? ""));
  const names = closed.map(({ page, key }) => `${page.slice(5, -3)} ${key}`);
  expect(names).toContain("service-stage-image agent.label");
  expect(names).toContain("service-stage-image image.registry");
  expect(names).not.toContain("service-stage-image image.name");
});

it("is linked from the page of each code that refers to a key", () => {
  const codes = readdirSync(join(reference, "codes"));
  const links = codes.flatMap((name) =>
    [...readFileSync(join(reference, "codes", name), "utf8").matchAll(/^Keys: \[`.+`\]\((.+)\)$/gm)].map(
      (it) => it[1] ?? "",
    ),
  );
  expect(links.length).toBeGreaterThan(codes.length / 2);
  for (const link of links) expect(pages).toContain(join(dirname("codes/x"), link));
});
