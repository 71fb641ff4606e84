import type { ImageStage, Stage } from "./service.ts";
import type { Place, Tools } from "./site.ts";

/** A stage with the id of the first stage of its job. */
interface InJob {
  readonly firstOfJob: string;
}

/** Groups the stages of one service by job, in the order of the first stages. */
export function stagesByJob<S extends InJob>(stages: readonly S[]): (readonly S[])[] {
  const firsts = [...new Set(stages.map(({ firstOfJob }) => firstOfJob))];
  return firsts.map((first) => stages.filter(({ firstOfJob }) => firstOfJob === first));
}

/** The image stages before a stage: their images are part of its release. */
export function imagesBefore(stages: readonly Stage[], stage: Stage): ImageStage[] {
  const found = new Set<Stage>();
  const visit = ({ needs }: Stage): void => {
    for (const it of stages.filter(({ id }) => needs.includes(id))) {
      if (found.has(it)) continue;
      found.add(it);
      visit(it);
    }
  };
  visit(stage);
  return stages.filter((it) => it.kind === "image" && found.has(it)) as ImageStage[];
}

/** Whether an image stage uses the key that signs: for its image, or for a report that it attaches to the image. */
export function usesSigningKey(
  { syft, trivy }: Pick<Tools, "syft" | "trivy">,
  { sign, provenance, sbom, scan }: ImageStage,
): boolean {
  const attaches = (tool: { readonly keep: readonly Place[] } | null) => tool?.keep.includes("attach") === true;
  return sign || provenance || (sbom && attaches(syft)) || (scan !== null && attaches(trivy));
}

/** Whether a commit can reach the stage without manual starts. */
export function startsByItself({ reach }: Pick<Stage, "reach">): boolean {
  return reach.branches.length > 0 || reach.tags.length > 0 || reach.pullRequests;
}

/** The schedule of the conditions of a service, which is the same in all of them; null without one. */
export function scheduleOf({ stages }: { readonly stages: readonly Stage[] }): string | null {
  return stages.find(({ when }) => when !== null && when.cron !== null)?.when?.cron ?? null;
}

/** Id of the source stage whose artifacts a stage uses; null if it uses none. */
export function artifactsOf(stage: Stage): string | null {
  return stage.kind === "image" || stage.kind === "custom" ? stage.artifactsFrom : null;
}
