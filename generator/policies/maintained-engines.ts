import { finding } from "../diagnostics/finding.ts";
import { engineNamed } from "../engines/index.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Checks that the images of engines come from a maintained project. */
export const maintainedEngines: Policy = {
  code: "SW407",
  slug: "engines/archived",
  title: "Engine image is archived",
  severity: "warning",
  explanation:
    "The image's project is archived and gets no security fixes. Known vulnerabilities stay open in every build, with access to sources and credentials.",
  decision: "Tools that handle sources and credentials get security fixes.",
  check(model) {
    return model.engines.flatMap(({ name, settings }) =>
      (engineNamed(name)?.warnings(settings) ?? []).map(({ key, message, hint }) => {
        const text = String(settings[key] ?? "");
        return finding("SW407", placeOf(model, `engines/${name}/settings/${key}`, text), message, { hint });
      }),
    );
  },
};
