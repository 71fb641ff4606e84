import type { Model } from "../../model/model.ts";
import type { RepositoryFacts, TargetFacts } from "../facts.ts";
import { inPipelines } from "../output-places.ts";
import { triggerFolder } from "./names.ts";

/** What the files about the whole site show of Jenkins X: what they show of Tekton, and the folders of the applications. */
export function factsOf(model: Model, ofTekton: TargetFacts): TargetFacts {
  return {
    ...ofTekton,
    ci: { ...ofTekton.ci, name: "Jenkins X" },
    repositories: [...repositoriesOf(model, ofTekton.repositories), ...model.services.map(ofApplication)],
  };

  function ofApplication(service: Model["services"][number]): RepositoryFacts {
    const { path, file } = triggerFolder(service);
    return { git: service.git, branch: service.branch, path: `/${path}`, holds: `triggers of ${service.name}`, file };
  }
}

/** Tekton shows no repository if all its files are in the pipelines repository. */
function repositoriesOf(model: Model, ofTekton: readonly RepositoryFacts[]): RepositoryFacts[] {
  const { git, branch } = model.pipelines;
  const row = (folder: string, holds: string) => ({
    ...{ git, branch, path: `/${inPipelines(model, folder)}`, holds, file: folder },
  });
  return [
    ...(ofTekton.length > 0 ? ofTekton : [row("tekton", "pipelines and programs")]),
    row("jenkins-x", "task and rights of Lighthouse's runs"),
  ];
}
