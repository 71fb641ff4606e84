import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { PlatformSpec, ServiceSpec } from "../generated/spec-types.ts";
import type { OwnPart } from "../model/own.ts";
import type { SpecDocument, SpecPath } from "../parse/document.ts";

/** A spec of the right shape, with the document that knows where things stand. */
export interface Checked<T> {
  readonly document: SpecDocument;
  readonly spec: T;
}

/** All specs of a site, accepted. */
export interface Specs {
  readonly platform: Checked<PlatformSpec>;
  readonly services: readonly Checked<ServiceSpec>[];
}

/** What a folder of steps and classes of the site's own was found to be. */
export interface Own {
  /** Null where the site has none, or where something is wrong with it. */
  readonly part: OwnPart | null;
  /** Names of all own steps, also of those whose tables are wrong; null where the site has no folder. */
  readonly names: readonly string[] | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Of a site that has none. */
export const noOwn: Own = { part: null, names: null, diagnostics: [] };

/** What rules look at: the specs that have their shape, though some of their values may be refused already. */
export interface Candidates {
  /** Null where the platform spec lacks its shape; its names may be read from the document still. */
  readonly platform: Checked<PlatformSpec> | null;
  readonly platformDocument: SpecDocument;
  readonly own: Own;
  readonly services: readonly Checked<ServiceSpec>[];
}

export type StageSpec = ServiceSpec["stages"][number];
export type StageOf<K extends StageSpec["kind"]> = Extract<StageSpec, { kind: K }>;
export type BuildSpec = NonNullable<StageOf<"source">["also"]>[number];
export type WhenSpec = NonNullable<StageOf<"custom">["when"]>;

/** What a source stage builds, its own build first, with the keys that lead to each from the stage. */
export function buildsOf(stage: StageOf<"source">): readonly { readonly build: BuildSpec; readonly keys: SpecPath }[] {
  const further = (stage.also ?? []).map((build, index) => ({ build, keys: ["also", index] }));
  return [{ build: stage, keys: [] }, ...further];
}

/** Whether a build tool asks for a JDK. */
export function usesJdk(tool: BuildSpec["tool"]): boolean {
  return tool !== "npm" && tool !== "go";
}

/** Whether a stage hands files on. */
export function hasArtifacts(stage: StageSpec): boolean {
  return stage.kind === "source" && buildsOf(stage).some(({ build }) => (build.artifacts ?? []).length > 0);
}

/** The releases that a stage says it works on; what makes something works on all. */
export function whenOf(stage: StageSpec): WhenSpec | undefined {
  return stage.kind === "custom" || stage.kind === "deploy" ? stage.when : undefined;
}

export type BranchRule = NonNullable<ServiceSpec["branches"]>[number];
