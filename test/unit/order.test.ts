import { describe, expect, it } from "vitest";
import { parseDocument, visit } from "yaml";
import { type CompileInput, compile, type SourceText } from "../../generator/compile.ts";
import { compileTrees } from "./../support/generated-files.ts";

/** The spec with the keys of each mapping in another order. */
function withOtherOrder({ path, text }: SourceText, reorder: (keys: unknown[]) => void): SourceText {
  const document = parseDocument(text);
  // An alias must not come before its anchor.
  visit(document, { Alias: (_key, alias) => alias.resolve(document)?.clone() as never });
  visit(document, {
    Map: (_key, map) => {
      reorder(map.items);
    },
  });
  return { path, text: document.toString() };
}

function filesOf(input: CompileInput): Record<string, string> {
  const { files, diagnostics } = compile(input);
  if (files === null) throw new Error(JSON.stringify(diagnostics, null, 1));
  return Object.fromEntries(files.map(({ path, content }) => [path, content]));
}

const orders: Readonly<Record<string, (keys: unknown[]) => void>> = {
  reversed: (keys) => keys.reverse(),
  rotated: (keys) => keys.push(...keys.splice(0, 1)),
};

describe.each(compileTrees().filter(({ name }) => !name.includes(" ")))("the files of $name", ({ input }) => {
  it.each(Object.keys(orders))("do not depend on the order of keys: %s", (name) => {
    const reorder = orders[name] ?? (() => {});
    const platform = withOtherOrder(input.platform, reorder);
    const services = input.services.map((it) => withOtherOrder(it, reorder));
    expect(platform.text).not.toBe(input.platform.text);
    const [found, wanted] = [filesOf({ ...input, platform, services }), filesOf(input)];
    const differ = Object.keys(wanted).filter((path) => found[path] !== wanted[path]);
    for (const path of differ) expect(found[path], path).toBe(wanted[path]);
    expect(Object.keys(found)).toEqual(Object.keys(wanted));
  });
});
