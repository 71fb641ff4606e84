import { finding } from "../../diagnostics/finding.ts";
import { show } from "../../diagnostics/wording.ts";
import type { Rule } from "./rule.ts";

/** The registries of each provider. A host in the form of another provider would get the login of this one. */
const HOSTS = {
  aws: {
    pattern: /^[0-9]{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/,
    form: "ACCOUNT.dkr.ecr.REGION.amazonaws.com, and .cn after it for China",
  },
  google: { pattern: /^[a-z0-9-]+-docker\.pkg\.dev$/, form: "LOCATION-docker.pkg.dev" },
  azure: { pattern: /^[a-z0-9-]+\.azurecr\.io$/, form: "NAME.azurecr.io" },
} as const;

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
    const { pattern, form } = HOSTS[provider];
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
