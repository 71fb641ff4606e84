import type { Environment } from "../model/platform.ts";
import type { Handoff, HandoffCredential } from "./handoff.ts";

/** A commit of the digest to the environment's GitOps repository; Argo CD does the rest. */
export const argocd: Handoff = {
  name: "argocd",
  scripts: [{ name: "commit", verbatim: true }],
  plugins: [],
  phases: (_model, environment) => [
    { script: "commit", label: "Commit the digest", credentials: writing(environment) },
  ],
  variables: (_model, { gitops }) =>
    gitops === null ? {} : { GITOPS_URL: gitops.git, GITOPS_BRANCH: gitops.branch, OVERLAY: gitops.path },
  addresses: (_model, { gitops }) => (gitops === null ? [] : [{ path: "gitops/git", url: gitops.git }]),
};

function writing({ gitops }: Environment): HandoffCredential[] {
  if (gitops === null || gitops.credentials === null) return [];
  const { git, branch, credentials: id } = gitops;
  const rights = `write ${git}, branch ${branch}`;
  return [
    { kind: "usernamePassword", id, user: "GIT_USER", password: "GIT_PASSWORD", rights, path: "gitops/credentials" },
  ];
}
