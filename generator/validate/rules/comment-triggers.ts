import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import type { ServiceSpec } from "../../generated/spec-types.ts";
import { isSsh } from "../../model/git-address.ts";
import { gitHostOf, suggestedHost } from "../../model/git-host.ts";
import type { StatusHost } from "../../model/site.ts";
import { type Checked, isForJenkins } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

/** The products whose plugins build a pull request again for a comment or a label. */
const OFFERED = { comment: ["github", "gitlab"], label: ["github"] } as const satisfies Readonly<
  Record<string, readonly StatusHost[]>
>;

/** A comment or label starts a build only of a multibranch job, and only with the plugins that read it. */
export const commentTriggers: Rule = ({ platform, services }) => {
  // The other products report that they have no such trigger.
  if (platform === null || !isForJenkins(platform.spec)) return [];
  const { git, statuses } = platform.spec.site;
  const configured = git?.host ?? statuses?.host ?? null;
  return services.flatMap((service) =>
    (["comment", "label"] as const).flatMap((key) =>
      checkTrigger(service, key, {
        product: gitHostOf(service.spec.git, configured) ?? suggestedHost(service.spec.git),
        isSet: gitHostOf(service.spec.git, configured) !== null,
        hasApiCredential: git?.credentials !== undefined,
        hasLogin: !isSsh(service.spec.git) && service.spec.credentials !== undefined,
      }),
    ),
  );
};

/** The git host of a service. */
interface Host {
  /** As set, or as its name suggests. */
  readonly product: StatusHost | null;
  readonly isSet: boolean;
  /** Whether the site has a credential for the API. */
  readonly hasApiCredential: boolean;
  /** Whether the service's credential is a user name and a password or token. */
  readonly hasLogin: boolean;
}

function checkTrigger(
  { document, spec }: Checked<ServiceSpec>,
  key: keyof typeof OFFERED,
  { product, isSet, hasApiCredential, hasLogin }: Host,
): Diagnostic[] {
  if (spec.triggers?.[key] === undefined) return [];
  const report = (message: string, hint: string) => [
    finding("SW391", document.keySpan(["triggers", key]), message, { hint }),
  ];
  if (spec.job !== "multibranch")
    return report(`a plain job builds no pull requests, so no ${key} starts one`, "set job: multibranch");
  const known: readonly StatusHost[] = OFFERED[key];
  if (product !== null && !known.includes(product))
    return report(
      `the plugin of ${product} reads no ${key}s of pull requests; ${known.join(" and ")} can`,
      `remove ${key}, and build the pull request again in Jenkins`,
    );
  if (!isSet)
    return report(
      `Jenkins reads no ${key}s of an unknown git host, only of ${known.join(" and ")}`,
      `in the platform spec, add site: { git: { host: ${product ?? known.join(" or ")} } }; for another product, remove ${key}`,
    );
  // The API of GitLab takes a token only. Its list of members requires one, also for a public project.
  if (product === null || hasApiCredential || (product !== "gitlab" && hasLogin)) return [];
  const kind = product === "gitlab" ? "a GitLab personal access token" : "a user name and a token";
  return report(
    `the plugin of ${product} asks the API which users may push, and the branch job has no credential for it: no ${key} starts a build`,
    `in the platform spec, add site: { git: { credentials: git-api } }, with the ID of ${kind}`,
  );
}
