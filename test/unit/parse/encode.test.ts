import { expect, it } from "vitest";
import { decode, encode } from "../../../generator/parse/encode.ts";
import { parseText } from "../../../generator/parse/parse-text.ts";
import { readInput, specFolders } from "../../support/generated-files.ts";

function rootOf(text: string) {
  const { document } = parseText({ path: "spec.yaml", text });
  if (document.root === null) throw new Error("the text has an error");
  return document.root;
}

/** The node after a way through the cache. */
function restored(text: string) {
  const encoded = encode(rootOf(text));
  return encoded === null ? null : decode(JSON.parse(JSON.stringify(encoded)), "spec.yaml");
}

it.each([
  ["scalars", "text: word\nnumber: 1.20\nfalse: true\nnothing:\nquoted: '1'\n"],
  ["lists", "list: [a, [b], { c: d }]\nempty: []\nnone: {}\n"],
  ["keys that look like numbers, in their order", "10: a\n9: b\nz: c\n2: d\n"],
  ["names of functions", "constructor: a\ntoString: { hasOwnProperty: b }\n"],
  ["aliases", "one: &a { b: [c] }\ntwo: *a\n"],
  ["other characters", "é: '\\u2028 \\t'\nemoji: 😀\n"],
])("encodes %s", (_name, text) => {
  expect(restored(text)).toEqual(rootOf(text));
  expect([...(restored(text)?.entries?.keys() ?? [])]).toEqual([...(rootOf(text).entries?.keys() ?? [])]);
});

it("finds only keys of the spec in a decoded mapping", () => {
  const value = restored("a: { b: c }\n")?.value as Record<string, unknown>;
  expect(value.constructor).toBeUndefined();
  expect(Object.getPrototypeOf(value)).toBe(Object.getPrototypeOf(rootOf("a: b\n").value));
});

it("encodes no number that JSON changes", () => {
  expect(encode(rootOf("a: [{ b: -0 }]\n"))).toBeNull();
  expect(encode(rootOf("a: [{ b: -0.5 }]\n"))).not.toBeNull();
});

it.each(specFolders())("encodes the specs of %s", (folder) => {
  const { platform, services } = readInput(folder);
  for (const { text } of [platform, ...services]) expect(restored(text)).toEqual(rootOf(text));
});
