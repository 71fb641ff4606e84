import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { groovyCall, groovyLiteral } from "../../../generator/render/groovy-literal.ts";

const start = { indent: 0, column: 0 };

describe("groovyLiteral", () => {
  it.each([
    [null, "null"],
    [true, "true"],
    [-0, "0"],
    [1.5, "1.5"],
    [[], "[]"],
    [{}, "[:]"],
    [["a", 1], "['a', 1]"],
    [{ a: 1, "b-c": [], in: {}, $d: null }, "[a: 1, 'b-c': [], 'in': [:], '$d': null]"],
  ])("%j", (value, literal) => {
    expect(groovyLiteral(value)).toBe(literal);
  });

  it("breaks at column 120", () => {
    const value = { list: Array.from({ length: 9 }, (_, index) => `element number ${index}`), few: [1] };
    expect(groovyLiteral(value)).toBe(
      `[\n    list: [\n${value.list.map((text) => `        '${text}',\n`).join("")}    ],\n    few: [1],\n]`,
    );
  });

  it("stays within column 120 with short elements", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 5 }), { maxLength: 60 }), fc.nat(90), (list, column) => {
        const lines = groovyLiteral({ list }, { indent: 8, column }).split("\n");
        expect(Math.max(column + (lines[0] ?? "").length, ...lines.slice(1).map((line) => line.length))).toBeLessThan(
          121,
        );
      }),
    );
  });

  it("splits literals that are too long for the CPS compiler", () => {
    const list = Array.from({ length: 450 }, (_, index) => index);
    expect(groovyLiteral(list).split("] + [")).toHaveLength(3);
    const map = Object.fromEntries(list.map((index) => [`k${index}`, index]));
    expect(groovyLiteral(map).split("] + [")).toHaveLength(5);
  });

  it.each([undefined, () => 1, Number.NaN, Number.POSITIVE_INFINITY, Symbol("s")])("rejects %s", (value) => {
    expect(() => groovyLiteral(value)).toThrow("Groovy literal");
  });
});

describe("groovyCall", () => {
  it("is one line for few short arguments", () => {
    expect(groovyCall("a.b", { x: 1, y: "z" }, start)).toBe("a.b(x: 1, y: 'z')");
  });

  it("uses one line for each of many arguments", () => {
    expect(groovyCall("f", { a: 1, b: 2, c: 3, d: 4 }, { indent: 4, column: 20 })).toBe(
      "f(\n        a: 1,\n        b: 2,\n        c: 3,\n        d: 4,\n    )",
    );
  });

  it("rejects an invalid name", () => {
    expect(() => groovyCall("f(1); g", {}, start)).toThrow("not a Groovy method");
  });
});
