import { finding } from "../diagnostics/finding.ts";
import { engineNamed } from "../engines/index.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Warns if builds connect to a remote daemon without certificates. */
export const openDaemons: Policy = {
  code: "SW464",
  slug: "engines/open-daemon",
  title: "Remote daemon accepts anyone",
  severity: "warning",
  explanation:
    "Anyone who reaches the port of a daemon without client certificates can run commands on its machine, and change the layers that other builds take from its cache. The connection is not encrypted: the network can read sources, build secrets and logins.",
  decision: "Only the site's builds can use its daemons.",
  check: (model) =>
    model.engines.flatMap(({ name, settings }) => {
      const open = engineNamed(name)?.openDaemon?.(settings) ?? null;
      if (open === null) return [];
      const span = placeOf(model, `engines/${name}/settings/${open.key}`, String(settings[open.key]));
      return [finding("SW464", span, open.message, { hint: open.hint })];
    }),
};
