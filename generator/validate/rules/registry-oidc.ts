import { finding } from "../../diagnostics/finding.ts";
import { show } from "../../diagnostics/wording.ts";
import { CLOUDS } from "../../model/registry-login.ts";
import type { Rule } from "./rule.ts";

/** The partitions of Amazon, by the end of their hosts. A partition does not know the roles of another one. */
const PARTITIONS = {
  aws: /\.(?!cn-)[a-z]{2}-[a-z]+-[0-9]+\.amazonaws\.com$/,
  "aws-cn": /\.cn-[a-z]+-[0-9]+\.amazonaws\.com\.cn$/,
  "aws-us-gov": /\.us-gov-[a-z]+-[0-9]+\.amazonaws\.com$/,
} as const;

/** A registry with a login by OIDC belongs to the provider, and is accessed over TLS. */
export const registryOidc: Rule = ({ platform }) => {
  if (platform === null) return [];
  const { document, spec } = platform;
  return Object.entries(spec.registries ?? {}).flatMap(([name, { host, insecure, githubOidc = {} }]) => {
    const provider = (["aws", "google", "azure"] as const).find((it) => githubOidc[it] !== undefined);
    if (provider === undefined) return [];
    const report = (keys: readonly string[], message: string, hint: string) =>
      finding("SW390", document.valueSpan(["registries", name, ...keys]), message, { hint });
    const { pattern, form } = CLOUDS[provider];
    const partition = partitionOf(host);
    const tls = insecure === true ? [report(["insecure"], "a login by OIDC needs TLS", "remove insecure")] : [];
    if (!pattern.test(host) || (provider === "aws" && partition === undefined))
      return [
        report(["host"], `the host ${show(host)} is no registry of the provider ${provider}`, `write ${form}`),
        ...tls,
      ];
    const role = githubOidc.aws?.role;
    if (role === undefined || role.startsWith(`arn:${partition}:`)) return tls;
    const other = `the registry is in the partition ${partition} of Amazon, and the role ${show(role)} is not`;
    return [report(["githubOidc", "aws", "role"], other, `use a role that begins with arn:${partition}:`), ...tls];
  });
};

function partitionOf(host: string): string | undefined {
  return Object.entries(PARTITIONS).find(([, pattern]) => pattern.test(host))?.[0];
}
