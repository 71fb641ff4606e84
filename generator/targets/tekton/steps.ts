import type { Binding } from "../../handoffs/handoff.ts";
import type { Model } from "../../model/model.ts";
import type { Service, Stage } from "../../model/service.ts";
import type { Phase } from "../shared/phases.ts";
import { BUILD_MEMORY, type Container, containerOf, STEP_MEMORY, siteContainer } from "./images.ts";
import { bindingsOf, stepSecrets, type Variable } from "./secrets.ts";

/** Folders of the containers. */
export const folders = {
  lib: "/stagewright/lib",
  scripts: "/stagewright/scripts",
  settings: "/stagewright/settings",
  /** Values of the stage: only the step that prepares the stage can write them. */
  stage: "/stagewright/stage",
  temp: "/stagewright/temp",
  trusted: "/stagewright/trusted",
} as const;

/** The script that checks out the application. */
export const CHECKOUT = "checkout.sh";

/** A step, and the volumes that it mounts. */
export interface Step {
  readonly step: Readonly<Record<string, unknown>>;
  readonly volumes: readonly { readonly name: string }[];
}

interface StepPlan {
  readonly name: string;
  readonly displayName: string;
  readonly container: Container;
  readonly script: string;
  readonly env?: readonly Variable[];
  readonly bindings?: readonly Binding[];
  readonly mounts?: readonly Readonly<Record<string, unknown>>[];
  readonly volumes?: readonly { readonly name: string }[];
}

/** Only the first step can write the values of the stage. A build of the application sees them, but cannot change them. */
export const readStage = { name: "stage", mountPath: folders.stage, readOnly: true };

/** What the push of an image reads. The build, in which a Dockerfile runs, does not mount it. */
const trusted = {
  env: [{ name: "TRUSTED", value: folders.trusted }],
  mounts: [{ name: "trusted", mountPath: folders.trusted }],
  volumes: [{ name: "trusted", emptyDir: {} }],
};

/** What a container may do. Only the build of an engine may more than the others. */
export function securityContext({ needs }: Pick<Container, "needs">): Readonly<Record<string, unknown>> {
  if (needs === "root") return { allowPrivilegeEscalation: false, runAsNonRoot: false, runAsUser: 0 };
  if (needs === "user namespaces") return { allowPrivilegeEscalation: true, seccompProfile: { type: "Unconfined" } };
  return { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };
}

/** A step with its own image, limits and secrets. */
export function planStep({
  name,
  displayName,
  container,
  script,
  env = [],
  bindings = [],
  mounts = [],
  volumes = [],
}: StepPlan): Step {
  const secrets = stepSecrets(bindings);
  const variables = [...env, ...secrets.env];
  const volumeMounts = [...mounts, ...secrets.mounts];
  const { memory, cpu, building } = container;
  const amounts = { memory: memory ?? (building ? BUILD_MEMORY : STEP_MEMORY), ...(cpu === null ? {} : { cpu }) };
  return {
    step: {
      ...{ name, displayName, image: container.image },
      ...(variables.length > 0 && { env: variables }),
      ...(volumeMounts.length > 0 && { volumeMounts }),
      computeResources:
        memory === null ? { requests: { memory: "64Mi" }, limits: amounts } : { requests: amounts, limits: amounts },
      securityContext: securityContext(container),
      script,
    },
    volumes: [...secrets.volumes, ...volumes],
  };
}

/** A step that runs one of the programs. */
export function programStep(
  model: Model,
  name: string,
  displayName: string,
  program: string,
  more: Partial<StepPlan> = {},
): Step {
  return planStep({
    ...{ name, displayName, container: siteContainer(model) },
    script: `#!/bin/sh\nexec node ${folders.lib}/${program}.mjs\n`,
    ...more,
  });
}

/** A parameter of the task as a variable. A parameter never becomes a part of a script: there, it would be code. */
export function fromParam(variable: string, param: string): Variable {
  return { name: variable, value: `$(params.${param})` };
}

