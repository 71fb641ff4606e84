import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { defaults } from "../../generated/defaults.ts";
import type { ServiceSpec } from "../../generated/spec-types.ts";
import { gitHostOf } from "../../model/git-host.ts";
import type { StatusHost } from "../../model/site.ts";
import type { Checked } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

/** The products whose plugins build a pull request again for a comment or a label. */
const OFFERED = { comment: ["github", "gitlab"], label: ["github"] } as const satisfies Readonly<
  Record<string, readonly StatusHost[]>
>;

/** A comment or label starts a build only of a multibranch job, and only with the plugins that read it. */
export const commentTriggers: Rule = ({ platform, services }) => {
  // The other products report that they have no such trigger.
  if (platform === null || (platform.spec.target ?? defaults.platform.target) !== "jenkins") return [];
  const { git, statuses } = platform.spec.site;
  const configured = git?.host ?? statuses?.host ?? null;
  return services.flatMap((service) =>
    (["comment", "label"] as const).flatMap((key) =>
      checkTrigger(service, key, gitHostOf(service.spec.git, configured)),
    ),
  );
};

function checkTrigger(
  { document, spec }: Checked<ServiceSpec>,
  key: keyof typeof OFFERED,
  host: StatusHost | null,
): Diagnostic[] {
  if (spec.triggers?.[key] === undefined) return [];
  const report = (message: string, hint: string) => [
    finding("SW391", document.keySpan(["triggers", key]), message, { hint }),
  ];
  if (spec.job !== "multibranch")
    return report(`a plain job builds no pull requests, so no ${key} starts one`, "set job: multibranch");
  const known: readonly StatusHost[] = OFFERED[key];
  if (host === null)
    return report(
      `Jenkins reads no ${key}s of an unknown git host`,
      `in the platform spec, add site: { git: { host: ${known[0]} } }`,
    );
  if (known.includes(host)) return [];
  return report(
    `the plugin of ${host} reads no ${key}s of pull requests; ${known.join(" and ")} can`,
    `remove ${key}, and build the pull request again in Jenkins`,
  );
}
