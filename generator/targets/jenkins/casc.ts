import type { Model } from "../../model/model.ts";
import { inPipelines } from "../output-places.ts";
import { contextOf, type ServiceContext } from "../service-context.ts";
import type { PlannedFile } from "../target.ts";
import { branchSource } from "./branch-source.ts";

/** The label of the lockable resources that limit the parallel builds of an engine. */
export function lockLabel(engine: string): string {
  return `stagewright-${engine}`;
}

/**
 * Plans the JCasC file: the shared library, the lockable resources if the site limits parallel builds, and the setting
 * with which the seed job can run as a user.
 */
export function planCasc(model: Model): PlannedFile[] {
  const { library } = model;
  const resources = model.engines.flatMap(({ name, buildsAtOnce }) =>
    Array.from({ length: buildsAtOnce ?? 0 }, (_, index) => ({
      name: `${lockLabel(name)}-${index + 1}`,
      description: `Allows one build with ${name} at a time.`,
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
        ...librarySource(contextOf(model)),
        global: library.scope === "global",
        resources,
        gitlab: gitlabServers(model),
        empty: library.scope === "folder" && resources.length === 0 && gitlabServers(model).length === 0,
      },
    },
  ];
}

/** The GitLab servers that branch sources name. */
function gitlabServers(model: Model): { name: string; serverUrl: string }[] {
  const sources = model.services.filter(({ job }) => job === "multibranch").map((it) => branchSource(model, it));
  const servers = sources.flatMap(({ kind, host, server }) => (kind === "gitlab" ? [[host, server] as const] : []));
  return [...new Map(servers)].map(([name, serverUrl]) => ({ name, serverUrl }));
}

/** The library configuration of a controller or a folder. Discovers branches only if a pin may be a branch. */
export function librarySource(context: ServiceContext) {
  const { library, pipelines, fromServices } = context;
  return {
    library: library.name,
    pin: library.pin,
    git: library.git ?? pipelines.git,
    credentials: pipelines.credentials,
    branches: fromServices.pinsBranches,
    libraryPath: library.git === null ? `${inPipelines(context, "library")}/` : null,
  };
}
