import type { Model } from "../../model/model.ts";
import type { Service } from "../../model/service.ts";
import { reachOf } from "../shared/stage-settings.ts";
import type { PlannedFile } from "../target.ts";
import { jsonText } from "./json-text.ts";
import { actionOf, callerWorkflow, stageWorkflow } from "./names.ts";
import { stagePermissions } from "./permissions.ts";
import { hasSecrets, phasesOf } from "./phases.ts";
import { runsOn } from "./runners.ts";

/** Plans the workflow of each application's repository, which calls the stages in the order of their needs. */
export function planCallers(model: Model): PlannedFile[] {
  return model.services.map((service) => ({
    path: callerWorkflow(service).file,
    template: "github-actions/service.yml.hbs",
    shard: `${service.stages[0]?.owner}/${service.name}`,
    view: viewCaller(model, service),
  }));
}

function viewCaller(model: Model, service: Service) {
  const { stages } = service;
  const reaches = stages.map((stage) => [stage.id, { ...reachOf(service, stage), needs: stage.needs }] as const);
  const patterns = (kind: "branches" | "tags") =>
    [...new Set(reaches.flatMap(([, reach]) => reach[kind].map(filterPattern)))].sort();
  const [branches, tags] = [patterns("branches"), patterns("tags")];
  return {
    specFile: service.specFile,
    name: service.name,
    push: branches.length + tags.length > 0,
    branches: branches.length > 0 ? branches : null,
    tags: tags.length > 0 ? tags : null,
    pullRequests: stages.some(({ reach }) => reach.pullRequests),
    labels: runsOn(model.site.agents.delivery.label),
    reach: actionOf(model, service, "reach"),
    reaches: { reach: jsonText(Object.fromEntries(reaches)) },
    stages: stages.map((stage) => {
      const { slug, path, branch } = stageWorkflow(model, service, stage);
      return {
        id: stage.id,
        needs: ["_reach", ...stage.needs],
        uses: `${slug}/${path}@${branch}`,
        permissions: stagePermissions(model, stage),
        secrets: hasSecrets(phasesOf(model, stage)),
      };
    }),
  };
}

/** A pattern of the spec as a filter of GitHub, which gives more characters a meaning. */
function filterPattern(pattern: string): string {
  return pattern.replace(/[?+[\]!\\]/g, "\\$&");
}
