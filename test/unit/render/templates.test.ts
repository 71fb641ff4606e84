import { describe, expect, it } from "vitest";
import { render } from "../../../generator/render/index.ts";
import { sortFiles } from "../../../generator/render/sort-files.ts";
// @ts-expect-error a script without types
import { generate } from "../../../scripts/generate-templates.mjs";
import { model, service } from "../../support/model.ts";
import { planned } from "../jenkins/files.ts";

describe("generate-templates", () => {
  it("writes nothing if nothing changed", async () => {
    await generate();
    expect(await generate()).toBe(false);
  });
});

describe("the rendered text", () => {
  const m = model({ services: [service("shop"), service("web", { topology: "combined" })] });
  const files = sortFiles(render(planned(m)));

  it("is the same for the same model", () => {
    expect(sortFiles(render(planned(structuredClone(m))))).toEqual(files);
  });

  it("is sorted, ends with one newline, and has no trailing spaces", () => {
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual([...paths].sort());
    for (const { path, content } of files) {
      expect(content, path).toMatch(/[^\n]\n$/);
      expect(content, path).not.toMatch(/[ \t]$|\t|\r/m);
    }
  });
});
