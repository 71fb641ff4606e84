import type { Model } from "../../model/model.ts";
import type { Service, Stage } from "../../model/service.ts";
import { reachOf } from "../shared/stage-settings.ts";
import type { PlannedFile } from "../target.ts";
import { jsonText } from "./json-text.ts";
import { actionOf, callerWorkflow, releaseWorkflow, stageWorkflow } from "./names.ts";
import { stagePermissions } from "./permissions.ts";
import { hasSecrets, phasesOf } from "./phases.ts";
import { runsOn } from "./runners.ts";
import { needsReason } from "./stage-workflows.ts";

/** Plans the workflow of each application's repository, which calls the stages in the order of their needs. */
export function planCallers(model: Model): PlannedFile[] {
  return model.services.map((service) => ({
    path: callerWorkflow(service).file,
    template: "github-actions/service.yml.hbs",
    shard: `${service.stages[0]?.owner}/${service.name}`,
    view: viewCaller(model, service),
  }));
}

/** Plans the workflow of each deploy stage with which a user deploys the release of an earlier run, or rolls back to it. */
export function planReleases(model: Model): PlannedFile[] {
  return model.services.flatMap((service) =>
    service.stages
      .filter(({ kind }) => kind === "deploy")
      .map((stage) => ({
        path: releaseWorkflow(service, stage).file,
        template: "github-actions/release.yml.hbs",
        shard: `${stage.owner}/${service.name}`,
        view: {
          specFile: service.specFile,
          name: `${service.name}: deploy a release to ${stage.id}`,
          runName: `${service.name}: release \${{ inputs.UPSTREAM_BUILD }} to ${stage.id}\${{ inputs.ROLLBACK_REASON && ' (rollback)' }}`,
          needsReason: needsReason(model, stage),
          ...viewCall(model, service, stage),
        },
      })),
  );
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
    stages: stages.map((stage) => ({ needs: ["_reach", ...stage.needs], ...viewCall(model, service, stage) })),
  };
}

/** How a workflow calls that of a stage. */
function viewCall(model: Model, service: Service, stage: Stage) {
  const { slug, path, branch } = stageWorkflow(model, service, stage);
  return {
    id: stage.id,
    uses: `${slug}/${path}@${branch}`,
    permissions: stagePermissions(model, stage),
    secrets: hasSecrets(phasesOf(model, stage)),
  };
}

/** A pattern of the spec as a filter of GitHub, which gives more characters a meaning. */
function filterPattern(pattern: string): string {
  return pattern.replace(/[?+[\]!\\]/g, "\\$&");
}
