import type { Call } from "../../api/consumers/calls.ts";
import type { Existing, Fact } from "./facts.ts";
import { factsOfImage, registryHost } from "./images.ts";
import type { Script } from "./script.ts";

const PINNED = /^[a-z0-9.-]+(:\d+)?\/[^\s@]+@sha256:[0-9a-f]{64}$/;

/** The agents, images and registries in a call; null if the call is about something else. */
export function readAgent(script: Script, call: Call): Existing | null {
  const reader = READERS[`${call.receiver === null ? "" : `${call.receiver}.`}${call.name.text}`];
  return reader?.(script, call) ?? null;
}

const READERS: Readonly<Record<string, (script: Script, call: Call) => Existing | null>> = {
  node: (script, call) => labelOf(script, call),
  label: (script, call) => labelOf(script, call),
  image: (script, call) => (call.arguments.length > 0 ? toolImage(script, call) : null),
  docker: (script, call) => (call.arguments.length > 0 ? toolImage(script, call) : null),
  "docker.image": (script, call) => {
    const uses = script.tokens.slice(script.tokens.indexOf(call.name)).slice(0, 8);
    if (uses.some(({ text }) => text === "inside")) return toolImage(script, call);
    const started = uses.some(({ text }) => text === "withRun" || text === "run");
    return started
      ? leftover(script, call, "docker.image.withRun", "set `services` of the stage: containers next to its commands")
      : null;
  },
  "docker.build": (script, call) => {
    const name = script.first(call);
    return { facts: name === null ? [] : factsOfImage(name.text, script.where(call.name)), leftovers: [] };
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

function labelOf(script: Script, call: Call): Existing | null {
  const label = script.first(call);
  if (!label?.constant || label.text.trim() === "") return null;
  return { facts: [{ key: "label", value: label.text, where: script.where(call.name) }], leftovers: [] };
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
