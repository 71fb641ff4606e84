import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import type { ServiceSpec } from "../../generated/spec-types.ts";
import type { SpecPath } from "../../parse/document.ts";
import { buildsOf, type Candidates, type Checked, type StageOf } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

type Platform = Candidates["platform"];

/** Stages in pods need settings of the site, and cannot have keys for agents with a label. */
export const stagePods: Rule = ({ platform, services }) => [
  ...checkCaches(platform),
  ...services.flatMap((service) =>
    service.spec.stages.flatMap((stage, index) =>
      stage.kind === "image" || stage.agent?.pod === undefined
        ? []
        : checkStage(platform, service, stage, ["stages", index]),
    ),
  ),
];

function checkCaches(platform: Platform): Diagnostic[] {
  const { podCaches, pods } = platform?.spec.site ?? {};
  if (platform === null || podCaches === undefined || pods !== undefined) return [];
  const span = platform.document.keySpan(["site", "podCaches"]);
  const hint = "add site.pods: { namespace: NAME }, or remove podCaches";
  return [finding("SW386", span, `"podCaches" requires "pods"`, { hint })];
}

function checkStage(
  platform: Platform,
  { document }: Checked<ServiceSpec>,
  stage: StageOf<"source"> | StageOf<"custom"> | StageOf<"deploy">,
  at: SpecPath,
): Diagnostic[] {
  if (platform === null) return [];
  if (platform.spec.site?.pods === undefined) {
    const hint = "add site.pods: { namespace: NAME } to the platform spec";
    const pod = document.keySpan([...at, "agent", "pod"]);
    return [finding("SW386", pod, `${stage.id} runs in a pod, but the platform spec has no site.pods`, { hint })];
  }
  // A deployment has no tools and no caches.
  if (stage.kind === "deploy") return [];
  const builds = stage.kind === "source" ? buildsOf(stage) : [{ build: stage, keys: [] }];
  return builds.flatMap(({ build, keys }) => checkKeys(platform, document, build, [...at, ...keys]));
}

/** The keys of a build that need an agent with a label. */
function checkKeys(
  platform: NonNullable<Platform>,
  document: Checked<ServiceSpec>["document"],
  build: { readonly toolImage?: string; readonly jdk?: string; readonly cache?: string },
  at: SpecPath,
): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const key of ["toolImage", "jdk"] as const) {
    // A default of the platform applies only to stages on agents with a label.
    if (build[key] === undefined || document.find([...at, key])?.inherited !== undefined) continue;
    const message = `"${key}" has no effect in a pod: the image of the pod contains the tools`;
    found.push(finding("SW386", document.keySpan([...at, key]), message, { hint: `remove ${key}` }));
  }
  const caches = (platform.spec.site.podCaches ?? []).map(({ path }) => path);
  if (build.cache !== undefined && !caches.includes(build.cache)) {
    const message = `the pod has no cache at ${build.cache}`;
    const known = caches.length === 0 ? "add it to site.podCaches" : `use one of ${caches.sort().join(", ")}`;
    found.push(finding("SW386", document.valueSpan([...at, "cache"]), message, { hint: `${known}, or remove cache` }));
  }
  return found;
}
