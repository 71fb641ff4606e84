import { describe, expect, it } from "vitest";
import { catalogue } from "../../../generator/diagnostics/catalogue.ts";
import { finding } from "../../../generator/diagnostics/finding.ts";
import { renderJson } from "../../../generator/diagnostics/json.ts";
import { renderSarif } from "../../../generator/diagnostics/sarif.ts";
import { hideSecrets } from "../../../generator/diagnostics/secret-forms.ts";
import { sortDiagnostics } from "../../../generator/diagnostics/sort.ts";
import { nearestName } from "../../../generator/diagnostics/suggest.ts";
import { renderText } from "../../../generator/diagnostics/text.ts";
import { show } from "../../../generator/diagnostics/wording.ts";

const source = { path: "a.yaml", text: "one: two\nkey: valeu\n" };
const at = { file: "a.yaml", line: 2, column: 6 };
const typo = finding("SW302", { at, length: 5 }, `"valeu" is not a value; only value`, {
  hint: `did you mean "value"?`,
  related: [{ at: { ...at, line: 1 }, message: "the first one" }],
});
const plain = { color: false, width: 80 };

describe("text", () => {
  it("shows the place, the line, the caret, related places and the hint", () => {
    expect(renderText([typo], [source], plain)).toBe(
      [
        `a.yaml:2:6: error SW302 names/unknown: "valeu" is not a value; only value`,
        "  2 | key: valeu",
        "    |      ^^^^^",
        "  a.yaml:1:6: the first one",
        `  hint: did you mean "value"?`,
        "",
      ].join("\n"),
    );
  });

  it("cuts a long line around the marked text", () => {
    const text = `${"x".repeat(300)}HERE${"y".repeat(300)}`;
    const found = finding("SW302", { at: { file: "a.yaml", line: 1, column: 301 }, length: 4 }, "m");
    const [, line = "", caret = ""] = renderText([found], [{ path: "a.yaml", text }], plain).split("\n");
    expect(Math.max(line.length, caret.length)).toBeLessThanOrEqual(80);
    expect(line.slice(caret.indexOf("^"), caret.lastIndexOf("^") + 1)).toBe("HERE");
  });

  it("hides the password of a URL", () => {
    const text = "git: https://me:secret@host/x\n";
    const found = finding("SW205", { at: { file: "a.yaml", line: 1, column: 6 }, length: 24 }, "m");
    expect(renderText([found], [{ path: "a.yaml", text }], plain)).not.toContain("secret");
  });

  it.each(["https://u:p/w3cret@host/x", "https://u:p@w3cret@host/x"])("hides the whole password of %s", (address) => {
    const found = finding("SW205", { at: { file: "a.yaml", line: 1, column: 6 }, length: 9 }, show(address));
    const text = renderText([found], [{ path: "a.yaml", text: `git: ${address}\n` }], plain);
    expect(text).not.toContain("w3cret");
    expect(text).toContain("@host/x");
  });

  it.each([
    "-----BEGIN RSA PRIVATE KEY-----0123456789abcdef",
    "ghp_0123456789abcdefABCD",
    "glpat-0123456789abcdefABCD",
    "AKIA0123456789ABCDEF",
    "npm_0123456789abcdef0123456789abcdef0123",
    "https://hooks.chat.acme.internal/T0/B0/x",
    "dckr_pat_0123456789abcdefABCD",
    "glrt-0123456789abcdefABCD",
    "hvs.0123456789abcdefABCD",
    "sk-proj-0123456789abcdefABCD",
    "AIza0123456789abcdef0123456789abcdef",
    "ATATT3x0123456789abcdefABCD",
    "https://acme.webhook.office.com/webhookb2/0123456789abcdef",
    "https://discord.com/api/webhooks/1/0123456789abcdef",
  ])("hides what has the form of a secret: %s", (secret) => {
    const line = `key: ${secret}`;
    const found = finding("SW204", { at: { file: "a.yaml", line: 1, column: 6 }, length: 9 }, show(secret));
    const text = renderText([found], [{ path: "a.yaml", text: line }], plain);
    expect(text).not.toContain(secret.slice(-14));
    expect(text).toContain("    |      ^^^^^^^^^\n");
  });

  it("reads a hostile line in limited time", () => {
    // Unlimited, each of the addresses would be compared up to the end of the line.
    const text = "://".repeat(100_000);
    expect(hideSecrets(text, () => "***")).toBe(text);
  });

  it("hides the value after a key that names a secret, and the value in place of an id", () => {
    const text = "token: 'hunter2'\npush: correct horse\n";
    const place = (line: number, column: number) => ({ file: "a.yaml", line, column });
    const after = finding("SW201", { at: place(1, 1), length: 5 }, "m", { secret: "after" });
    const marked = finding("SW205", { at: place(2, 7), length: 13 }, "m", { secret: "marked" });
    const shown = renderText([after, marked], [{ path: "a.yaml", text }], plain);
    expect(shown).toContain("  1 | token: *********\n");
    expect(shown).toContain("  2 | push: *************\n");
  });

  it("uses colors if enabled", () => {
    expect(renderText([typo], [source], { color: true, width: 80 })).toContain("\u001b[31merror");
  });

  it("works without the source", () => {
    expect(renderText([typo], [], plain)).not.toContain("^");
  });
});

