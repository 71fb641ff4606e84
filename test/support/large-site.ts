import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CompileInput, compile } from "../../generator/compile.ts";
import type { Model } from "../../generator/model/model.ts";
import type { GeneratedFile } from "../../generator/render/file.ts";
import { writeLargeSite } from "../../scripts/bench/large-site.mjs";

/** The specs of a site with many services of several teams. */
export function largeSpecs(services: number): CompileInput {
  const folder = mkdtempSync(join(tmpdir(), "large-site-"));
  try {
    const spec = writeLargeSite(folder, services);
    const paths = readdirSync(join(folder, "services")).sort();
    return {
      platform: { path: "stagewright.yaml", text: readFileSync(spec, "utf8") },
      services: paths.map((name) => ({
        path: `services/${name}`,
        text: readFileSync(join(folder, "services", name), "utf8"),
      })),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The files and the model of a site with many services. */
export function largeSite(services: number): { readonly files: readonly GeneratedFile[]; readonly model: Model } {
  const { files, model, diagnostics } = compile(largeSpecs(services));
  if (files === null || model === null) throw new Error(JSON.stringify(diagnostics, null, 1));
  return { files, model };
}
