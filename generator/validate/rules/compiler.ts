import satisfies from "semver/functions/satisfies.js";
import validRange from "semver/ranges/valid.js";
import { finding } from "../../diagnostics/finding.ts";
import { show } from "../../diagnostics/wording.ts";
import { version } from "../../generated/version.ts";
import type { Rule } from "./rule.ts";

/** The key `stagewright` is a version range that includes this version. */
export const compilerRange: Rule = ({ platform }) => {
  if (platform === null) return [];
  const { stagewright: range } = platform.spec;
  const span = platform.document.valueSpan(["stagewright"]);
  if (isInTildeRange(range)) return [];
  if (validRange(range) === null) {
    return [finding("SW205", span, `${show(range)} is not a version range`, { hint: "for example ~0.1" })];
  }
  if (satisfies(version, range, { includePrerelease: true })) return [];
  const hint = "install a version in that range, or change the key";
  return [finding("SW301", span, `this is stagewright ${version}; the spec requires ${range}`, { hint })];
};

/** Whether a range such as `~1.4` or `~1.4.2` includes this version. Loading semver for it would cost a tenth of the start. */
function isInTildeRange(range: string): boolean {
  const wanted = range.match(/^~(0|[1-9]\d*)\.(0|[1-9]\d*)(?:\.(0|[1-9]\d*))?$/);
  const own = version.match(/^(\d+)\.(\d+)\.(\d+)$/);
  if (wanted === null || own === null) return false;
  return own[1] === wanted[1] && own[2] === wanted[2] && Number(own[3]) >= Number(wanted[3] ?? 0);
}
