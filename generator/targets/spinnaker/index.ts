import type { Target } from "../target.ts";
import { planPipelines } from "./pipelines.ts";

/** Spinnaker: the pipeline that each service's webhook starts in each environment. */
export const spinnaker: Target = { name: "spinnaker", planService: planPipelines, plan: () => [] };
