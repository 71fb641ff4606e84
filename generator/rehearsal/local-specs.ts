import { isMap, parseDocument, type YAMLMap } from "yaml";
import type { CompileInput, SourceText } from "../compile.ts";
import { engineNamed } from "../engines/index.ts";
import type { JenkinsModel } from "../targets/jenkins/jenkins-model.ts";

/** What a rehearsal changes in the specs before it compiles them. */
export interface LocalChanges {
  /** The engine of the image stages of a service. */
  readonly engine: { readonly service: string; readonly name: string } | null;
  /** The registry that replaces those of the specs, and the base image that replaces theirs. */
  readonly registry: { readonly host: string; readonly base: string } | null;
  /** Whether freeze windows have no effect. */
  readonly ignoreFreeze: boolean;
}

/** The specs with the changes of a rehearsal. The files on disk stay as they are. */
export function changeSpecs(
  input: CompileInput,
  model: JenkinsModel,
  { engine, registry, ignoreFreeze }: LocalChanges,
): CompileInput {
  const ownPath = model.site.path.length > 0;
  if (engine === null && registry === null && !ignoreFreeze && !ownPath) return input;
  const services = input.services.map((spec) => {
    const service = model.services.find(({ specFile }) => specFile === spec.path);
    let text = spec.text;
    if (registry !== null) text = withHosts(withBase(text, model, registry.base), model, registry.host);
    return {
      ...spec,
      text: service?.name === engine?.service && engine !== null ? withEngine(text, engine.name) : text,
    };
  });
  const thawed = ignoreFreeze ? withoutFreeze(input.platform, model) : input.platform;
  // The folders of programs on the site's agents are not those of this machine.
  const here = ownPath ? without(thawed, [["site", "path"]]) : thawed;
  const platform = registry === null ? here : withRegistry(here, model, registry.host);
  const dockerfiles = registry === null ? {} : { dockerfiles: [] };
  return { ...input, ...dockerfiles, platform, services };
}

function withEngine(text: string, engine: string): string {
  const document = parseDocument(text);
  const stages = document.get("stages");
  const items = isMap(stages)
    ? stages.items.map(({ value }) => value)
    : ((stages as { items?: unknown[] })?.items ?? []);
  for (const stage of items)
    if (isMap(stage) && stage.get("kind") === "image") (stage as YAMLMap).set("engine", engine);
  return document.toString();
}

/** Every base image of the registries becomes the base image of the rehearsal. */
function withBase(text: string, model: JenkinsModel, base: string): string {
  const images = model.services.flatMap(({ stages }) =>
    stages.flatMap((stage) => (stage.kind === "image" && stage.base !== null ? [stage.base.image] : [])),
  );
  return images.reduce((changed, image) => changed.replaceAll(image, base), text);
}

function withHosts(text: string, model: JenkinsModel, host: string): string {
  return model.registries.reduce((changed, registry) => changed.replaceAll(registry.host, host), text);
}

function withoutFreeze(platform: SourceText, { environments }: JenkinsModel): SourceText {
  return without(
    platform,
    environments.map(({ name }) => ["environments", name, "freeze"]),
  );
}

function without(platform: SourceText, paths: readonly (readonly string[])[]): SourceText {
  const document = parseDocument(platform.text);
  for (const path of paths) document.deleteIn(path);
  return { ...platform, text: document.toString() };
}

function withRegistry(platform: SourceText, model: JenkinsModel, host: string): SourceText {
  const document = parseDocument(withHosts(platform.text, model, host));
  for (const { name } of model.registries) {
    document.setIn(["registries", name, "host"], host);
    document.setIn(["registries", name, "insecure"], true);
  }
  for (const { name } of model.engines) {
    for (const [key, value] of Object.entries(engineNamed(name)?.loopback ?? {}))
      if (isMap(document.getIn(["engines", name]))) document.setIn(["engines", name, key], value);
  }
  return { ...platform, text: document.toString() };
}
