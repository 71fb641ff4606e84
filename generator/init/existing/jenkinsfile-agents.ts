import type { Call } from "../../api/consumers/calls.ts";
import type { Existing, Fact, Leftover } from "./facts.ts";
import { factsOfImage, optionsOfBuild, registryHost, tagLeftover, tagOf } from "./images.ts";
import type { Script } from "./script.ts";

const PINNED = /^[a-z0-9.-]+(:\d+)?\/[^\s@]+@sha256:[0-9a-f]{64}$/;

/** The agents, images and registries in a call; null if the call is about something else. */
export function readAgent(script: Script, call: Call): Existing | null {
  const reader = READERS[`${call.receiver === null ? "" : `${call.receiver}.`}${call.name.text}`];
  if (reader === undefined && call.receiver !== null && ["push", "tag"].includes(call.name.text))
    return { facts: [], leftovers: pushedTag(script, call) };
  return reader?.(script, call) ?? null;
}

const READERS: Readonly<Record<string, (script: Script, call: Call) => Existing | null>> = {
  node: (script, call) => labelOf(script, call),
  label: (script, call) => labelOf(script, call),
  image: (script, call) => (call.arguments.length > 0 ? toolImage(script, call) : null),
  docker: (script, call) => (call.arguments.length > 0 ? toolImage(script, call) : null),
  "docker.image": (script, call) => {
    const start = Math.max(script.indexOf(call.name), 0);
    const uses = script.tokens.slice(start, start + 8);
    if (uses.some(({ text }) => text === "inside")) return toolImage(script, call);
    const started = uses.some(({ text }) => text === "withRun" || text === "run");
    return started
      ? leftover(script, call, "docker.image.withRun", "set `services` of the stage: containers next to its commands")
      : leftover(script, call, "docker.image", "the image stage pulls, builds, tags and pushes images");
  },
  "docker.build": (script, call) => {
    const name = script.first(call);
    const facts = name === null ? [] : factsOfImage(name.text, script.where(call.name));
    const leftovers = buildLeftovers(script, call);
    if (facts.length > 0) return { facts, leftovers };
    return leftover(script, call, "docker.build", "its image has no constant name: set `image` of the image stage");
  },
  "docker.withRegistry": (script, call) => {
    const where = script.where(call.name);
    const address = script.first(call);
    const credential = script.first(call, 1);
    const host = address?.constant ? registryHost(address.text) : null;
    const facts: Fact[] = [
      ...(host === null ? [] : [{ key: "registry", value: host, where } as const]),
      ...(credential?.constant ? [{ key: "push", value: credential.text, where } as const] : []),
    ];
    return host === null
      ? { ...leftover(script, call, "docker.withRegistry", "set the host in `registries`, without a path"), facts }
      : { facts, leftovers: [] };
  },
  "docker.withServer": (script, call) => leftover(script, call, "docker.withServer", "set `host` of the engine"),
};

/** `docker.build(name, '--build-arg A=b .')`: the tag of the name, and the options of the build. */
function buildLeftovers(script: Script, call: Call): Leftover[] {
  const where = script.where(call.name);
  const tags = tagOf(script.first(call)?.text ?? "", where);
  if (call.arguments.length < 2) return tags;
  const options = script.first(call, 1);
  const found = options === null ? [] : optionsOfBuild(options.text.split(/\s+/), where);
  if (found.length > 0 || options?.constant) return [...tags, ...found];
  const instead = "they are not constant: set `buildArguments`, `target` and `context` of the image stage";
  return [...tags, { construct: "the options of docker.build", where, instead }];
}

/** `image.push('latest')` adds a tag. */
function pushedTag(script: Script, call: Call): Leftover[] {
  if (call.arguments.length === 0) return [];
  const tag = script.first(call);
  return [tagLeftover(tag?.constant ? tag.text : null, script.where(call.name))];
}

function labelOf(script: Script, call: Call): Existing | null {
  const label = script.first(call);
  if (label === null && call.arguments.length === 0) return null;
  if (!label?.constant || label.text.trim() === "")
    return leftover(script, call, "the label of an agent", "it is not a constant: set `site.agent.label`");
  const around = script.around(call);
  if (["kubernetes", "podTemplate"].some((it) => around.includes(it)))
    return leftover(script, call, "the label of a pod", "the generated pods have labels of their own: set `site.pods`");
  if (around.includes("stage") && script.calls.some((it) => isAgentOfAll(script, it)))
    return leftover(script, call, "the label of one stage", STAGE);
  return { facts: [{ key: "label", value: label.text, where: script.where(call.name) }], leftovers: [] };
}

const STAGE = "set `agent: { label: … }` on the stage; the platform spec must allow it in `locks`";

/** Whether a call sets the agent of the whole pipeline, so that labels in its stages are those of single stages. */
function isAgentOfAll(script: Script, call: Call): boolean {
  const isAgent = call.name.text === "agent" && call.arguments[0]?.value[0]?.text !== "none";
  return (isAgent || call.name.text === "node") && !script.around(call).includes("stage");
}

/** The image of the tools; the spec pins it by digest, so that each build gets the same tools. */
function toolImage(script: Script, call: Call): Existing {
  const image = script.first(call);
  if (image?.constant && PINNED.test(image.text))
    return { facts: [{ key: "toolImage", value: image.text, where: script.where(call.name) }], leftovers: [] };
  const name = image?.constant && /^[\w./:@-]+$/.test(image.text) ? ` ${image.text}` : "";
  return leftover(
    script,
    call,
    `the image${name}`,
    "set it as `toolImage` of the stage, with its host and digest: HOST/NAME:TAG@sha256:…",
  );
}

function leftover(script: Script, call: Call, construct: string, instead: string): Existing {
  return { facts: [], leftovers: [{ construct, where: script.where(call.name), instead }] };
}
