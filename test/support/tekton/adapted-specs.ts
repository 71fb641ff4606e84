import type { CompileInput } from "../../../generator/compile.ts";

/** A change of an example, and its reason, which `stagewright validate --target tekton` reports as an error (SW378). */
export interface Adaptation {
  readonly from: string | RegExp;
  readonly to: string;
  /** What a user changes: the docs list it. */
  readonly change: string;
  /** A part of the error. */
  readonly reason: string;
}

const noDaemon = "docker needs a daemon";

/** Examples that Tekton runs with these changes. All other keys are those of the examples. */
export const adaptations: Readonly<Record<string, readonly Adaptation[]>> = {
  "examples/startup": [
    {
      from: /docker:( +\{ agent)/,
      to: "buildah:$1",
      change: "the engine `buildah` instead of `docker`",
      reason: noDaemon,
    },
    { from: "engine: docker", to: "engine: buildah", change: "`engine: buildah` of the image stage", reason: noDaemon },
  ],
  "examples/booking": [
    {
      from: /, approval: \{ notAuthor: true \}/g,
      to: "",
      change: "no `notAuthor` of the stages `eu` and `us`",
      reason: "not the author of the commit",
    },
  ],
  "examples/shop": [
    { from: /\n {2}docker: .*/, to: "", change: "no engine `docker`", reason: noDaemon },
    {
      from: "engine: docker",
      to: "engine: buildah",
      change: "`engine: buildah` of the image stage of `shop`",
      reason: noDaemon,
    },
  ],
  "examples/hospital": [],
};

/** A spec with its changes; null for a spec that Tekton runs as it is, or not at all. */
export function asTektonSpec(folder: string, input: CompileInput): CompileInput | null {
  const list = adaptations[folder];
  if (list === undefined) return null;
  const unused = new Set(list);
  const change = <T extends { readonly text: string }>(source: T): T => {
    const text = list.reduce((before, it) => {
      const after = before.replace(it.from, it.to);
      if (after !== before) unused.delete(it);
      return after;
    }, source.text);
    return { ...source, text };
  };
  const changed = { ...input, platform: change(input.platform), services: input.services.map(change) };
  if (unused.size > 0)
    throw new Error(`${folder} has nothing to change: ${[...unused].map(({ change }) => change).join(", ")}`);
  return changed;
}
