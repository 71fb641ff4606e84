import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { nodeFileSystem } from "../../../generator/write/index.ts";
import { file, generate, snapshot, temporaryFolder } from "./support.ts";

/** More changes than a part of the journal describes, with texts that are longer than a part. */
const files = (round: number) =>
  Array.from({ length: 2500 }, (_, index) =>
    file(`gitops/${index % 50}/${index}`, `${index} in ${round}\n`.repeat(50)),
  );

it("a killed run with many changes is completed by the next run", { timeout: 120_000 }, () => {
  const [out, whole] = [temporaryFolder(), temporaryFolder()];
  generate(out, files(1));
  const renameSync: typeof nodeFileSystem.renameSync = (from, to) => {
    if (String(to).endsWith("/7")) throw new Error("killed");
    nodeFileSystem.renameSync(from, to);
  };
  const unlinkSync: typeof nodeFileSystem.unlinkSync = (path) => {
    if (/(journal|staged)$/.test(String(path)) && existsSync(path)) throw new Error("killed");
    nodeFileSystem.unlinkSync(path);
  };
  expect(() => generate(out, files(2), false, { ...nodeFileSystem, renameSync, unlinkSync })).toThrow("killed");
  expect(existsSync(join(out, ".stagewright/journal"))).toBe(true);
  generate(out, files(2));
  generate(whole, files(2));
  expect(snapshot(out)).toEqual(snapshot(whole));
});
