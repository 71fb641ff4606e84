import { describe, expect, it } from "vitest";
import { parseText } from "../../../generator/parse/parse-text.ts";

function read(text: string) {
  return parseText({ path: "a.yaml", text });
}

describe("positions", () => {
  const { document } = read("one:\n  - two: 'x'\n    three: [a, b]\n17: x\n");

  it.each([
    [["one"], 2, 3, 1, 1],
    [["one", 0, "two"], 2, 10, 2, 5],
    [["one", 0, "three", 1], 3, 16, 3, 16],
    [["17"], 4, 5, 4, 1],
  ] as const)("%j", (path, line, column, keyLine, keyColumn) => {
    expect(document.valueSpan(path).at).toEqual({ file: "a.yaml", line, column });
    expect(document.keySpan(path).at).toEqual({ file: "a.yaml", line: keyLine, column: keyColumn });
  });

  it("counts the line after a comma that follows a closed mapping", () => {
    const { diagnostics } = read("a:\n  - { b: c: d },\n      e: 2 }\n");
    expect(diagnostics.map(({ at }) => at)).toEqual([{ file: "a.yaml", line: 3, column: 7 }]);
  });

  it("falls back to the nearest enclosing value", () => {
    expect(document.valueSpan(["one", 0, "four", "five"]).at).toEqual({ file: "a.yaml", line: 2, column: 5 });
  });
});

describe("text", () => {
  it("may begin with a byte order mark and end its lines with CR LF", () => {
    const { document, diagnostics } = read("\uFEFFa: 1\r\nb: x\r\n");
    expect(diagnostics).toEqual([]);
    expect(document.value).toEqual({ a: 1, b: "x" });
    expect(document.valueSpan(["b"])).toEqual({ at: { file: "a.yaml", line: 2, column: 4 }, length: 1 });
  });

  it("keeps numeric keys as they are written", () => {
    expect(read("1.20: x\n").document.value).toEqual({ "1.20": "x" });
  });

  it("finds only keys of the spec", () => {
    const { value } = read("a: { b: 1 }\n").document;
    for (const mapping of [value, (value as { a: object }).a])
      expect(["constructor", "toString", "hasOwnProperty"].filter((key) => key in (mapping as object))).toEqual([]);
  });

  it("follows aliases, which have their own place", () => {
    const { document } = read("a: &x { b: 1 }\nc: *x\n");
    expect(document.value).toEqual({ a: { b: 1 }, c: { b: 1 } });
    expect(document.valueSpan(["c", "b"]).at).toEqual({ file: "a.yaml", line: 2, column: 4 });
  });

  it("refuses aliases of aliases without end", () => {
    const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
    for (let level = 1; level < 6; level += 1) {
      lines.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(", ")}]`);
    }
    expect(read(lines.join("\n")).diagnostics.map(({ code }) => code)).toEqual(["SW110"]);
  });
});
