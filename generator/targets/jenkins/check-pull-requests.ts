import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { didYouMean, oneOf } from "../../diagnostics/suggest.ts";
import { show } from "../../diagnostics/wording.ts";
import type { Model } from "../../model/model.ts";
import { configurationFiles } from "../shared/build-settings.ts";
import { keyPlace } from "../spec-place.ts";

/** A credential for pull requests is one that source and custom stages use. Others, such as those that push, are never opened. */
export function checkPullRequests(model: Model): Diagnostic[] {
  const { credentials } = model.site.pullRequests;
  if (credentials.length === 0) return [];
  const secrets = model.services.flatMap(({ stages }) =>
    stages.flatMap((stage) => (stage.kind === "source" || stage.kind === "custom" ? stage.secrets : [])),
  );
  const files = Object.values(configurationFiles(model)).flatMap((byVariable) => Object.values(byVariable));
  const known = [...new Set([...files.flatMap((id) => id ?? []), ...secrets.map(({ id }) => id)])].sort();
  const place = keyPlace(model, ["site/pullRequests/credentials"]);
  return credentials
    .filter((id) => !known.includes(id))
    .map((id) => {
      const message = `${show(id)} is not a credential of a build: pull requests get secrets of source and custom stages, and files of site.tools; ${oneOf(known)}`;
      const hint = didYouMean(id, known) ?? "use one of them, or remove it";
      return finding("SW302", place, message, { hint });
    });
}