describe("json", () => {
  it("always has the same keys", () => {
    const bare = finding("SW101", { at, length: 1 }, "m");
    expect(renderJson([typo, bare]).map((it) => Object.keys(it))).toEqual([
      ["code", "slug", "severity", "message", "file", "line", "column", "length", "owner", "hint", "waived", "related"],
      ["code", "slug", "severity", "message", "file", "line", "column", "length", "owner", "hint", "waived", "related"],
    ]);
  });
});

describe("order", () => {
  it("sorts by file, line, column and code, and removes duplicates", () => {
    const place = (file: string, line: number, column: number) =>
      finding("SW101", { at: { file, line, column }, length: 1 }, "m");
    const sorted = [place("a", 1, 2), place("a", 2, 1), place("a", 10, 1), place("b", 1, 1)];
    expect(sortDiagnostics([...sorted].reverse())).toEqual(sorted);
    expect(sortDiagnostics([...sorted, ...sorted])).toEqual(sorted);
  });
});

describe("the catalogue", () => {
  it("has a title and an explanation in whole sentences for every code", () => {
    for (const [code, { title, explanation }] of Object.entries(catalogue)) {
      expect(code).toMatch(/^SW[1-6]\d\d$/);
      expect(title).toMatch(/^[A-Z].*[^.]$/);
      expect(explanation).toMatch(/^[A-Z`].{40,}\.$/);
    }
  });

  it("has a unique slug of the form area/problem for every code", () => {
    const slugs = Object.values(catalogue).map(({ slug }) => slug);
    for (const slug of slugs) expect(slug).toMatch(/^[a-z]+(-[a-z]+)*\/[a-z]+(-[a-z]+)*$/);
    expect(new Set(slugs).size).toBe(slugs.length);
  });
});

describe("sarif", () => {
  it("has the slug as the name of the rule", () => {
    const log = renderSarif([typo], "0.1.0") as {
      runs: { tool: { driver: { rules: { id: string; name: string }[] } } }[];
    };
    expect(log.runs[0]?.tool.driver.rules).toMatchObject([{ id: "SW302", name: "names/unknown" }]);
  });
});

describe("suggestions", () => {
  it.each([
    ["costum", "custom"],
    ["buidl", "build"],
    ["plattform", "platform"],
    ["x", null],
    ["kubernetes", null],
  ])("%s: %s", (name, expected) => {
    expect(nearestName(name, ["build", "custom", "platform"])).toBe(expected);
  });
});