/** The step that checks out the commit. */
export function checkoutStep(model: Model, service: Service, stage: Stage): Step {
  const { depth, submodules, lfs, sparse } = service.checkout;
  const login: Binding[] =
    service.credentials === null
      ? []
      : [{ kind: "usernamePassword", id: service.credentials, user: "GIT_USER", password: "GIT_PASSWORD" }];
  const trusted: Binding[] =
    model.site.caBundle === null ? [] : [{ kind: "file", id: model.site.caBundle, variable: "GIT_SSL_CAINFO" }];
  return planStep({
    name: "checkout",
    displayName: "Check out the application",
    container: siteContainer(model),
    script: `#!/bin/sh\nexec sh ${folders.scripts}/${CHECKOUT}\n`,
    env: [
      { name: "REPOSITORY", value: service.git },
      { name: "DEPTH", value: String((stage.kind === "source" ? depth : null) ?? 0) },
      { name: "SUBMODULES", value: String(submodules) },
      { name: "LFS", value: String(lfs) },
      ...(sparse.length === 0 ? [] : [{ name: "SPARSE", value: sparse.join(" ") }]),
      fromParam("COMMIT", "commit"),
      fromParam("REF", "ref"),
    ],
    bindings: [...login, ...trusted],
  });
}

/**
 * The step of a phase: it reads the values of the stage, and runs one of the shared scripts. `apart` is true in a pod without a
 * build: no file of root is in it, and nothing that a build could change.
 */
export function phaseStep(model: Model, stage: Stage, phase: Phase, apart = false): Step {
  const own = containerOf(model, stage, phase);
  const container: Container = apart ? { ...own, needs: "nothing" } : own;
  const { shell } = container;
  const { env, mounts, volumes } =
    stage.kind === "image" && phase.id !== "build" && !apart ? trusted : { env: [], mounts: [], volumes: [] };
  return planStep({
    name: stepName(phase.id),
    displayName: phase.label,
    container,
    script: phaseScript(stage, phase, shell),
    env,
    bindings: bindingsOf(phase),
    mounts: [readStage, ...mounts],
    volumes,
  });
}

function phaseScript(stage: Stage, phase: Phase, shell: string): string {
  const runs = stage.kind === "custom" && phase.build !== null;
  const after = runs ? (["onFailure", "always"] as const).filter((key) => stage[key] !== null) : [];
  return after.length === 0
    ? [`#!${shell}`, "set -eu", ...attempt(phase, shell, phase.id), ""].join("\n")
    : withCommandsAfter(phase, shell, after);
}

function attempt(phase: Phase, shell: string, variables: string): string[] {
  return [
    `. ${folders.stage}/${variables}.env`,
    'cd "$STAGEWRIGHT_FOLDER"',
    `${shell} ${folders.scripts}/${scriptOf(phase)} || {`,
    '    [ ! -s "$STATE/failure" ] || [ -L "$STATE/failure" ] || cat "$STATE/failure" >&2',
    "    exit 1",
    "}",
  ];
}

/** The command of a custom stage, and those after it. The stage fails if one of them fails. */
function withCommandsAfter(phase: Phase, shell: string, after: readonly string[]): string {
  const run = (variables: string) => {
    // In a condition, the shell ignores errors except for that of the last command.
    const lines = attempt(phase, shell, variables).map((line) => line.replace(/^cd .*$/, "$& || exit 1"));
    return ["(", ...lines.map((line) => `    ${line}`), ")"].join("\n");
  };
  return [
    `#!${shell}`,
    "set -eu",
    "failed=",
    `${run(phase.id)} || failed=true`,
    ...after.map((name) => {
      const command = `${run(`${phase.id}.${name}`)} || { echo "The command ${name} failed." >&2; failed=true; }`;
      return name === "onFailure" ? `[ -z "$failed" ] || ${command}` : command;
    }),
    '[ -z "$failed" ]',
    "",
  ].join("\n");
}

/** The script of a phase. A build in the image of its tool runs in a step with this image, not in a container of its own. */
export function scriptOf({ tool, script }: Phase): string {
  return tool === null ? script : `source/${tool}.sh`;
}

/** Names of steps must differ from those of the other steps. */
function stepName(id: string): string {
  return `run-${id}`;
}
