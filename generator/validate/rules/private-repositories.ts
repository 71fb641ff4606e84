import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { show } from "../../diagnostics/wording.ts";
import type { PlatformSpec, ServiceSpec } from "../../generated/spec-types.ts";
import { isSameRepository, isSsh } from "../../model/git-address.ts";
import type { SpecPath } from "../../parse/document.ts";
import { type Checked, isForJenkins } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

type Repository = Pick<PlatformSpec["pipelines"], "git" | "credentials">;

/** A repository that services read with a credential is private, so Jenkins needs one for its Jenkinsfiles, too. */
export const privateRepositories: Rule = ({ platform, services }) => {
  if (platform === null || !isForJenkins(platform.spec)) return [];
  const { pipelines, teams } = platform.spec;
  return [
    ...checkRepository(platform, ["pipelines"], pipelines, services),
    ...Object.entries(teams).flatMap(([name, team]) =>
      team.pipelines === undefined
        ? []
        : checkRepository(platform, ["teams", name, "pipelines"], team.pipelines, services),
    ),
  ];
};

function checkRepository(
  { document }: Checked<PlatformSpec>,
  keys: SpecPath,
  { git, credentials }: Repository,
  services: readonly Checked<ServiceSpec>[],
): Diagnostic[] {
  if (credentials !== undefined) return [];
  const reader = services.find(({ spec }) => spec.credentials !== undefined && isSameRepository(spec.git, git));
  if (reader === undefined) return [];
  const { service, git: other, credentials: id = "" } = reader.spec;
  const key = [...keys, "credentials"].join(".");
  const message = `service "${service}" reads this repository with the credential ${show(id)}, but jobs read their Jenkinsfiles from it without one`;
  // A key is no password, so the credential belongs to the form of the address.
  const address = isSsh(other) === isSsh(git) ? "" : `, and ${[...keys, "git"].join(".")}: ${other}`;
  const hint = `set ${key}: ${id}${address}; if the repository is public, remove credentials of the service`;
  return [finding("SW399", document.valueSpan([...keys, "git"]), message, { hint })];
}
