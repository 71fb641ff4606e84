import { describe, expect, it } from "vitest";
import { isCovered } from "../../../generator/spec/pattern-cover.ts";

describe("names that match a pattern also match others", () => {
  it.each([
    ["main", ["main"], true],
    ["main", ["m*"], true],
    ["main", ["mainline", "n*"], false],
    ["release/*", ["release/**"], true],
    ["release/**", ["release/*"], false],
    ["fix-*", ["*"], true],
    ["*", ["fix-*"], false],
    ["fix/*", ["*"], false],
    ["a*b*c", ["a*c"], true],
    ["a*c", ["a*b*c"], false],
    ["*/**", ["**/*"], true],
    ["***", ["**"], true],
    ["**", ["*", "*/**"], true],
    ["**", ["*", "*/*"], false],
    ["v*", ["v1*", "v2*"], false],
    ["", [""], true],
    ["main", [], false],
  ])("%s in %j: %s", (narrow, wides, expected) => {
    expect(isCovered(narrow, wides)).toBe(expected);
  });

  it("gives up on patterns with too many situations", () => {
    const wides = Array.from({ length: 12 }, (_, index) => `**a${"b*".repeat(index + 8)}c`);
    expect(isCovered(`${"*a*b".repeat(40)}c`, wides)).toBe(false);
  });
});
