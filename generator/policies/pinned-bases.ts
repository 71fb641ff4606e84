import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { finding } from "../diagnostics/finding.ts";
import { imageOf, stageOf } from "./dockerfile.ts";
import type { DockerfileText, Policy } from "./policy.ts";

/** Checks that Dockerfiles pin their images by digest. */
export const pinnedBases: Policy = {
  code: "SW451",
  slug: "dockerfiles/missing-digest",
  title: "Dockerfile uses an image without a digest",
  severity: "warning",
  explanation:
    "A tag can point to a different image tomorrow. The same commit then produces a different release. Pin the image by its digest.",
  decision: "Dockerfiles pin every image by its digest.",
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
    const hint = "add its digest (IMAGE:TAG@sha256:…), or set it as the stage's base";
    return [
      finding(
        "SW451",
        { at, length: image.length },
        `"${image}" has no digest, so it can be a different image tomorrow`,
        { hint },
      ),
    ];
  });
}
