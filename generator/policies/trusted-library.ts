import { finding } from "../diagnostics/finding.ts";
import { isSameRepository } from "../model/git-address.ts";
import type { Model } from "../model/model.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** What runs outside the sandbox lies where its own reviewers alone may push. */
export const trustedLibrary: Policy = {
  code: "SW439",
  title: "A trusted library is its reviewers' alone",
  decision: "Nobody but the library's reviewers brings code into what runs outside Jenkins' sandbox.",
  consequence:
    "Any team's branch or merge reaches the library, and as its code every credential and every job of the site.",
  check(model) {
    const { library, pipelines, teams } = model;
    const apart = library.git !== null && !isSameRepository(library.git, pipelines.git);
    if (library.scope === "folder" || apart || teams.length < 2) return [];
    const span = placeOf(model, "library/git", library.git ?? "");
    const message = `the library runs outside the sandbox, and lies in the pipelines repository: ${whoReachesIt(model)}`;
    const hint = "set library.git to a repository that its reviewers alone push to, or library.scope: folder";
    return [finding("SW439", span, message, { hint })];
  },
};

/** CODEOWNERS asks for reviews of what is merged. What is pushed it does not see, and Jenkins loads any commit by its hash. */
function whoReachesIt({ pipelines: { owner } }: Model): string {
  return owner === null
    ? "one reviewer of any team is enough to merge a change of it"
    : `"${owner}" reviews what is merged, and whoever pushes a branch there may load its commit by the hash`;
}
