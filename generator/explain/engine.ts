import type { Engine as EnginePart, Range } from "../engines/engine.ts";
import { admits, engineLevels, engineNamed, engines as known, podSecurityOf } from "../engines/index.ts";
import type { Model } from "../model/model.ts";
import type { Engine } from "../model/platform.ts";
import { megabytes } from "./build-memory.ts";
import type { Alternative, Consequence, DecisionKey, DecisionSource, MeasuredFigure } from "./decision.ts";
import { count, follows, instead, lineOf, list, say } from "./statements.ts";

/** How and where the engines were measured. */
const conditions =
  "login, pull, build and push of the same image, small and with 600 MB of layers, as root on Debian 12, on one shared machine, 2026";

/** The engine that builds the images, its agents and its memory. */
export const engine: DecisionSource = {
  id: "engine",
  title: "Engine",
  question: `Which engine builds the images: ${either(known.map(({ fullName }) => fullName))}?`,
  decide: (model) => ({
    choice: choice(model),
    lines: [
      lineOf(model, "site/podSecurity", model.site.podSecurity),
      ...builds(model).map(({ path, engine: name }) => lineOf(model, `${path}/engine`, name)),
      ...used(model).flatMap(({ name, agent, buildsAtOnce }) => [
        lineOf(model, `engines/${name}/buildsAtOnce`, buildsAtOnce),
        lineOf(model, `engines/${name}/agent${agent.pods === null ? "/label" : ""}`, agent.label || "kubernetes"),
      ]),
    ],
    consequences: [...used(model).flatMap((it) => [nature(it), memory(model, it)]), admission(model)],
    alternatives: alternatives(model),
    measured: known.flatMap(measuredFigures),
    products: [],
  }),
};

/** `a, b or c`. */
function either(names: readonly string[]): string {
  return [names.slice(0, -1).join(", "), names.at(-1)].filter(Boolean).join(" or ");
}

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
function nature(engine: Engine): Consequence {
  const { name, agent } = engine;
  const known = engineNamed(name);
  const level = podSecurityOf(engine);
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
  const each = bound ?? peakOf(engineNamed(name));
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

/** The engines whose pods the site's namespace admits, and those that it rejects. */
function admission({ site: { podSecurity: level } }: Model): Consequence {
  const names = (admitted: boolean) =>
    list(
      engineLevels.filter((it) => admits(level, it.level) === admitted).map((it) => `${it.name} (${it.level})`),
      "no engine",
    );
  const labels = known.filter(({ onlyPods }) => onlyPods === null).map(({ name }) => name);
  const text = `site.podSecurity is ${level}: the namespace admits pods of ${names(true)}, and rejects pods of ${names(false)}. On agents with a label, ${list(labels, "no engine")} can build at every level.`;
  return follows("fact", "engine.admission", ["site.podSecurity"], {}, text);
}

function alternatives(model: Model): Alternative[] {
  const all = builds(model);
  return known
    .filter(({ name }) => all.some((it) => it.engine !== name))
    .map((part) => {
      const { name, onlyPods } = part;
      const others = all.filter((it) => it.engine !== name);
      const peak = peakOf(part);
      const pods = onlyPods === null ? "" : " It builds in pods only.";
      const memory = peak === null ? "" : `; a build needs at most ${peak} MB (measured)`;
      const stages = count(others.length, "image stage");
      const text = part.pushesItself
        ? `Build ${stages} without a Dockerfile: ${part.fullName}.`
        : `Use ${name} in ${stages}${memory}.${pods}`;
      const figures = { stages: others.length, ...(peak === null ? {} : { peak }) };
      const statement = say(`engine.alternatives.${name}`, ["stages.engine"], figures, text);
      return instead(
        statement,
        `${model.specFile}: defaults.kinds.image.engine: ${name}, or engine: ${name} in the stage`,
      );
    });
}

/** The highest measured peak memory of a build, in MB; null if the engine was not measured. */
function peakOf(part: EnginePart | undefined): number | null {
  const peak = part?.measurement?.peak;
  return peak === undefined ? null : Math.max(...peak.small, ...peak.large);
}

function measuredFigures({ name, measurement }: EnginePart): MeasuredFigure[] {
  if (measurement === null) return [];
  const { peak, seconds, idle, how } = measurement;
  const range = ([low, high]: Range, unit: string) => (low === high ? `${low} ${unit}` : `${low}–${high} ${unit}`);
  const row = (what: string, value: string) => ({
    what: `${name}: ${what}`,
    value,
    conditions: how,
    source: conditions,
  });
  return [
    row("peak memory, small build", range(peak.small, "MB")),
    row("peak memory, 600 MB of layers", range(peak.large, "MB")),
    row("time, small build", range(seconds.small, "s")),
    row("time, 600 MB of layers", range(seconds.large, "s")),
    ...(idle === null ? [] : [row("memory of the idle daemon", `${idle} MB`)]),
  ];
}
