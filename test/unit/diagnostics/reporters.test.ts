import { describe, expect, it } from "vitest";
import { catalogue } from "../../../generator/diagnostics/catalogue.ts";
import { finding } from "../../../generator/diagnostics/finding.ts";
import { renderJson } from "../../../generator/diagnostics/json.ts";
import { sortDiagnostics } from "../../../generator/diagnostics/sort.ts";
import { renderText } from "../../../generator/diagnostics/text.ts";

const source = { path: "a.yaml", text: "one: two\nkey: valeu\n" };
const at = { file: "a.yaml", line: 2, column: 6 };
const slip = finding("SW302", { at, length: 5 }, `"valeu" is not a value; only value`, {
  hint: `did you mean "value"?`,
  related: [{ at: { ...at, line: 1 }, message: "the first one" }],
});
const plain = { color: false, width: 80 };

describe("text", () => {
  it("shows the place, the line, the caret, what is related and the hint", () => {
    expect(renderText([slip], [source], plain)).toBe(
      [
        `a.yaml:2:6: error SW302: "valeu" is not a value; only value`,
        "  2 | key: valeu",
        "    |      ^^^^^",
        "  a.yaml:1:6: the first one",
        `  hint: did you mean "value"?`,
        "",
      ].join("\n"),
    );
  });

  it("cuts a long line to the width, around the offending text", () => {
    const text = `${"x".repeat(300)}HERE${"y".repeat(300)}`;
    const found = finding("SW302", { at: { file: "a.yaml", line: 1, column: 301 }, length: 4 }, "m");
    const [, line = "", caret = ""] = renderText([found], [{ path: "a.yaml", text }], plain).split("\n");
    expect(Math.max(line.length, caret.length)).toBeLessThanOrEqual(80);
    expect(line.slice(caret.indexOf("^"), caret.lastIndexOf("^") + 1)).toBe("HERE");
  });

  it("shows no password of a URL", () => {
    const text = "git: https://me:secret@host/x\n";
    const found = finding("SW205", { at: { file: "a.yaml", line: 1, column: 6 }, length: 24 }, "m");
    expect(renderText([found], [{ path: "a.yaml", text }], plain)).not.toContain("secret");
  });

  it("colours when told to", () => {
    expect(renderText([slip], [source], { color: true, width: 80 })).toContain("\u001b[31merror");
  });

  it("does without the source", () => {
    expect(renderText([slip], [], plain)).not.toContain("^");
  });
});

describe("json", () => {
  it("has the same keys always", () => {
    const bare = finding("SW101", { at, length: 1 }, "m");
    expect(renderJson([slip, bare]).map((it) => Object.keys(it))).toEqual([
      ["code", "severity", "message", "file", "line", "column", "length", "owner", "hint", "waived", "related"],
      ["code", "severity", "message", "file", "line", "column", "length", "owner", "hint", "waived", "related"],
    ]);
  });
});

describe("order", () => {
  it("is by file, line, column, code; what was found twice is shown once", () => {
    const place = (file: string, line: number, column: number) =>
      finding("SW101", { at: { file, line, column }, length: 1 }, "m");
    const sorted = [place("a", 1, 2), place("a", 2, 1), place("a", 10, 1), place("b", 1, 1)];
    expect(sortDiagnostics([...sorted].reverse())).toEqual(sorted);
    expect(sortDiagnostics([...sorted, ...sorted])).toEqual(sorted);
  });
});

describe("the catalogue", () => {
  it("explains every code in whole sentences", () => {
    for (const [code, { title, explanation }] of Object.entries(catalogue)) {
      expect(code).toMatch(/^SW[1-6]\d\d$/);
      expect(title).toMatch(/^[A-Z].*[^.]$/);
      expect(explanation).toMatch(/^[A-Z`].{40,}\.$/);
    }
  });
});
