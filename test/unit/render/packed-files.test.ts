import { describe, expect, it } from "vitest";
import { packFiles } from "../../../generator/render/packed-files.ts";

const file = { executable: false, shard: "site" };

describe("packed files", () => {
  const texts = ["", "plain\n", "é 😀\n", "\u2028", "x".repeat(20_000), "", `${"é".repeat(9000)}end\n`, "last"];
  const files = texts.map((content, index) => ({
    path: `file-${index}`,
    content,
    executable: index % 2 === 0,
    shard: `team/${index}`,
  }));

  it("have the contents and facts of the files", () => {
    const packed = packFiles(files);
    expect(packed.map(({ path, content, executable, shard }) => ({ path, content, executable, shard }))).toEqual(files);
  });

  it("have their own bytes if a text ends with half a character, and the next one begins with the other half", () => {
    const halves = ["\ud83d", "\ude00"].map((content, index) => ({ ...file, path: `${index}`, content }));
    const bytes = packFiles(halves).map(({ content }) => Buffer.from(content));
    expect(bytes).toEqual(halves.map(({ content }) => Buffer.from(content)));
  });

  it("can be none", () => {
    expect(packFiles([])).toEqual([]);
  });
});
