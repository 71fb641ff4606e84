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
      asTexts(files).map(({ path, text }) => ({ path: `${name.replaceAll(/\W+/g, "-")}/${path}`, text })),
    );
    expect(await lintGroovy(files)).toEqual([]);
  });
});
