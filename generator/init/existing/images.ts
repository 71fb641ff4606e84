import { type Command, type Existing, type Fact, type Leftover, looksSecret, type Where } from "./facts.ts";

/** The registry of names without a host. */
const HUB = "docker.io";

/** Its addresses. */
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

/** A name without a host can be pushed to Docker Hub only, and only below an account. */
function withHub(facts: readonly Fact[], where: Where): Fact[] {
  const [image] = facts;
  const isOnHub = facts.length === 1 && image?.key === "image" && image.value.includes("/");
  return isOnHub ? [{ key: "registry", value: HUB, where }, ...facts] : [...facts];
}

/** The host in the URL of a registry; null for other addresses. The plugin's default, an empty URL, is Docker Hub. */
export function registryHost(url: string): string | null {
  if (url === "") return HUB;
  const found = /^(?:https?:\/\/)?([A-Za-z0-9.-]+(?::\d+)?)\/?(v[12]\/?)?$/.exec(url)?.[1]?.toLowerCase();
  if (found === undefined) return null;
  return PUBLIC.test(found) ? HUB : found;
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
  const leftovers = [...optionsOfBuild(words, where), ...(name === undefined ? [] : tagOf(name, where))];
  const image = name === undefined ? [] : factsOfImage(name, where);
  return { facts: [...(verb === "push" ? withHub(image, where) : image), ...dockerfile], leftovers };
}

/** Options of a build that the image stage has keys for, and those that it does not need. */
const KEYS: Readonly<Record<string, string>> = {
  "--build-arg": "buildArguments",
  "--target": "target",
  "--platform": "platforms",
  "--label": "labels",
  "--secret": "secrets",
  "--cache-from": "cache",
  "--cache-to": "cache",
};
const KNOWN = new Set(["-t", "--tag", "-f", "--file", "--push", "--load", "--pull", "-q", "--quiet", "--progress"]);

/** The options of a build that are not taken over; only their names are printed. */
export function optionsOfBuild(words: readonly string[], where: Where): Leftover[] {
  const options = words.flatMap((word) => /^--?[a-z][a-z-]*(?==|$)/.exec(word)?.[0] ?? []);
  return [...new Set(options)].flatMap((option) => {
    if (KNOWN.has(option)) return [];
    const key = KEYS[option];
    const instead = key === undefined ? "check whether the image stage needs it" : `set \`${key}\` of the image stage`;
    return [{ construct: `the option ${option} of the image build`, where, instead }];
  });
}

/** A constant tag of an image: the stage writes the version into the tag. */
export function tagOf(reference: string, where: Where): Leftover[] {
  const tag = /:([^/:$]+)$/.exec(reference.replace(/@sha256:.*$/, ""))?.[1];
  return tag === undefined ? [] : [tagLeftover(tag, where)];
}

export function tagLeftover(tag: string | null, where: Where): Leftover {
  const shown = tag !== null && /^[\w.-]{1,128}$/.test(tag) && !looksSecret("", tag) ? ` ${tag}` : "";
  const instead = "the tag of an image is its version; `tags` and `movingTags` of the image stage add others";
  return { construct: `the tag${shown} of an image`, where, instead };
}
