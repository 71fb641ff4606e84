import { expect, test } from "vitest";
import { lintGroovy } from "../support/codenarc.ts";
import { asTexts, compileEmitted } from "../support/emitted.ts";
import { describeWith } from "../support/requires.ts";

describeWith(["java", "mvn"], "CodeNarc", () => {
  test("finds what it looks for", async () => {
    const text = "def call(Map given) {\n    if (given.more) return 1;\n}\n";
    const findings = await lintGroovy([{ path: "library/vars/ugly.groovy", text }]);
    expect(findings.map((line) => line.split(" ")[1])).toContain("UnnecessarySemicolon");
  });

  test("finds nothing in what is emitted", async () => {
    const files = compileEmitted().flatMap(({ name, files }) =>
      asTexts(files).map((file) => ({ ...file, name: name.replaceAll(/\W+/g, "-") })),
    );
    // A spec's shapes share most of their library: what was looked at is not looked at again.
    const once = new Map(files.map((file) => [`${file.path}\n${file.text}`, file]));
    const trees = [...once.values()].map(({ name, path, text }) => ({ path: `${name}/${path}`, text }));
    expect(await lintGroovy(trees)).toEqual([]);
  });
});
