import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { engineDefaults } from "../../generated/defaults.ts";
import type { Rule } from "./rule.ts";

/** A bound on memory that an engine ignores would be a promise nobody keeps. */
export const engineSettings: Rule = ({ platform }) => {
  const { docker, buildah } = platform?.spec.engines ?? {};
  const found: Diagnostic[] = [];
  const at = (engine: string) => platform?.document.keySpan(["engines", engine, "memory"]);
  const dockerSpan = docker?.memory === undefined ? undefined : at("docker");
  if (dockerSpan && (docker?.buildkit ?? engineDefaults.docker?.buildkit) !== false) {
    found.push(
      finding("SW306", dockerSpan, "BuildKit ignores a bound on memory", {
        hint: "bound the agent's memory, or set buildkit: false",
      }),
    );
  }
  const buildahSpan = buildah?.memory === undefined ? undefined : at("buildah");
  if (buildahSpan && (buildah?.isolation ?? engineDefaults.buildah?.isolation) === "chroot") {
    found.push(
      finding("SW306", buildahSpan, "chroot isolation ignores a bound on memory", {
        hint: "bound the agent's memory, or set isolation: oci",
      }),
    );
  }
  return found;
};
