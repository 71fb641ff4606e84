import type { BuildResult } from "../../generator/rehearse/index.ts";

/** Steps that move files, records and triggers between stages, or take an agent; the rest is work. */
const TRANSPORT = new Set([
  ..."node build stash unstash copyArtifacts archiveArtifacts readJSON writeFile readFile fileExists".split(" "),
  ..."deleteDir libraryResource echo stage parallel script timeout dir withEnv mail catchError waitForBuild".split(" "),
]);

/** The stages of a service in order, with parallel stages grouped. */
export type Shape = readonly (readonly string[])[];

/** The order of a shape's stages; parallel stages have no order. */
export function orderOf(shape: Shape): string[] {
  return shape.map((group) => group.join("+"));
}

/** Each stage's work, and the order of stages and groups; `alike` removes values that differ between runs. */
export function workOf(shape: Shape, builds: readonly BuildResult[], alike: (value: unknown) => unknown) {
  const stages = shape.flat();
  const work: Record<string, unknown[]> = {};
  const order: string[] = [];
  for (const { trace } of builds) {
    for (const entry of trace) {
      const [stage] = entry.stage
        .split(" / ")
        .map((it) => it.replace(/^(Branch: |run |approve )/, ""))
        .filter((it) => stages.includes(it))
        .slice(-1);
      if (stage === undefined || TRANSPORT.has(entry.step) || entry.stage.includes("start after")) continue;
      const place = shape.find((group) => group.includes(stage))?.join("+") ?? stage;
      if (order.at(-1) !== place) order.push(place);
      const step = alike({ step: entry.step, arguments: entry.arguments, agent: entry.agent });
      work[stage] = [...(work[stage] ?? []), step];
    }
  }
  return { work, order };
}
