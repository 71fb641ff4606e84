import { type Reference, referencesOf, resolved } from "../dockerfile/index.ts";
import type { Model } from "../model/model.ts";
import type { DockerfileText } from "./policy.ts";

/** What Dockerfiles fetch, because several policies ask. */
const known = new WeakMap<DockerfileText, readonly Reference[]>();

/** Something that a build fetches, with the values that image stages set for its build arguments. */
export interface Fetched extends Reference {
  readonly text: string;
}

/**
 * What builds of a Dockerfile fetch. Each image stage can set other build arguments; a reference that none of them changes is
 * listed once. Omitted are images of a stage's `base`, which other policies check, and arguments without any value.
 */
export function fetchedBy(model: Model, dockerfile: DockerfileText): Fetched[] {
  const stages = model.services.flatMap(({ stages }) => stages.flatMap((it) => (it.kind === "image" ? [it] : [])));
  const bases = new Set(stages.flatMap(({ base }) => (base === null ? [] : [base.argument])));
  const references = known.get(dockerfile) ?? referencesOf(dockerfile.text);
  known.set(dockerfile, references);
  return references.flatMap((reference) => {
    if (reference.kind !== "image") return [{ ...reference, text: reference.written }];
    const names = [...reference.written.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, name = ""]) => name);
    if (names.some((name) => bases.has(name))) return [];
    const setting = stages.filter(({ buildArguments }) => names.some((name) => Object.hasOwn(buildArguments, name)));
    const values = setting.length > 0 ? setting.map(({ buildArguments }) => buildArguments) : [{}];
    const texts = new Set(values.map((it) => resolved(reference, it)));
    return [...texts].filter((it) => !it.startsWith("$")).map((it) => ({ ...reference, text: it }));
  });
}
