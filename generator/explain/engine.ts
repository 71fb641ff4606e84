import { engineNamed, engines as known } from "../engines/index.ts";
import type { Model } from "../model/model.ts";
import type { Engine } from "../model/platform.ts";
import { megabytes } from "./build-memory.ts";
import type { Alternative, Consequence, DecisionKey, DecisionSource, MeasuredFigure } from "./decision.ts";
import { conditions, measurementOf, measurements, peakOf } from "./measurements.ts";
import { count, follows, instead, lineOf, list, say } from "./statements.ts";

/** The engine that builds the images, its agents and its memory. */
export const engine: DecisionSource = {
  id: "engine",
  title: "Engine",
  question: "Which engine builds the images: docker, buildah (with podman and skopeo) or kaniko?",
  decide: (model) => ({
    choice: choice(model),
    lines: [
      ...builds(model).map(({ path, engine: name }) => lineOf(model, `${path}/engine`, name)),
      ...used(model).flatMap(({ name, agent, buildsAtOnce }) => [
        lineOf(model, `engines/${name}/buildsAtOnce`, buildsAtOnce),
        lineOf(model, `engines/${name}/agent${agent.pods === null ? "/label" : ""}`, agent.label || "kubernetes"),
      ]),
    ],
    consequences: used(model).flatMap((it) => [nature(it), memory(model, it)]),
    alternatives: alternatives(model),
    measured: measurements.flatMap(measuredFigures),
    products: [],
  }),
};

function builds(model: Model) {
  return model.services.flatMap(({ name, stages }) =>
    stages.flatMap((stage) =>
      stage.kind === "image"
        ? [{ path: `services/${name}/stages/${stage.id}`, label: `${name}/${stage.id}`, engine: stage.engine }]
        : [],
    ),
  );
}

function used(model: Model): readonly Engine[] {
  const names = builds(model).map((it) => it.engine);
  return model.engines.filter(({ name }) => names.includes(name));
}

function choice(model: Model) {
  const all = builds(model);
  const texts = [...new Set(all.map((it) => it.engine))].map(
    (name) => `${name} builds ${list(all.filter((it) => it.engine === name).map(({ label }) => label))}`,
  );
  return say("engine.choice", ["stages.engine"], {}, `${list(texts, "No service builds an image yet")}.`);
}

/** Whether the engine needs a daemon, and where it runs. */
function nature({ name, agent }: Engine): Consequence {
  const known = engineNamed(name);
  const level = known?.podSecurity ?? "privileged";
  const where =
    agent.pods === null ? `on agents with the label ${agent.label}` : `in pods with the Pod Security level ${level}`;
  const text = `${name} ${known?.nature ?? "is an engine of this site"}; it builds ${where}.`;
  const kind = known?.daemon ? "cost" : "gain";
  return follows(kind, `engine.nature.${name}`, ["stages.engine", "engines.agent"], {}, text);
}

/** The memory that concurrent builds of this engine need. */
function memory(model: Model, { name, buildsAtOnce, settings }: Engine): Consequence {
  const own = builds(model).filter((it) => it.engine === name).length;
  // A job builds one image at a time.
  const bound = megabytes(settings.memory);
  const measured = measurementOf(name);
  const each = bound ?? (measured === undefined ? null : peakOf(measured));
  const atOnce = Math.min(own, buildsAtOnce ?? own);
  const source = bound === null ? "measured" : `engines.${name}.memory`;
  const limit =
    buildsAtOnce === null ? "one per job, no other limit" : `engines.${name}.buildsAtOnce allows ${buildsAtOnce}`;
  const keys: DecisionKey[] = ["stages.engine", "engines.memory", "engines.buildsAtOnce"];
  const base = `${name}: ${count(own, "image stage")}, at most ${count(atOnce, "concurrent build")} (${limit})`;
  const bounds = { stages: own, atOnce, ...(buildsAtOnce === null ? {} : { allowed: buildsAtOnce }) };
  if (each === null) return follows("fact", `engine.memory.${name}`, keys, bounds, `${base}.`);
  const figures = { ...bounds, each, sum: each * atOnce };
  const text = `${base}, ${each} MB each (${source}): ${figures.sum} MB in total.`;
  return follows(buildsAtOnce === null ? "cost" : "fact", `engine.memory.${name}`, keys, figures, text);
}

function alternatives(model: Model): Alternative[] {
  const all = builds(model);
  return known
    .filter(({ name }) => all.some((it) => it.engine !== name))
    .map(({ name, onlyPods }) => {
      const others = all.filter((it) => it.engine !== name);
      const measured = measurementOf(name);
      const peak = measured === undefined ? null : peakOf(measured);
      const pods = onlyPods === null ? "" : " It builds in pods only.";
      const memory = peak === null ? "" : `; a build needs at most ${peak} MB (measured)`;
      const text = `Use ${name} in ${count(others.length, "image stage")}${memory}.${pods}`;
      const figures = { stages: others.length, ...(peak === null ? {} : { peak }) };
      const statement = say(`engine.alternatives.${name}`, ["stages.engine"], figures, text);
      return instead(
        statement,
        `${model.specFile}: defaults.kinds.image.engine: ${name}, or engine: ${name} in the stage`,
      );
    });
}

function measuredFigures(it: (typeof measurements)[number]): MeasuredFigure[] {
  const range = ([low, high]: readonly [number, number], unit: string) =>
    low === high ? `${low} ${unit}` : `${low}–${high} ${unit}`;
  const source = `${conditions}; ${it.how}`;
  const row = (what: string, value: string) => ({ what: `${it.engine}: ${what}`, value, conditions: it.how, source });
  return [
    row("peak memory, small build", range(it.peak.small, "MB")),
    row("peak memory, 600 MB of layers", range(it.peak.large, "MB")),
    row("time, small build", range(it.seconds.small, "s")),
    row("time, 600 MB of layers", range(it.seconds.large, "s")),
    ...(it.idle === null ? [] : [row("memory of the idle daemon", `${it.idle} MB`)]),
  ].map((figure) => ({ ...figure, source: conditions }));
}
