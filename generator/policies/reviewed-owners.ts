import { finding } from "../diagnostics/finding.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Who owns a stage has somebody who reviews changes of it. */
export const reviewedOwners: Policy = {
  code: "SW436",
  title: "Owners have reviewers",
  decision: "What a team owns is changed with that team's review only.",
  consequence: "CODEOWNERS names nobody for its files: whoever may push changes how it is built and released.",
  check(model) {
    const owners = new Set(model.services.flatMap(({ stages }) => stages.map(({ owner }) => owner)));
    return model.teams
      .filter(({ name, reviewers }) => owners.has(name) && reviewers.length === 0)
      .map(({ name }) => {
        const span = placeOf(model, `teams/${name}/reviewers`);
        const message = `team "${name}" owns stages and has no reviewers`;
        return finding("SW436", span, message, { hint: `add teams.${name}.reviewers` });
      });
  },
};
