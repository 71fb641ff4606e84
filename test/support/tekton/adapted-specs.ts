import type { CompileInput } from "../../../generator/compile.ts";

type Change = readonly [from: string | RegExp, to: string];

/** What each site needs for Tekton: the image of steps, from the site's registry, and the product of its git server. */
function siteWith(registry: string): Change {
  const image = `${registry}/ci/steps:1@sha256:${"0".repeat(64)}`;
  return ["\nsite:\n", `\nsite:\n  tekton: { image: '${image}' }\n  git: { host: gitlab }\n`];
}

/** The engine docker needs a daemon, which a pod does not have. */
const buildah: Change = ["engine: docker", "engine: buildah"];

/** The programs of Tekton are in the repository of the pipelines. */
const library: Change = [/, git: '[^']*library.git'/, ""];

/** Examples that Tekton runs with these changes. The reasons are errors of `stagewright validate --target tekton`. */
const changes: Readonly<Record<string, readonly Change[]>> = {
  "examples/startup": [siteWith("registry.startup.example"), [/docker:( +\{ agent)/, "buildah:$1"], buildah],
  "examples/booking": [siteWith("harbor.acme.internal"), library, [/, approval: \{ notAuthor: true \}/g, ""]],
  "examples/hospital": [siteWith("registry.clinic.internal"), library],
  "examples/shop": [
    siteWith("harbor.acme.internal"),
    [/, git: '[^']*library.git'/, ""],
    [/\n {2}docker: .*/, ""],
    buildah,
    [/triggers: .*\n/, ""],
  ],
};

/** A spec with its changes; null for a spec that Tekton runs as it is, or not at all. */
export function asTektonSpec(folder: string, input: CompileInput): CompileInput | null {
  const list = changes[folder];
  if (list === undefined) return null;
  const unused = new Set(list);
  const change = <T extends { readonly text: string }>(source: T): T => {
    const text = list.reduce((before, it) => {
      const after = before.replace(...it);
      if (after !== before) unused.delete(it);
      return after;
    }, source.text);
    return { ...source, text };
  };
  const changed = { ...input, platform: change(input.platform), services: input.services.map(change) };
  if (unused.size > 0) throw new Error(`${folder} has nothing to change: ${[...unused].map(String).join(", ")}`);
  return changed;
}
