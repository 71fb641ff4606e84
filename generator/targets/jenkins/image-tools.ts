import type { Model } from "../../model/model.ts";

/** A tool that image stages may ask for after the push: a script below the library's `image/`, and what it is told. */
export interface ImageTool {
  /** The parameter of `buildImage` that asks for it. */
  readonly name: "scan" | "sbom" | "sign";
  /** What the log calls it. */
  readonly label: string;
  /** File that it leaves, kept with the build; empty for none. */
  readonly report: string;
  /** Whether it is given the signing key. */
  readonly signs: boolean;
  readonly environment: Readonly<Record<string, string>>;
}

/** The tools that this site has. */
export function imageTools({ site: { tools } }: Model): ImageTool[] {
  const { syft, cosign, trivy } = tools;
  return [
    ...(trivy === null ? [] : [scan(trivy)]),
    ...(syft === null ? [] : [sbom(syft)]),
    ...(cosign === null
      ? []
      : [{ name: "sign", label: "Sign the image", report: "", signs: true, environment: {} } as const]),
  ];
}

function scan({ cache, database }: NonNullable<Model["site"]["tools"]["trivy"]>): ImageTool {
  return {
    name: "scan",
    label: "Look for known vulnerabilities",
    report: "scan.json",
    signs: false,
    environment: { TRIVY_CACHE: cache ?? "", TRIVY_DATABASE: database ?? "" },
  };
}

function sbom({ format, keep }: NonNullable<Model["site"]["tools"]["syft"]>): ImageTool {
  const attach = keep.includes("attach");
  return {
    name: "sbom",
    label: "List what the image holds",
    report: keep.includes("archive") ? "sbom.json" : "",
    signs: attach,
    environment: { SBOM_FORMAT: format, SBOM_ATTACH: String(attach) },
  };
}
