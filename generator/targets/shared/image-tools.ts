import type { Model } from "../../model/model.ts";

/** A tool that image stages can run after the push: a script in the library's `image/`, and its variables. */
export interface ImageTool {
  /** The parameter of `buildImage` that enables it. */
  readonly name: "scan" | "sbom" | "sign" | "provenance";
  /** Its label in the log. */
  readonly label: string;
  /** Its report, archived with the build; empty for none. */
  readonly report: string;
  /** Whether it gets the signing key. */
  readonly signs: boolean;
  readonly environment: Readonly<Record<string, string>>;
}

/** The tools that the site configures. */
export function imageTools({ site: { tools } }: Model): ImageTool[] {
  const { syft, cosign, trivy } = tools;
  return [
    ...(trivy === null ? [] : [scan(trivy)]),
    ...(syft === null ? [] : [sbom(syft)]),
    ...(cosign === null
      ? []
      : [
          { name: "sign", label: "Sign the image", report: "", signs: true, environment: {} } as const,
          { name: "provenance", label: "Attach the provenance", report: "", signs: true, environment: {} } as const,
        ]),
  ];
}

function scan({ cache, database, keep }: NonNullable<Model["site"]["tools"]["trivy"]>): ImageTool {
  const attach = keep.includes("attach");
  return {
    name: "scan",
    label: "Scan the image",
    report: keep.includes("archive") ? "scan.json" : "",
    signs: attach,
    environment: { TRIVY_CACHE: cache ?? "", TRIVY_DATABASE: database ?? "", SCAN_ATTACH: String(attach) },
  };
}

function sbom({ format, keep }: NonNullable<Model["site"]["tools"]["syft"]>): ImageTool {
  const attach = keep.includes("attach");
  return {
    name: "sbom",
    label: "Create the SBOM",
    report: keep.includes("archive") ? "sbom.json" : "",
    signs: attach,
    environment: { SBOM_FORMAT: format, SBOM_ATTACH: String(attach) },
  };
}
