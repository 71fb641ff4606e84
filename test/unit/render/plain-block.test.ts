import { expect, it } from "vitest";
import { plainBlock } from "../../../generator/render/helpers/plain-block.ts";
import { writeByLibrary } from "../../../generator/render/helpers/yaml.ts";
import { randomFrom } from "../../support/random-edits.ts";

const seed = Date.now() % 1_000_000;

/** Pieces of texts that need quotes in some combinations, and of texts that need none. */
const pieces = [
  "a",
  "Zoe",
  "shop/shop",
  ":",
  " ",
  "#",
  "-",
  "/",
  "@",
  ".",
  "_",
  "true",
  "No",
  "y",
  "e-1",
  "12",
  "~",
  "é",
];

function randomText(random: (limit: number) => number): string {
  return Array.from({ length: random(6) }, () => pieces[random(pieces.length)]).join("");
}

function randomValue(random: (limit: number) => number, depth: number): unknown {
  const kind = random(depth === 0 ? 5 : 8);
  if (kind < 2) return randomText(random);
  if (kind < 5) return [true, null, 0, -12, 1.5, "word", "group:team", "build:a image:b", "https://a.b/c"][random(9)];
  const items = Array.from({ length: random(4) }, () => randomValue(random, depth - 1));
  if (kind === 5) return items;
  return Object.fromEntries(items.map((item) => [random(4) === 0 ? randomText(random) : `key${random(9)}`, item]));
}

it(`writes plain values as the YAML library does (seed ${seed})`, () => {
  const random = randomFrom(seed);
  let plain = 0;
  for (let count = 0; count < 3000; count += 1) {
    const value = randomValue(random, 4);
    const written = typeof value === "object" && value !== null ? plainBlock(value) : null;
    if (written === null) continue;
    plain += 1;
    expect(written, JSON.stringify(value)).toBe(writeByLibrary(value, false));
  }
  expect(plain).toBeGreaterThan(100);
});

it.each([
  [{ a: { b: "c" } }, "a:\n  b: c"],
  [{ a: [{ b: "c", d: "e" }, "f"] }, "a:\n  - b: c\n    d: e\n  - f"],
  [{ a: [], b: {} }, "a: []\nb: {}"],
  [{ a: "yes" }, null],
  [{ a: "b: c" }, null],
  [{ a: "b #c" }, null],
  [{ no: "b" }, null],
  [{ a: -0 }, null],
  [{ [`a${"b".repeat(100)}`]: "c" }, null],
])("writes %j", (value, expected) => {
  expect(plainBlock(value)).toBe(expected);
});
