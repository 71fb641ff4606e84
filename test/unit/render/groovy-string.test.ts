import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quoteGroovy } from "../../../generator/render/groovy-string.ts";
import { decodeGroovyString } from "../../support/groovy-decoder.ts";

const hellish = fc.string({
  unit: fc.constantFrom(
    ...["'", "'''", '"', '"""', "$", "${", "}", "\\", "\\u", "\\u0027", "u", "0041", "\n", "\r", "\t", "\0", "\x01"],
    ...[
      "é",
      "€",
      "\u2028",
      "\ud83d\ude00",
      "\ud800",
      "\udfff",
      "\uffff",
      "\ufffe",
      "\ufeff",
      "a",
      " ",
      "/*",
      "*/",
      "//",
    ],
  ),
});

describe("quoteGroovy", () => {
  it("represents exactly the text, for any text", () => {
    fc.assert(
      fc.property(fc.oneof(hellish, fc.string({ unit: "binary" }), utf16()), (text) => {
        expect(decodeGroovyString(quoteGroovy(text))).toBe(text);
      }),
      { numRuns: 5000 },
    );
  });

  it("is one line of printable ASCII", () => {
    fc.assert(
      fc.property(fc.oneof(hellish, utf16()), (text) => {
        expect(quoteGroovy(text)).toMatch(/^[ -~]+$/);
      }),
      { numRuns: 3000 },
    );
  });

  it("represents every UTF-16 unit", () => {
    for (let unit = 0; unit <= 0xffff; unit += 1) {
      const text = `${String.fromCharCode(unit)}7`;
      if (decodeGroovyString(quoteGroovy(text)) !== text) expect.fail(`unit ${unit.toString(16)}`);
    }
  });

  it.each(["a", "\u20ac", "\0", "\ud83d\ude00"])("splits texts that exceed a class file constant: %j", (char) => {
    const text = char.repeat(70_000);
    const quoted = quoteGroovy(text);
    expect(decodeGroovyString(quoted)).toBe(text);
    expect(quoted.startsWith("('")).toBe(true);
    for (const literal of quoted.slice(1, -1).split(" + ")) {
      expect(Buffer.byteLength(decodeGroovyString(literal)) + 2).toBeLessThan(65_535);
    }
  });

  it("escapes only what is necessary", () => {
    expect(quoteGroovy('it\'s $5 "net"')).toBe(`'it\\'s $5 "net"'`);
  });
});

function utf16() {
  return fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));
}
