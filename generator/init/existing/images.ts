import type { Command, Existing, Fact, Where } from "./facts.ts";

/** Addresses of the public registry without a host of its own name. */
const PUBLIC = /(^|\.)docker\.(io|com)$/;

/** The facts in the name of an image, such as `registry.acme.internal/shop/web:${TAG}`: its registry and its repository. */
export function factsOfImage(reference: string, where: Where): Fact[] {
  const plain = reference.replace(/@sha256:.*$/, "").replace(/:[^/]*$/, "");
  const [first = "", ...rest] = plain.split("/");
  const host = rest.length > 0 && (/[.:]/.test(first) || first === "localhost") ? first.toLowerCase() : null;
  const name = host === null ? plain : rest.join("/");
  if (!/^[a-z0-9][a-z0-9._/-]*$/.test(name)) return [];
  const image: Fact = { key: "image", value: name, where };
  return host === null || !/^[a-z0-9.-]+(:\d+)?$/.test(host)
    ? [image]
    : [{ key: "registry", value: host, where }, image];
}

/** The host in the URL of a registry; null for other addresses. */
export function registryHost(url: string): string | null {
  const found = /^(?:https?:\/\/)?([A-Za-z0-9.-]+(?::\d+)?)\/?(v[12]\/?)?$/.exec(url)?.[1]?.toLowerCase();
  if (found === undefined) return null;
  return PUBLIC.test(found) ? "docker.io" : found;
}

/** The facts of a command that builds, tags or pushes an image. */
export function imageFacts({ words, where }: Command): Existing {
  const [program = "", verb = ""] = words;
  const builds = /^(docker|podman|buildah|nerdctl)$/.test(program) && /^(build|bud|buildx|push)$/.test(verb);
  if (!builds) return { facts: [], leftovers: [] };
  const after = (names: readonly string[]) => {
    const index = words.findIndex((word) => names.includes(word));
    return index === -1 ? undefined : words[index + 1]?.replaceAll(/^["']|["']$/g, "");
  };
  const name = verb === "push" ? words.at(-1)?.replaceAll(/^["']|["']$/g, "") : after(["-t", "--tag"]);
  const file = after(["-f", "--file"])?.replace(/^\.\//, "");
  const dockerfile: Fact[] =
    file !== undefined && /^[\w./-]+$/.test(file) ? [{ key: "dockerfile", value: file, where }] : [];
  return { facts: [...(name === undefined ? [] : factsOfImage(name, where)), ...dockerfile], leftovers: [] };
}
