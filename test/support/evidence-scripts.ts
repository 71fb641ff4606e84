import { render } from "../../generator/render/index.ts";
import { planLibrary } from "../../generator/targets/jenkins/library.ts";
import { environment, model } from "./model.ts";

/** The generated scripts of a site that signs images and verifies them: `image/sign.sh`, `deploy/verify.sh`. */
export function evidenceScripts(): ReadonlyMap<string, string> {
  const standard = model({
    environments: [environment("prod", { requires: ["signature", "provenance", "sbom", "scan"] })],
  });
  const cosign = { key: "cosign-key", password: "cosign-password", publicKey: null };
  const trivy = { cache: null, database: null, keep: ["attach"] } as const;
  const syft = { format: "cyclonedx-json", keep: ["attach"] } as const;
  const tools = { ...standard.site.tools, cosign, syft, trivy };
  const files = render(planLibrary({ ...standard, site: { ...standard.site, tools } }));
  const scripts = files.filter(({ path }) => /\/resources\/.*\/(image|deploy)\//.test(path));
  return new Map(scripts.map(({ path, content }) => [path.replace(/^.*\/(?=(image|deploy)\/)/, ""), content]));
}
