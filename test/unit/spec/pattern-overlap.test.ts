import { describe, expect, it } from "vitest";
import { overlap } from "../../../generator/spec/pattern-overlap.ts";

describe("patterns of branches", () => {
  it.each([
    ["main", "main", true],
    ["main", "mainline", false],
    ["release/*", "release/1.2", true],
    ["release/*", "release/1.2/fix", false],
    ["release/**", "release/1.2/fix", true],
    ["release/*", "feature/*", false],
    ["*/1.2", "release/*", true],
    ["*-x", "a*-y", false],
    ["**", "feature/*", true],
    ["*", "feature/*", false],
    ["a**b", "a*c*b", true],
    [`${"*a".repeat(60)}b`, "a".repeat(200), false],
  ])("%s and %s: %s", (one, other, expected) => {
    expect(overlap(one, other)).toBe(expected);
    expect(overlap(other, one)).toBe(expected);
  });
});
