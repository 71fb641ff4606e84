import { finding } from "../../diagnostics/finding.ts";
import { show } from "../../diagnostics/wording.ts";
import type { Rule } from "./rule.ts";

/** The registries of each provider. A host in the form of another provider would get the login of this one. */
const HOSTS = {
  aws: {
    pattern: /^[0-9]{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/,
    form: "ACCOUNT.dkr.ecr.REGION.amazonaws.com",
  },
  google: { pattern: /^[a-z0-9-]+-docker\.pkg\.dev$/, form: "LOCATION-docker.pkg.dev" },
  azure: { pattern: /^[a-z0-9-]+\.azurecr\.io$/, form: "NAME.azurecr.io" },
} as const;

/** A registry with a login by OIDC belongs to the provider, and is accessed over TLS. */
export const registryOidc: Rule = ({ platform }) => {
  if (platform === null) return [];
  const { document, spec } = platform;
  return Object.entries(spec.registries ?? {}).flatMap(([name, { host, insecure, githubOidc = {} }]) => {
    const provider = (["aws", "google", "azure"] as const).find((it) => githubOidc[it] !== undefined);
    if (provider === undefined) return [];
    const path = ["registries", name];
    const { pattern, form } = HOSTS[provider];
    const other = `the host ${show(host)} is no registry of the provider ${provider}`;
    return [
      ...(pattern.test(host)
        ? []
        : [finding("SW390", document.valueSpan([...path, "host"]), other, { hint: `write ${form}` })]),
      ...(insecure === true
        ? [
            finding("SW390", document.valueSpan([...path, "insecure"]), "a login by OIDC needs TLS", {
              hint: "remove insecure",
            }),
          ]
        : []),
    ];
  });
};
