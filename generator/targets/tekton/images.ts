import type { BuildNeeds } from "../../engines/engine.ts";
import { engineNamed } from "../../engines/index.ts";
import type { Model } from "../../model/model.ts";
import type { Engine } from "../../model/platform.ts";
import type { ImageStage, Stage } from "../../model/service.ts";
import { found } from "../model-lookup.ts";
import type { Phase } from "../shared/phases.ts";

/** The image, the shell and the needs of the container in which a script runs. */
export interface Container {
  readonly image: string;
  readonly shell: string;
  readonly needs: BuildNeeds;
  /** Whether it builds the application or an image. */
  readonly building: boolean;
  /** As in the spec; null for the limits of the generated steps. */
  readonly memory: string | null;
  readonly cpu: string | null;
}

/** Memory of a step that only reads and writes records or runs a handoff. */
export const STEP_MEMORY = "512Mi";

/** Memory of a build whose agent or engine sets none. */
export const BUILD_MEMORY = "2Gi";

/** The image of steps that have none of their own. */
export function stepsImage({ site }: Model): string {
  return site.tekton?.image ?? "";
}

/** A container with the site's image. */
export function siteContainer(model: Model): Container {
  return { image: stepsImage(model), shell: "/bin/sh", needs: "nothing", building: false, memory: null, cpu: null };
}

/** The container of a phase of a stage. */
export function containerOf(model: Model, stage: Stage, phase: Phase): Container {
  if (stage.kind === "image") return engineContainer(model, stage, phase);
  const { pod } = stage.agent;
  if (phase.build === null) {
    const handsOff = stage.kind === "deploy" && pod !== null;
    const own = handsOff ? { image: pod.image, memory: pod.memory, cpu: pod.cpu } : {};
    return { ...siteContainer(model), ...own };
  }
  const own = toolImageOf(stage, phase.build);
  return {
    image: own ?? pod?.image ?? stepsImage(model),
    shell: "/bin/sh",
    needs: own === null && pod?.root === true ? "root" : "nothing",
    building: true,
    memory: pod?.memory ?? null,
    cpu: pod?.cpu ?? null,
  };
}

/** The image of a build's tool; null for that of the stage. */
function toolImageOf(stage: Stage, build: number): string | null {
  if (stage.kind === "custom") return stage.toolImage;
  if (stage.kind !== "source") return null;
  return build === 0 ? stage.toolImage : (stage.also[build - 1]?.toolImage ?? null);
}

/** The engine of an image stage. */
export function engineOf({ engines }: Model, stage: ImageStage): Engine {
  return found(
    engines.find(({ name }) => name === stage.engine),
    `engine ${stage.engine}`,
  );
}

/** An engine has one container for its build, and a second one for its other tools or none. */
function engineContainer(model: Model, stage: ImageStage, { id }: Phase): Container {
  const { name, settings } = engineOf(model, stage);
  const part = found(engineNamed(name), `engine ${name}`);
  if (id === "artifacts") return siteContainer(model);
  // The tools that use a pushed image are where it was pushed.
  const script = part.scripts.find((it) => it.name === id) ?? part.scripts.find((it) => it.name === "push");
  const container = script?.container ?? "";
  const building = container === part.scripts.find((it) => it.name === "build")?.container;
  const image = String((container === "tools" ? settings.tools : settings.image) ?? stepsImage(model));
  const needs = part.needs?.(settings) ?? "nothing";
  const setting = (key: string) => (settings[key] === undefined ? null : String(settings[key]));
  return {
    image,
    shell: script?.shell ?? "/bin/sh",
    needs: building || needs === "root" ? needs : "nothing",
    building,
    memory: building ? setting("memory") : null,
    cpu: building ? setting("cpu") : null,
  };
}

/** Whether a build writes files as root: then all steps of its pod are root, because they share the files. */
export function needsRoot(model: Model, stage: Stage, phases: readonly Phase[]): boolean {
  return phases.some((phase) => containerOf(model, stage, phase).needs === "root");
}
