import { finding } from "../../diagnostics/finding.ts";
import type { SpecPath } from "../../parse/document.ts";
import type { Rule } from "./rule.ts";

/** {describe} is the last tag, which a shallow clone does not have. */
export const describedTags: Rule = ({ services }) =>
  services.flatMap(({ document, spec }) => {
    const depth = spec.checkout?.depth;
    if (depth === undefined) return [];
    const patterns: [SpecPath, string | undefined][] = [
      [["version"], spec.version],
      ...(spec.branches ?? []).map((rule, index): [SpecPath, string | undefined] => [
        ["branches", index, "version"],
        rule.version,
      ]),
    ];
    return patterns.flatMap(([path, version]) => {
      if (version?.includes("{describe}") !== true) return [];
      const message = `{describe} is the last git tag, which a checkout of ${depth} commits can lack`;
      const hint = "remove checkout.depth, or use {project} or {build} in the version";
      return [finding("SW396", document.valueSpan(path), message, { hint })];
    });
  });
