import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { show } from "../../diagnostics/wording.ts";
import type { ServiceSpec } from "../../generated/spec-types.ts";
import type { SpecDocument } from "../../parse/document.ts";
import { cover, kindOf, meet, patternOf } from "../../spec/branch-rule.ts";
import type { BranchRule, Checked } from "../../spec/specs.ts";
import { canContainVersion } from "../../spec/version-file.ts";
import type { Rule } from "./rule.ts";

/** {project} has a file with the version, such a file has a {project}, and each rule's version is that of some commit. */
export const versions: Rule = ({ services }) =>
  services.flatMap((service) => [...checkFile(service), ...checkRules(service)]);

function checkFile({ document, spec }: Checked<ServiceSpec>): Diagnostic[] {
  const rule = (spec.branches ?? []).findIndex(({ version }) => version?.includes("{project}"));
  const inService = spec.version?.includes("{project}") === true;
  if ((inService || rule >= 0) && spec.versionFile === undefined) {
    const hint = "add versionFile: pom.xml, or the file with the version";
    const message = "{project} is the version in versionFile, which is not set";
    const path = inService ? ["version"] : ["branches", rule, "version"];
    return [finding("SW373", document.valueSpan(path), message, { hint })];
  }
  if (inService || rule >= 0) return checkForm(document, spec.versionFile);
  if (spec.versionFile === undefined || document.find(["versionFile"])?.inherited !== undefined) return [];
  const hint = "write {project} in version, or remove versionFile";
  return [
    finding("SW373", document.keySpan(["versionFile"]), "versionFile has no effect: version has no {project}", {
      hint,
    }),
  ];
}

function checkForm(document: SpecDocument, path = ""): Diagnostic[] {
  if (canContainVersion(path)) return [];
  const message = `the version cannot be read from ${show(path)}`;
  const hint = "write a file VERSION with the version alone, or use {describe} in version instead of {project}";
  return [finding("SW373", document.valueSpan(["versionFile"]), message, { hint })];
}

function checkRules({ document, spec }: Checked<ServiceSpec>): Diagnostic[] {
  const rules = spec.branches ?? [];
  return rules.flatMap((rule, index) => {
    // A rule without a pattern is another error.
    if (rule.version === undefined || kindOf(rule) === undefined) return [];
    const span = document.valueSpan(["branches", index, "version"]);
    const before = rules.slice(0, index).filter((it) => meet(it, rule));
    // Two rules with one pattern are another error.
    const isRepeated = before.some((it) => patternOf(it) === patternOf(rule));
    if (!isRepeated && cover(before, rule)) {
      const one = before.find((it) => cover([it], rule));
      const first = one === undefined ? `rules of ${listed(before)} come` : `rule of ${commitsOf(one)} comes`;
      const message = `version has no effect: the ${first} first and ${one === undefined ? "match" : "matches"} all commits of ${commitsOf(rule)}`;
      return [finding("SW380", span, message, { hint: "the first rule that matches decides: move this rule up" })];
    }
    if (!rule.version.includes("{tag}") || rule.tag !== undefined) return [];
    return [finding("SW365", span, `{tag} is empty for ${commitsOf(rule)}`, { hint: "use {branch} or {describe}" })];
  });
}

function listed(rules: readonly BranchRule[]): string {
  return rules.map(commitsOf).join(", ");
}

function commitsOf(rule: BranchRule): string {
  return kindOf(rule) === "pullRequest" ? "pull requests" : `${kindOf(rule)} ${show(patternOf(rule))}`;
}
