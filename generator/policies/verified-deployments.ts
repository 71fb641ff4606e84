import { finding } from "../diagnostics/finding.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Checks that deployments to a protected environment verify the images that the site can sign. */
export const verifiedDeployments: Policy = {
  code: "SW478",
  slug: "environments/unverified-images",
  title: "Protected environment verifies no image",
  severity: "warning",
  explanation:
    "The site signs images, but a deployment to the protected environment checks no signature. Anyone who can write to the registry and to the records of the image job could deploy another image. With `requires`, the deploy stage verifies what the site's key signed.",
  decision: "Deployments to protected environments verify the images.",
  check(model) {
    if (model.site.tools.cosign === null) return [];
    return model.environments
      .filter((it) => it.protected && it.requires.length === 0)
      .map(({ name }) => {
        const span = placeOf(model, `environments/${name}/protected`, "true");
        const message = `the protected environment "${name}" requires nothing of its images, although the site can sign them`;
        return finding("SW478", span, message, { hint: "add requires: [signature, provenance]" });
      });
  },
};
