import { approveStage } from "./approve-stage.ts";
import { buildImage } from "./build-image.ts";
import { buildSource } from "./build-source.ts";
import { customStage } from "./custom-stage.ts";
import { deployRelease } from "./deploy-release.ts";
import { notifyOwner, reachesStage, sourcePipeline, startGroup, startStage } from "./flow.ts";
import { promoteRelease } from "./promote-release.ts";
import type { Step } from "./step.ts";

/** Every public step of the library: its API. */
export const steps: readonly Step[] = [
  buildSource,
  buildImage,
  deployRelease,
  promoteRelease,
  customStage,
  approveStage,
  startStage,
  startGroup,
  reachesStage,
  sourcePipeline,
  notifyOwner,
];
