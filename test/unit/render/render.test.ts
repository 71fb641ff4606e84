import Handlebars from "handlebars";
import { describe, expect, it } from "vitest";
import { render } from "../../../generator/render/index.ts";
import { strictTemplate } from "../../../generator/render/strict-template.ts";

/** Renders the text with the view, precompiled like in the build. */
function rendered(text: string, view: unknown): string {
  const compiled = Handlebars.precompile(text, { strict: true, noEscape: true, knownHelpersOnly: true }) as string;
  const precompiled = new Function(`return ${compiled}`)() as { main: () => string };
  return Handlebars.template(strictTemplate(precompiled, "t"))(view);
}

describe("strictTemplate", () => {
  it.each([
    "{{d}}",
    "{{#if d}}x{{/if}}",
    "{{#each d}}x{{/each}}",
    "{{#each a}}{{#if d}}x{{/if}}{{/each}}",
    "{{#each a}}{{#if ../d}}x{{/if}}{{/each}}",
    "{{#with b}}{{#unless d}}x{{/unless}}{{/with}}",
    "{{#if b.d}}x{{/if}}",
    "{{#if constructor}}x{{/if}}",
  ])("throws for %s, which reads a key that the view does not have", (text) => {
    const key = text.includes("constructor") ? "constructor" : "d";
    expect(() => rendered(text, { a: [{ c: null }], b: {} })).toThrow(new RegExp(`"${key}"`));
  });

  it("reads what the view has", () => {
    const view = { a: [{ c: null }], b: { d: 1 } };
    expect(rendered("{{#each a}}{{@index}}{{#if c}}no{{else}}x{{/if}}{{/each}}{{b.d}}{{a.length}}", view)).toBe("0x11");
  });

  it.each([undefined, () => "x", Symbol("x")])("rejects %s, which is not data", (value) => {
    expect(() => rendered("{{#if a}}x{{/if}}", { a: value })).toThrow(`contains a value of type ${typeof value}`);
  });
});

describe("render", () => {
  it("reports a template that does not exist", () => {
    const planned = { path: "a", template: "none.hbs", view: {}, shard: "site" };
    expect(() => render([planned])).toThrow("there is no template none.hbs");
  });
});
