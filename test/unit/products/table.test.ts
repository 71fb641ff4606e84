import { describe, expect, it } from "vitest";
import { table } from "../../../generator/products/table.ts";

const today = new Date().toISOString().slice(0, 10);

describe.each(table)("$name, in the table of products", (product) => {
  it("has the day of its last check, and its sources", () => {
    expect(product.checked).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(Number.isNaN(Date.parse(product.checked))).toBe(false);
    expect(product.checked <= today).toBe(true);
    expect(product.sources.length).toBeGreaterThan(0);
    for (const source of product.sources) expect(new URL(source).protocol).toBe("https:");
    expect(new Set(product.sources).size).toBe(product.sources.length);
  });

  it("has a licence, a state and references, and a date if it is archived", () => {
    for (const text of [product.licence, product.state, product.references])
      expect(text.trim().length).toBeGreaterThan(2);
    expect(/^archived on \d+ \w+ \d{4}/.test(product.state)).toBe(product.maintenance === "archived");
  });
});

it("lists each product once, including all that the specs can use", () => {
  const ids = table.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(expect.arrayContaining(["jenkins", "argocd", "spinnaker", "docker", "buildah", "kaniko"]));
});
