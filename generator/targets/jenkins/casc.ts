import type { Model } from "../../model/model.ts";
import type { PlannedFile } from "../target.ts";
import { inPipelines } from "./jobs-model.ts";

/** The label of the lockable resources that bound an engine's builds at one time. */
export function lockLabel(engine: string): string {
  return `stagewright-${engine}`;
}

/** Plans the JCasC fragment: the shared library and, where builds are counted, the resources that they lock. */
export function planCasc(model: Model): PlannedFile[] {
  const { library } = model;
  const resources = model.engines.flatMap(({ name, buildsAtOnce }) =>
    Array.from({ length: buildsAtOnce ?? 0 }, (_, index) => ({
      name: `${lockLabel(name)}-${index + 1}`,
      description: `A build by ${name}; as many at once as there are of these.`,
      labels: lockLabel(name),
    })),
  );
  return [
    {
      path: "jenkins/casc.yaml",
      template: "jenkins/site/casc.yaml.hbs",
      shard: "site",
      view: {
        specFile: model.specFile,
        ...librarySource(model),
        global: library.scope === "global",
        resources,
        empty: library.scope === "folder" && resources.length === 0,
      },
    },
  ];
}

/** A released tag, or a whole hash. What reads otherwise may be a branch. */
const RELEASED = /^(v?\d+\.\d+\.\d+([-+.].*)?|[0-9a-f]{40})$/;

/** Where a controller or a folder finds the library. Branches are discovered only where some pin may be one. */
export function librarySource(model: Model) {
  const { library, pipelines } = model;
  const pins = [library.pin, ...model.services.map(({ pin }) => pin)];
  return {
    library: library.name,
    pin: library.pin,
    git: library.git ?? pipelines.git,
    credentials: pipelines.credentials,
    branches: pins.some((pin) => !RELEASED.test(pin)),
    libraryPath: library.git === null ? `${inPipelines(model, "library")}/` : null,
  };
}
