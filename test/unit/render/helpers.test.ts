import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Document, parse } from "yaml";
import { code, comment, indent, json, markdown, mermaid } from "../../../generator/render/helpers/text.ts";
import { yaml, yamlBlock } from "../../../generator/render/helpers/yaml.ts";

const options = (hash: Record<string, unknown> = {}) => ({ hash });
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom("\n", "\\", "u", "*/", "/*", "*", "/", "-->", "`", "|", "\u2028", "\r", "\0", "#", '"', "a"),
  }),
);

describe("comment", () => {
  it("is one line, without comment ends or Groovy escapes", () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(comment(value)).not.toMatch(/[\n\r\0\u2028\u2029\u0085\\]|\*\/|\/\*|--/);
      }),
      { numRuns: 3000 },
    );
  });
});

describe("markdown", () => {
  it("keeps text in its table cell", () => {
    fc.assert(
      fc.property(text, (value) => {
        expect(markdown(value)).not.toMatch(/[\n\r]|(?<!\\)(\\\\)*[|<>`]/);
        expect(code(value)).not.toMatch(/[\n\r]|(?<!\\)\|/);
      }),
      { numRuns: 3000 },
    );
  });

  it("uses more backticks than the code contains", () => {
    expect(code("a``b")).toBe("``` a``b ```");
  });
});

describe("mermaid", () => {
  it("escapes quotes", () => {
    expect(mermaid('a"]; b["c#\n')).toBe("a#34;#93;#59; b#91;#34;c#35;");
  });
});

describe("yaml", () => {
  const value = fc.jsonValue().map(normal);

  it("can be parsed from one line", () => {
    fc.assert(
      fc.property(value, (data) => {
        const written = yaml(data);
        expect(written).not.toContain("\n");
        expect(parse(written)).toStrictEqual(data);
      }),
      { numRuns: 2000 },
    );
  });

  it("can be parsed as an indented block", () => {
    fc.assert(
      fc.property(value, (data) => {
        const written = `key:\n  inner:\n${yamlBlock(data, options({ indent: 4 }))}\n`;
        expect(parse(written)).toStrictEqual({ key: { inner: data } });
      }),
      { numRuns: 2000 },
    );
  });

  it.each(["yes", "012", "1:30", "on", "null", "~", "0o17", "1_000", "2001-12-14", "<<", "a\nb"])(
    "quotes %j, which a reader of YAML 1.1 or 1.2 would take for something else",
    (word) => {
      expect(yaml(word)).toMatch(/^".*"$/s);
    },
  );
});

describe("yaml, of names, paths and addresses", () => {
  /** The text that the YAML library writes. */
  const library = (data: string) => new Document(data, { compat: "yaml-1.1", version: "1.2" }).toString().trimEnd();
  const likely = fc.stringMatching(/^[A-Za-z](?:[\w.@/-]|:\/)*$/);
  const words =
    "null NULL true True false yes Yes no NO on off y N n ~ e1 E-1 nan inf a:b https://a/b:8 0x1 a:/b".split(" ");

  it("equals the text of the YAML library", () => {
    fc.assert(
      fc.property(fc.oneof(likely, fc.constantFrom(...words)), (data) => {
        expect(yaml(data)).toBe(library(data));
        expect(parse(`[${yaml(data)}]`)).toStrictEqual([data]);
        expect(parse(`{ key: ${yaml(data)} }`, { version: "1.1" })).toStrictEqual({ key: data });
      }),
      { numRuns: 3000 },
    );
  });
});

describe("json and yamlBlock", () => {
  it.each([undefined, () => "x", { a: [undefined] }, [{ b: Symbol("x") }]])(
    "refuse %s, of which they would write nothing",
    (value) => {
      expect(() => json(value, options({}))).toThrow("cannot be written");
      expect(() => yamlBlock(value, options({}))).toThrow("cannot be written");
    },
  );
});

describe("a text of one line", () => {
  it("contains no control or invisible characters", () => {
    for (let point = 0; point <= 0xffff; point += 1) {
      const char = String.fromCharCode(point);
      const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uffff]/u.test(char);
      expect([point, code(`a${char}b`) === "`a b`"]).toEqual([point, invisible || char === " "]);
    }
  });
});

describe("indent", () => {
  it("leaves empty lines empty", () => {
    expect(indent("a\n\nb\n", 2)).toBe("  a\n\n  b\n");
  });
});

/** JSON's -0 is 0. */
function normal(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data));
}
