import { finding } from "../diagnostics/finding.ts";
import { isSameRepository } from "../model/git-address.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Checks that a library outside the sandbox is in a repository that only its reviewers can change. */
export const trustedLibrary: Policy = {
  code: "SW439",
  slug: "library/trusted-shared-repository",
  title: "Trusted library can be changed by every team",
  severity: "warning",
  explanation:
    "A global library runs outside the Jenkins sandbox, in every job. CODEOWNERS protects only merges into a protected branch. CODEOWNERS does not protect pushes to other branches: Jenkins loads any commit by its hash, and a team can put that hash into its own Jenkinsfile, which its own members review. To protect the library, put it into a repository with write access for its reviewers only, or run it in the sandbox (`library.scope: folder`). If the Git host already restricts write access to the pipelines repository, document this in a waiver.",
  decision: "Only the library's reviewers can change code that runs outside the Jenkins sandbox.",
  target: "jenkins",
  check(model) {
    const { library, pipelines, teams } = model;
    const isSeparate = library.git !== null && !isSameRepository(library.git, pipelines.git);
    if (library.scope === "folder" || isSeparate || teams.length < 2) return [];
    const span = placeOf(model, "library/git", library.git ?? "");
    const message = `the library runs outside the sandbox, but is in the pipelines repository: "${pipelines.owner}" reviews merges, but anyone who can push a branch can load its commit by the hash`;
    const hint =
      "set library.git to a repository with write access for its reviewers only, or set library.scope: folder";
    return [finding("SW439", span, message, { hint })];
  },
};
