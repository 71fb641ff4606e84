import type { Model } from "../../model/model.ts";
import type { PlannedFile } from "../target.ts";
import { ecrRepositoriesOf, environmentsOf, identitiesOf } from "./environments.ts";
import { slugOf } from "./names.ts";
import { pinnedActions } from "./pinned-actions.ts";

/** Plans settings.md: what an operator sets in GitHub, because no file of a repository can set it. */
export function planSettingsPage(model: Model): PlannedFile[] {
  const environments = environmentsOf(model);
  return [
    {
      path: "github-actions/settings.md",
      template: "github-actions/settings.md.hbs",
      shard: "site",
      view: {
        specFile: model.specFile,
        pipelines: slugOf(model.pipelines.git),
        pins: [...new Set(model.services.map(({ pin }) => pin))].sort(),
        actions: Object.values(pinnedActions),
        environments: environments.map((it) => ({
          ...it,
          refs: it.refs.join(", "),
          reviewers: it.reviewers.length === 0 ? "–" : it.reviewers.join(", "),
          selfReview: it.notAuthor ? "yes" : "–",
        })),
        identities: identitiesOf(model),
        ecrRepositories: ecrRepositoriesOf(model),
        secrets: environments.flatMap(({ repository, name, secrets }) =>
          secrets.map((secret) => ({ repository, environment: name, name: secret.name, holds: secret.holds })),
        ),
      },
    },
  ];
}
