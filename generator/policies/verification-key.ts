import { finding } from "../diagnostics/finding.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Checks that a site whose environments verify images has the public key. */
export const verificationKey: Policy = {
  code: "SW477",
  slug: "environments/missing-public-key",
  title: "Public key for the verification is missing",
  severity: "error",
  fixed: true,
  explanation:
    "The deploy stage verifies images with the public key in the platform spec. A public key is no secret: the owners of the pipelines repository review a change of it.",
  decision: "Deployments verify images with the key of the site.",
  check(model) {
    if (model.site.tools.cosign?.publicKey) return [];
    return model.environments
      .filter(({ requires }) => requires.length > 0)
      .map(({ name, requires }) => {
        const span = placeOf(model, `environments/${name}/requires`);
        const message = `the environment "${name}" requires ${requires.join(", ")}, but site.tools.cosign.publicKey is missing`;
        return finding("SW477", span, message, { hint: "add site.tools.cosign.publicKey with the text of cosign.pub" });
      });
  },
};
