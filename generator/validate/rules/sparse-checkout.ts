import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { show } from "../../diagnostics/wording.ts";
import { handoffDefaults } from "../../generated/environment-keys.ts";
import type { PlatformSpec, ServiceSpec } from "../../generated/spec-types.ts";
import { handoffs } from "../../handoffs/index.ts";
import type { SpecPath } from "../../parse/document.ts";
import { buildsOf, type StageOf, type StageSpec } from "../../spec/specs.ts";
import { handoffOf } from "./handoffs.ts";
import type { Rule } from "./rule.ts";

/** A path that a stage reads in the checkout. */
interface Read {
  readonly path: string;
  readonly kind: "file" | "folder";
  /** The key of the service spec that sets it; null for a setting of the platform spec. */
  readonly key: SpecPath | null;
}

/** A sparse checkout has all files and folders that the keys of the stages name. */
export const sparseCheckout: Rule = ({ platform, services }) =>
  services.flatMap(({ document, spec }) => {
    const folders = spec.checkout?.sparse;
    if (folders === undefined) return [];
    const report = (reader: string, { path, kind, key }: Read): Diagnostic[] => {
      const names = path.split("/").filter((name) => name !== "" && name !== ".");
      const folder = (kind === "folder" ? names : names.slice(0, -1)).join("/");
      if (hasFolder(folders, folder)) return [];
      const span = key === null ? document.keySpan(["checkout", "sparse"]) : document.valueSpan(key);
      const message = `${reader} reads the ${kind} ${show(path)}, which the sparse checkout leaves out`;
      return [finding("SW390", span, message, { hint: `add ${folder} to checkout.sparse` })];
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

/** Nothing without the key: its default is in the root of the repository. */
function readIf(path: string | undefined, kind: Read["kind"], key: SpecPath): Read[] {
  return path === undefined ? [] : [{ path, kind, key }];
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

/** Whether the checkout has the files of a folder: of the root, of a folder above one of the list, or in one. */
function hasFolder(folders: readonly string[], folder: string): boolean {
  return folder === "" || folders.some((it) => `${it}/`.startsWith(`${folder}/`) || `${folder}/`.startsWith(`${it}/`));
}
