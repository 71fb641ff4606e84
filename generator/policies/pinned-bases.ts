import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { finding } from "../diagnostics/finding.ts";
import { imageOf, stageOf } from "./dockerfile.ts";
import type { DockerfileText, Policy } from "./policy.ts";

/** What a Dockerfile takes from a registry is named by its digest. */
export const pinnedBases: Policy = {
  code: "SW451",
  title: "Dockerfiles name digests",
  decision: "What an image is made from is named by its digest.",
  consequence: "A tag is another image tomorrow: the same commit makes another release, and nobody can tell what runs.",
  check: (_model, dockerfiles) => dockerfiles.flatMap(checkDockerfile),
};

function checkDockerfile({ path, text }: DockerfileText): Diagnostic[] {
  const stages = new Set(["scratch"]);
  return text.split(/\r?\n/).flatMap((line, index) => {
    const image = imageOf(line, stages);
    const name = stageOf(line);
    if (name !== null) stages.add(name);
    if (image === null || image.includes("@sha256:")) return [];
    const at = { file: path, line: index + 1, column: line.indexOf(image) + 1 };
    const hint = "add its digest, IMAGE:TAG@sha256:…, or hand it over as the stage's base";
    return [finding("SW451", { at, length: image.length }, `"${image}" may be another image tomorrow`, { hint })];
  });
}
