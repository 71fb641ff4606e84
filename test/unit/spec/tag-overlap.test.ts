import { describe, expect, it } from "vitest";
import { hidesNumber, sameNumberPlace, sameTag } from "../../../generator/spec/tag-overlap.ts";

describe("tags", () => {
  it.each([
    ["1.{build}", "main", "1.{build}", "next", true],
    ["1.{build}", "main", "1.1{build}", "next", true],
    ["1.{build}", "main", "1.x{build}", "next", false],
    ["1.2.{build}", "main", "{tag}", "*", true],
    ["1.2.{build}", "main", "{tag}", "v*", false],
    ["1.2.{build}", "main", "v{tag}", "1.*", false],
    ["1.2.{build}", "main", "{describe}", "next", true],
    ["1.2.{build}", "main", "{branch}.{build}", "*", true],
    ["1.2.{build}", "main", "{branch}.{build}", "release/*", false],
    ["release-a.{build}", "main", "{branch}.{build}", "release/*", true],
    ["a-b.{build}", "main", "{branch}.{build}", "a+b", true],
    ["{project}-{build}", "main", "{project}-rc.{build}", "next", false],
    ["{project}-{build}", "main", "1.2-{build}", "next", true],
    ["{project}.{build}", "main", "{project}-rc.{build}", "next", true],
    ["{project}-{build}", "main", "{project}", "next", false],
    ["{project}-{build}", "main", "{tag}", "v*", false],
    ["{project}-{build}", "main", "{tag}", "**", true],
  ])("%s of %s and %s of %s: %s", (one, oneName, other, otherName, expected) => {
    const [first, second] = [
      { full: one, name: oneName },
      { full: other, name: otherName },
    ];
    expect(sameTag(first, second)).toBe(expected);
    expect(sameTag(second, first)).toBe(expected);
  });
});

describe("numbers of builds", () => {
  it.each([
    ["1.{build}", "1.{build}", true],
    ["1.{build}", "1.1{build}", false],
    ["1.1{build}", "1.1{build}", true],
    ["{project}.{build}", "{project}-rc.{build}", true],
    ["{build}.{branch}", "{build}-x", true],
    ["{branch}.{build}", "{build}.1", false],
    ["{tag}", "1.{build}", false],
  ])("are in the same place in %s and %s: %s", (one, other, expected) => {
    expect(sameNumberPlace(one, other)).toBe(expected);
    expect(sameNumberPlace(other, one)).toBe(expected);
  });

  it.each([
    ["{branch}{build}", true],
    ["{branch}1{build}", true],
    ["{build}{tag}", true],
    ["{branch}-{build}", false],
    ["{build}.{branch}", false],
    ["1.{build}{build}", false],
  ])("are hidden in %s: %s", (pattern, expected) => {
    expect(hidesNumber(pattern)).toBe(expected);
  });
});
