import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { show } from "../../diagnostics/wording.ts";
import { handoffDefaults } from "../../generated/environment-keys.ts";
import type { PlatformSpec, ServiceSpec } from "../../generated/spec-types.ts";
import { handoffs } from "../../handoffs/index.ts";
import type { SpecPath } from "../../parse/document.ts";
import { sparseFolders } from "../../source-tools/sparse-folders.ts";
import { buildsOf, type StageOf, type StageSpec, sourceBuilds } from "../../spec/specs.ts";
import { handoffOf } from "./handoffs.ts";
import type { Rule } from "./rule.ts";

/** A path that a stage reads in the checkout. */
interface Read {
  readonly path: string;
  readonly kind: "file" | "folder";
  /** The key of the service spec that sets it; null for a setting of the platform spec. */
  readonly key: SpecPath | null;
}

/**
 * A sparse checkout has all files and folders that the keys of the stages name. Patterns of artifacts and reports are no such keys:
 * the build can create their folders.
 */
export const sparseCheckout: Rule = ({ platform, services }) =>
  services.flatMap(({ document, spec }) => {
    const listed = spec.checkout?.sparse;
    if (listed === undefined) return [];
    const folders = sparseFolders(listed, sourceBuilds(spec.stages));
    const report = (reader: string, { path, kind, key }: Read): Diagnostic[] => {
      const names = namesOf(path);
      const folder = (kind === "folder" ? names : names.slice(0, -1)).join("/");
      const isPart = hasFilesOf(folders, folder);
      if (hasAllOf(folders, folder) || (kind === "file" && isPart)) return [];
      const span = key === null ? document.keySpan(["checkout", "sparse"]) : document.valueSpan(key);
      const fault = isPart ? "of which the sparse checkout has only a part" : "which the sparse checkout leaves out";
      const hint = folder === "" ? "remove checkout.sparse, or use another folder" : `add ${folder} to checkout.sparse`;
      return [finding("SW392", span, `${reader} reads the ${kind} ${show(path)}, ${fault}`, { hint })];
    };
    const { versionFile } = spec;
    return [
      ...(versionFile === undefined
        ? []
        : report("the version", { path: versionFile, kind: "file", key: ["versionFile"] })),
      ...spec.stages.flatMap((stage, index) =>
        readsOf(platform?.spec ?? null, spec, stage).flatMap(({ key, ...read }) =>
          report(`stage "${stage.id}"`, { ...read, key: key === null ? null : ["stages", index, ...key] }),
        ),
      ),
    ];
  });

function readsOf(platform: PlatformSpec | null, { service }: ServiceSpec, stage: StageSpec): Read[] {
  switch (stage.kind) {
    case "source":
      return buildsOf(stage).flatMap(({ build, keys }) => readIf(build.directory, "folder", [...keys, "directory"]));
    case "custom":
      return readIf(stage.directory, "folder", ["directory"]);
    case "image":
      return [...readIf(stage.dockerfile, "file", ["dockerfile"]), ...readIf(stage.context, "folder", ["context"])];
    case "deploy":
      return platform === null ? [] : deliveryPaths(platform, service, stage);
  }
}

/** Nothing for the root, which is the default: the list decides which folders a build in the root has. */
function readIf(path = ".", kind: Read["kind"], key: SpecPath): Read[] {
  return namesOf(path).length === 0 ? [] : [{ path, kind, key }];
}

/** The names of the folders and of the file in a path. */
function namesOf(path: string): string[] {
  return path.split("/").filter((name) => name !== "" && name !== ".");
}

/** The files that the handoff of the environment reads, such as a chart. */
function deliveryPaths(platform: PlatformSpec, service: string, { environment }: StageOf<"deploy">): Read[] {
  const handoff = handoffs.find(({ name }) => name === handoffOf(platform, environment));
  if (handoff?.paths === undefined) return [];
  const own = platform.environments?.[environment] as Readonly<Record<string, unknown>> | undefined;
  const settings = {
    ...handoffDefaults[handoff.name]?.environment,
    ...(own?.[handoff.name] as Readonly<Record<string, unknown>> | undefined),
  };
  return Object.entries(handoff.paths).flatMap(([name, kind]) => {
    const value = settings[name];
    if (typeof value !== "string") return [];
    const path = value.replaceAll("{service}", service).replaceAll("{environment}", environment);
    return [{ path, kind, key: null }];
  });
}

/** Whether the checkout has everything in a folder. */
function hasAllOf(folders: readonly string[], folder: string): boolean {
  return folders.some((it) => `${folder}/`.startsWith(`${it}/`));
}

/** Whether the checkout has the files directly in a folder: the root, or a folder above one of the list. */
function hasFilesOf(folders: readonly string[], folder: string): boolean {
  return folder === "" || folders.some((it) => it.startsWith(`${folder}/`));
}
