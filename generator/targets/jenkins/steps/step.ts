import type { ParameterType } from "../../../model/api.ts";

/** A parameter of a public step: what its check, its help, `api.json` and the README are written from. */
export interface StepParameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly required: boolean;
  /** Null for a required one, and where nothing is the default. */
  readonly default: unknown;
  readonly example: unknown;
  /** All that it takes, whatever the site; null where that is open. */
  readonly values: readonly string[] | null;
  readonly sentence: string;
}

/** A public step of the library. */
export interface Step {
  readonly name: string;
  readonly sentence: string;
  /** What it gives back; null for nothing. */
  readonly returns: string | null;
  readonly parameters: readonly StepParameter[];
}

/** A parameter that must be given. */
export function required(name: string, type: ParameterType, example: unknown, sentence: string): StepParameter {
  return { name, type, required: true, default: null, example, values: null, sentence };
}

/** A required text of which a few are known. */
export function oneOf(name: string, values: readonly string[], example: string, sentence: string): StepParameter {
  return { ...required(name, "text", example, sentence), values };
}

/** A parameter that may be left out. */
export function optional(
  name: string,
  type: ParameterType,
  standard: unknown,
  example: unknown,
  sentence: string,
): StepParameter {
  return { name, type, required: false, default: standard, example, values: null, sentence };
}

/** The parameters of all steps that work on an agent and give a release. */
export const onAgent: readonly StepParameter[] = [
  optional("agent", "text", null, "linux-build", "Label of the agent; the site's where missing."),
  optional("retries", "number", 0, 1, "Attempts after a lost agent."),
];

/** Where a stage stands among others: its id, and whether its job has several. */
export function placed(standard: string | null): readonly StepParameter[] {
  const what = standard === null ? "The stage's id; the environment's name where missing." : "The stage's id.";
  return [
    optional("stage", "text", standard, "image", what),
    optional(
      "shared",
      "boolean",
      false,
      true,
      "Whether its job has several stages: others find its record under its id.",
    ),
  ];
}

/** What a stage that asks people first is told. */
export const guardedBy: readonly StepParameter[] = [
  optional("guarded", "boolean", false, true, "Whether it works in an approved run only."),
  optional("approval", "map", {}, { stage: "prod" }, "What approveStage gave in this run."),
];

/** What a stage that works on some releases only is told. */
export const conditional: readonly StepParameter[] = [
  optional(
    "when",
    "map",
    {},
    { branches: ["main"], paths: ["backend/**"] },
    "Branches, tags and changed paths of the releases that it works on; any other goes on as it is.",
  ),
];

/** What is called around a stage's work. */
export const hooked: readonly StepParameter[] = [
  optional(
    "callBefore",
    "list",
    [],
    [{ step: "openTicket", arguments: { system: "shop" } }],
    "Steps of the site's own to call before the work, with their arguments; none for a pull request.",
  ),
  optional(
    "callAfter",
    "list",
    [],
    [{ step: "closeTicket" }],
    "Such steps to call after the work, where it went well.",
  ),
];

/** Where a stage's record comes from; from the one stage before it in its own job where all are missing. */
export const takesRecord: readonly StepParameter[] = [
  optional("upstream", "text", null, "/shop/shop-build", "Job whose release is taken; this build's own where missing."),
  optional("after", "list", [], ["build"], "Stages whose releases are taken, where their job has several."),
  optional("upstreams", "map", {}, { unit: "/shop/shop-unit" }, "Jobs whose releases meet here, by stage."),
  optional("renamed", "map", {}, { store: "shop" }, "Former names of the service and of those jobs, with today's."),
  optional("previousIds", "map", {}, { image: ["container"] }, "Former ids of those stages, by today's."),
];
