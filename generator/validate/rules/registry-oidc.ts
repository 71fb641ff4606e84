import { finding } from "../../diagnostics/finding.ts";
import { show } from "../../diagnostics/wording.ts";
import { CLOUDS } from "../../model/registry-login.ts";
import type { Rule } from "./rule.ts";

/** A registry with a login by OIDC belongs to the provider, and is accessed over TLS. */
export const registryOidc: Rule = ({ platform }) => {
  if (platform === null) return [];
  const { document, spec } = platform;
  return Object.entries(spec.registries ?? {}).flatMap(([name, { host, insecure, githubOidc = {} }]) => {
    const provider = (["aws", "google", "azure"] as const).find((it) => githubOidc[it] !== undefined);
    if (provider === undefined) return [];
    const path = ["registries", name];
    const { pattern, form } = CLOUDS[provider];
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
