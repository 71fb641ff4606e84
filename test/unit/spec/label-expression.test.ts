import { describe, expect, it } from "vitest";
import { labelObjection } from "../../../generator/spec/label-expression.ts";

// The expectations follow LabelExpressionLexer.g4 and LabelExpressionParser.g4 of Jenkins 2.516.
describe("a label expression that Jenkins accepts", () => {
  it.each([
    "linux",
    "linux-build",
    "linux && docker",
    "linux&&docker&&!slow",
    "(linux || mac) && !(slow || old)",
    "a->b",
    "a -> (b -> c)",
    "a-b <-> c <-> d",
    '"a b" && linux',
    "node-1 || 17",
    "linux ",
  ])("%j", (label) => {
    expect(labelObjection(label)).toBeNull();
  });
});

describe("a label expression that Jenkins reads as one name", () => {
  it.each([
    ["windows &&", 'a label is missing after "&&"'],
    ["a b", 'an operator is missing before "b"'],
    ["(a", 'a "(" is not closed'],
    ["(a b)", 'an operator is missing before "b"'],
    ["a)", 'a ")" has no "("'],
    ["()", 'a label is missing after "("'],
    ["&& a", 'a label is missing before "&&"'],
    ["a || || b", 'a label is missing after "||"'],
    ["!!a", 'two "!" follow each other'],
    ["a !b", 'an operator is missing before "!"'],
    ["a -> b -> c", 'a second "->" needs brackets'],
    ["a & b", "it contains a character that is no operator and no part of a name"],
    ["a | b", "it contains a character that is no operator and no part of a name"],
    ['"a', "it contains a character that is no operator and no part of a name"],
    ["linux, docker <", "it contains a character that is no operator and no part of a name"],
    ["!", 'a label is missing after "!"'],
    ["", "it is empty"],
  ])("%j", (label, problem) => {
    expect(labelObjection(label)).toBe(problem);
  });
});
