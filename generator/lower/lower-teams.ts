import type { PlatformSpec } from "../generated/spec-types.ts";
import type { Team } from "../model/platform.ts";
import type { Section } from "./section.ts";

/** The teams, in the order of the spec. */
export function lowerTeams(teams: PlatformSpec["teams"], section: Section): Team[] {
  return Object.entries(teams).map(([name, spec]) => {
    const team = section.within(name);
    const { contact = {} } = spec;
    return {
      name,
      folder: team.take("folder", spec.folder, name),
      previousFolders: team.take("previousFolders", spec.previousFolders, []),
      reviewers: team.take("reviewers", spec.reviewers, []),
      approvers: team.take("approvers", spec.approvers, []),
      group: team.take<string | null>("group", spec.group, null),
      mail: team.take<string | null>("mail", contact.mail, null, ["contact", "mail"]),
      webhook: team.take<string | null>("webhook", contact.webhook, null, ["contact", "webhook"]),
    };
  });
}
