import { expect, test } from "vitest";
import { lintGroovy } from "../support/codenarc.ts";
import { asTexts, compileTrees } from "../support/generated-files.ts";
import { describeWith } from "../support/requires.ts";

describeWith(["java", "mvn"], "CodeNarc", () => {
  test("reports planted problems", async () => {
    const text = "def call(Map given) {\n    if (given.more) return 1;\n}\n";
    const findings = await lintGroovy([{ path: "library/vars/ugly.groovy", text }]);
    expect(findings.map((line) => line.split(" ")[1])).toContain("UnnecessarySemicolon");
  });

  test("reports nothing in generated files", async () => {
    const files = compileTrees().flatMap(({ name, files }) =>
      asTexts(files).map((file) => ({ ...file, name: name.replaceAll(/\W+/g, "-") })),
    );
    // Shapes of a spec share most of the library: skip files that were already checked.
    const once = new Map(files.map((file) => [`${file.path}\n${file.text}`, file]));
    const trees = [...once.values()].map(({ name, path, text }) => ({ path: `${name}/${path}`, text }));
    expect(await lintGroovy(trees)).toEqual([]);
  });
});
