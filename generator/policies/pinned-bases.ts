import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { finding } from "../diagnostics/finding.ts";
import type { Model } from "../model/model.ts";
import { fetchedBy } from "./dockerfile.ts";
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
  check: (model, dockerfiles) => dockerfiles.flatMap((it) => checkDockerfile(model, it)),
};

function checkDockerfile(model: Model, dockerfile: DockerfileText): Diagnostic[] {
  return fetchedBy(model, dockerfile)
    .filter((it) => it.kind === "image" && !it.text.includes("@sha256:"))
    .map(({ text: image, written, line, column }) => {
      const span = { at: { file: dockerfile.path, line, column }, length: written.length };
      const message = `"${image}" has no digest, so it can be a different image tomorrow`;
      return finding("SW451", span, message, {
        hint: "add its digest (IMAGE:TAG@sha256:…), or set it as the stage's base",
      });
    });
}
