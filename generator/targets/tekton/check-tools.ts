import type { Model } from "../../model/model.ts";
import { differs, type Lack, lacks, when } from "./lack.ts";

/** What the tools of image stages cannot have: each run has a new pod, and nothing keeps its files. */
export function checkTools({ site, services }: Model): Lack[] {
  const { syft, trivy } = site.tools;
  const images = services.flatMap(({ stages }) => stages.filter((stage) => stage.kind === "image"));
  const lists = syft !== null && images.some(({ sbom }) => sbom);
  const scans = trivy !== null && images.some(({ scan }) => scan !== null);
  return [
    ...when(lists && !syft.keep.includes("attach"), () => lostReport("syft", "the SBOM")),
    ...when(scans && !trivy.keep.includes("attach"), () => lostReport("trivy", "the report of the scan")),
    ...when(scans && trivy.cache !== null, () =>
      lacks(
        "site/tools/trivy/cache",
        `no pod has the folder ${trivy?.cache} with the vulnerability database`,
        "remove cache, and set database",
      ),
    ),
  ];
}

function lostReport(tool: string, report: string): Lack {
  return differs(
    [`site/tools/${tool}/keep`, `site/tools/${tool}`],
    `nothing archives ${report}: it ends with its pod`,
    "set keep: [attach], which signs it and attaches it to the image",
  );
}
