import { existsSync } from "node:fs";
import { join } from "node:path";
import { entriesIn, readerOf } from "./detect-tool.ts";

const LIBRARY = "ci-steps";

/** Larger files are no Jenkinsfiles that people write. */
const LARGEST = 500_000;

/**
 * A name for the generated library that no Jenkinsfile of these folders contains: Jenkins has one library of each name, so the
 * generated one would replace the one that they load.
 */
export function libraryName(folder: string, folders: readonly string[], repository: string): string {
  const texts = [".", ...folders].flatMap((it) => jenkinsfilesIn(join(folder, it)));
  const isTaken = (name: string) => texts.some((text) => text.includes(`'${name}`) || text.includes(`"${name}`));
  const own = `${repository}-${LIBRARY}`;
  const candidates = [LIBRARY, own, ...Array.from({ length: 9 }, (_, index) => `${own}-${index + 2}`)];
  return candidates.find((it) => !isTaken(it)) ?? `${own}-new`;
}

function jenkinsfilesIn(folder: string): string[] {
  const read = readerOf(folder);
  const names = namesIn(folder).filter((name) => /jenkinsfile/i.test(name));
  return names.map((name) => read(name) ?? "").filter((text) => text.length <= LARGEST);
}

/** A folder for the specs of services: `services`, or another one if it has YAML files that are no specs. */
export function specsFolder(folder: string): string {
  const hasOthers = (name: string) => {
    const read = readerOf(join(folder, name));
    const files = namesIn(join(folder, name)).filter((it) => it.endsWith(".yaml"));
    return files.some((it) => !/^service:/m.test(read(it) ?? "") || !/^stages:/m.test(read(it) ?? ""));
  };
  // Only a folder has the path `services/.`: files and links that lead nowhere do not.
  const taken = namesIn(folder).filter((name) => !existsSync(`${join(folder, name)}/.`));
  const isFree = (name: string) => !taken.includes(name) && !hasOthers(name);
  return ["services", "pipelines", "service-specs"].find(isFree) ?? "stagewright-specs";
}

/** Another folder for the generated files than the default `out`, if git ignores a file in that; null otherwise. */
export function outputFolder(folder: string, ignores: (path: string) => boolean): string | null {
  if (!ignores("out/PIPELINES.md")) return null;
  const isFree = (name: string) => !ignores(`${name}/PIPELINES.md`) && namesIn(join(folder, name)).length === 0;
  return ["generated", "generated-pipelines"].find(isFree) ?? null;
}

function namesIn(folder: string): string[] {
  return entriesIn(folder)
    .map(({ name }) => name)
    .sort();
}
