import { defaults } from "../generated/defaults.ts";
import type { PlatformSpec } from "../generated/spec-types.ts";
import type { Pipelines } from "../model/platform.ts";
import type { Section } from "./section.ts";

const { branch, directory } = defaults.pipelinesRepository;

/** Lowers the repository of specs and generated files. */
export function lowerPipelines(spec: PlatformSpec["pipelines"], section: Section): Pipelines {
  const { dialect, approvals } = spec.codeowners ?? {};
  const codeowners = section.within("codeowners");
  return {
    git: section.take("git", spec.git, ""),
    branch: section.take("branch", spec.branch, branch),
    credentials: section.take<string | null>("credentials", spec.credentials, null),
    directory: section.take("directory", spec.directory, directory),
    owner: section.take<string | null>("owner", spec.owner, null),
    codeowners: {
      dialect: codeowners.take("dialect", dialect, defaults.codeowners.dialect),
      approvals: codeowners.take<number | null>("approvals", approvals, null),
    },
  };
}
