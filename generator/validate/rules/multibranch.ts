import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { defaults } from "../../generated/defaults.ts";
import type { PlatformSpec, ServiceSpec } from "../../generated/spec-types.ts";
import { repositoryKey } from "../../model/git-address.ts";
import { gitHostOf, suggestedHost } from "../../model/git-host.ts";
import { type Checked, isForJenkins } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

/** Branch jobs of one repository read different Jenkinsfiles, and rules for pull requests need a job that finds them. */
export const multibranch: Rule = ({ platform, services }) => {
  const owners = new Map<string, string>();
  return services.flatMap((service) => [
    ...checkPath(service),
    ...checkCollision(service, owners),
    ...checkPullRequests(platform, service),
  ]);
};

function checkPath({ document, spec }: Checked<ServiceSpec>): Diagnostic[] {
  if (spec.jenkinsfile === undefined || spec.job === "multibranch") return [];
  const message = '"jenkinsfile" requires job: multibranch; other jobs read their generated Jenkinsfile where it is';
  return [finding("SW367", document.keySpan(["jenkinsfile"]), message, { hint: "remove it, or set job: multibranch" })];
}

function checkCollision({ document, spec }: Checked<ServiceSpec>, owners: Map<string, string>): Diagnostic[] {
  if (spec.job !== "multibranch") return [];
  const path = spec.jenkinsfile ?? defaults.service.jenkinsfile;
  const key = `${repositoryKey(spec.git)} ${path}`;
  const first = owners.get(key);
  if (first === undefined) {
    owners.set(key, spec.service);
    return [];
  }
  const span = spec.jenkinsfile === undefined ? document.keySpan(["job"]) : document.valueSpan(["jenkinsfile"]);
  const message = `the branch jobs of services "${first}" and "${spec.service}" both read ${path} in one repository`;
  return [finding("SW367", span, message, { hint: `add jenkinsfile: ${spec.service}/Jenkinsfile` })];
}

function checkPullRequests(
  platform: Checked<PlatformSpec> | null,
  { document, spec }: Checked<ServiceSpec>,
): Diagnostic[] {
  const index = (spec.branches ?? []).findIndex(({ pullRequest }) => pullRequest === true);
  if (platform === null || index < 0) return [];
  const report = (reason: string, hint: string) => [
    finding("SW368", document.keySpan(["branches", index, "pullRequest"]), `no pull request is built: ${reason}`, {
      hint,
    }),
  ];
  if (spec.job !== "multibranch") {
    const last = spec.stages.find(({ id }) => id === spec.branches?.[index]?.through);
    // SW309 reports rules through other stages, and the other products have no such jobs.
    if (last?.kind !== "source" || !isForJenkins(platform.spec)) return [];
    return report(
      "a plain job builds one branch, and other revisions only for a user",
      "set job: multibranch, or remove the rule",
    );
  }
  const { git, statuses } = platform.spec.site;
  if (gitHostOf(spec.git, git?.host ?? statuses?.host ?? null) !== null) return [];
  return report(
    "Jenkins finds pull requests only on a known git host",
    `in the platform spec, add site: { git: { host: ${suggestedHost(spec.git) ?? "gitlab"} } }; one of github, gitlab, gitea, bitbucket`,
  );
}
