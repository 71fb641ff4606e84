import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { defaults } from "../generated/defaults.ts";
import type { PlatformSpec, ServiceSpec } from "../generated/spec-types.ts";
import type { OwnPart } from "../model/own.ts";
import type { SpecDocument, SpecPath } from "../parse/document.ts";

/** A spec with the right structure, and its document with the place of each value. */
export interface Checked<T> {
  readonly document: SpecDocument;
  readonly spec: T;
}

/** All specs of a site, without errors. */
export interface Specs {
  readonly platform: Checked<PlatformSpec>;
  readonly services: readonly Checked<ServiceSpec>[];
}

/** The contents of the folder with the site's own steps and classes. */
export interface Own {
  /** Null without such a folder, or if the folder has errors. */
  readonly part: OwnPart | null;
  /** Names of all own steps, including those with errors; null if the site has no folder. */
  readonly names: readonly string[] | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** The value for a site without own steps. */
export const noOwn: Own = { part: null, names: null, diagnostics: [] };

/** The input of the rules: specs with the right structure. Some of their values may already have errors. */
export interface Candidates {
  /** Null if the platform spec has the wrong structure; its names are still available in the document. */
  readonly platform: Checked<PlatformSpec> | null;
  readonly platformDocument: SpecDocument;
  readonly own: Own;
  readonly services: readonly Checked<ServiceSpec>[];
}

export type StageSpec = ServiceSpec["stages"][number];
export type StageOf<K extends StageSpec["kind"]> = Extract<StageSpec, { kind: K }>;
export type BuildSpec = NonNullable<StageOf<"source">["also"]>[number];
export type WhenSpec = NonNullable<StageOf<"custom">["when"]>;

/** Whether the specs are for Jenkins: some rules are about its jobs and plugins only. */
export function isForJenkins({ target = defaults.platform.target }: PlatformSpec): boolean {
  return target === "jenkins";
}

/** The builds of all source stages. */
export function sourceBuilds(stages: readonly StageSpec[]): BuildSpec[] {
  return stages.flatMap((stage) => (stage.kind === "source" ? buildsOf(stage).map(({ build }) => build) : []));
}

/** The builds of a source stage, its main build first, each with its path below the stage. */
export function buildsOf(stage: StageOf<"source">): readonly { readonly build: BuildSpec; readonly keys: SpecPath }[] {
  const further = (stage.also ?? []).map((build, index) => ({ build, keys: ["also", index] }));
  return [{ build: stage, keys: [] }, ...further];
}

/** Whether a stage has artifacts for later stages. */
export function hasArtifacts(stage: StageSpec): boolean {
  return stage.kind === "source" && buildsOf(stage).some(({ build }) => (build.artifacts ?? []).length > 0);
}

/** The condition of a stage. Only custom and deploy stages have one. */
export function whenOf(stage: StageSpec): WhenSpec | undefined {
  return stage.kind === "custom" || stage.kind === "deploy" ? stage.when : undefined;
}

export type BranchRule = NonNullable<ServiceSpec["branches"]>[number];
