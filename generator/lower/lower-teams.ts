import { defaults } from "../generated/defaults.ts";
import type { PlatformSpec } from "../generated/spec-types.ts";
import type { Team, TeamEvent, TeamRepository } from "../model/platform.ts";
import type { Section } from "./section.ts";

/** Lowers the teams, in the order of the spec. */
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
      chatFormat: team.take("chatFormat", contact.format, defaults.contact.format, ["contact", "format"]),
      notifications: team.take<readonly TeamEvent[]>("notifications", contact.on, defaults.contact.on, [
        "contact",
        "on",
      ]),
      pipelines: spec.pipelines === undefined ? null : lowerRepository(spec.pipelines, team.within("pipelines")),
    };
  });
}

function lowerRepository(
  spec: NonNullable<PlatformSpec["teams"][string]["pipelines"]>,
  section: Section,
): TeamRepository {
  const { branch, directory } = defaults.teamRepository;
  return {
    git: section.take("git", spec.git, ""),
    branch: section.take("branch", spec.branch, branch),
    credentials: section.take<string | null>("credentials", spec.credentials, null),
    directory: section.take("directory", spec.directory, directory),
  };
}
