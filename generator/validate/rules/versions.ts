import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import type { PlatformSpec, ServiceSpec } from "../../generated/spec-types.ts";
import type { SpecPath } from "../../parse/document.ts";
import { reachOf } from "../../spec/reach.ts";
import type { Checked } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

/** {project} has a file, and {tag} is not in a pattern that builds of branches use, where it is empty. */
export const versions: Rule = ({ platform, services }) =>
  services.flatMap((service) => [
    ...checkFile(service),
    ...(platform === null ? [] : checkTags(platform.spec, service)),
  ]);

function checkFile({ document, spec }: Checked<ServiceSpec>): Diagnostic[] {
  const uses = (spec.version ?? "").includes("{project}");
  if (uses && spec.versionFile === undefined) {
    const hint = "add versionFile: pom.xml, or the file with the version";
    const message = "{project} is the version in versionFile, which is not set";
    return [finding("SW365", document.valueSpan(["version"]), message, { hint })];
  }
  if (uses || spec.versionFile === undefined || document.find(["versionFile"])?.inherited !== undefined) return [];
  const hint = "write {project} in version, or remove versionFile";
  return [
    finding("SW365", document.keySpan(["versionFile"]), "versionFile has no effect: version has no {project}", {
      hint,
    }),
  ];
}

function checkTags(platform: PlatformSpec, { document, spec }: Checked<ServiceSpec>): Diagnostic[] {
  const report = (pattern: string | undefined, path: SpecPath, branches: string, hint: string): Diagnostic[] => {
    if (!pattern?.includes("{tag}")) return [];
    const message = `{tag} is empty in builds of branches, and ${branches}`;
    return [finding("SW366", document.valueSpan(path), message, { hint })];
  };
  const describe = "use {describe}: the tag, or for other commits the last tag and the commit";
  const source = spec.stages.find(({ kind }) => kind === "source")?.id ?? "";
  return [
    ...report(spec.version, ["version"], `every branch reaches stage "${source}"`, describe),
    ...spec.stages.flatMap((stage, index) => {
      if (stage.kind !== "image") return [];
      const [branch] = reachOf(platform, spec, stage).branches;
      if (branch === undefined) return [];
      const hint = `use {version}, or add a rule to branches so that branch ${branch} ends before this stage`;
      return (["tags", "movingTags"] as const).flatMap((key) =>
        (stage[key] ?? []).flatMap((tag, place) =>
          report(tag, ["stages", index, key, place], `branch ${branch} reaches stage "${stage.id}"`, hint),
        ),
      );
    }),
  ];
}
