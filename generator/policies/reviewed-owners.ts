import { finding } from "../diagnostics/finding.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Checks that teams that own stages have reviewers. */
export const reviewedOwners: Policy = {
  code: "SW436",
  slug: "teams/no-reviewers",
  title: "Owner has no reviewers",
  severity: "warning",
  explanation:
    "CODEOWNERS lists no reviewers for the files of this team. Anyone with write access can change how the team's stages build and release.",
  decision: "A team reviews every change of the stages that it owns.",
  check(model) {
    const owners = new Set(model.services.flatMap(({ stages }) => stages.map(({ owner }) => owner)));
    return model.teams
      .filter(({ name, reviewers }) => owners.has(name) && reviewers.length === 0)
      .map(({ name }) => {
        const span = placeOf(model, `teams/${name}/reviewers`);
        const message = `team "${name}" owns stages but has no reviewers`;
        return finding("SW436", span, message, { hint: `add teams.${name}.reviewers` });
      });
  },
};
