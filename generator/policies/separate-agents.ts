import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { finding } from "../diagnostics/finding.ts";
import type { Model } from "../model/model.ts";
import { pushLoginOf } from "../model/registry-login.ts";
import {
  type AgentUser,
  applicationBuilds,
  deliveries,
  namesOf,
  pullRequestBuilds,
  signers,
  usersOf,
  usersOn,
} from "./agent-users.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Warns if stages with credentials, or pull requests, share agents with builds of applications. */
export const separateAgents: Policy = {
  code: "SW461",
  slug: "agents/shared-purposes",
  title: "Stages with credentials and builds of applications share agents",
  severity: "warning",
  explanation:
    "A build of an application can leave files and processes on its agent. A later job on this agent with the credentials of an environment or of a registry can then lose them, and a build of the main branch can use what a pull request left there. Use separate agents for each purpose: `site.agents`.",
  decision: "Each purpose has its own agents: builds, pull requests, image builds, delivery.",
  check(model) {
    const builds = usersOf(model).filter(({ stage }) => stage.kind === "source" || stage.kind === "custom");
    const pushing = usersOf(model).filter(
      ({ stage }) => stage.kind === "image" && pushLoginOf(model, stage.registry) !== null,
    );
    const requests = pullRequestBuilds(model);
    return [
      ...check(model, "agents/delivery", deliveries(model, false), [...builds, ...pushing, ...requests], (on) => {
        return `${namesOf(on)} use credentials of an environment`;
      }),
      ...check(model, "agents/delivery", signers(model, false), [...applicationBuilds(model), ...requests], (on) => {
        return `${namesOf(on)} use the key that signs images`;
      }),
      ...check(model, "agents/images", pushing, [...builds, ...requests], (on) => {
        return `${namesOf(on)} use the login of a registry`;
      }),
      ...check(model, "agents/pullRequests", requests, builds, (on) => `pull requests of ${namesOf(on)} are built`),
    ];
  },
};

function check(
  model: Model,
  key: string,
  users: readonly AgentUser[],
  builds: readonly AgentUser[],
  does: (on: readonly AgentUser[]) => string,
): Diagnostic[] {
  return [...new Set(users.map(({ label }) => label))].flatMap((label) => {
    const on = users.filter((user) => user.label === label);
    const others = usersOn(model, label, builds);
    if (others.length === 0) return [];
    const message = `${does(on)} on agents "${label}", which also build applications: ${namesOf(others)}`;
    const hint = `set another label in site.${key.replace("/", ".")}`;
    return [finding("SW461", placeOf(model, `site/${key}`), message, { hint })];
  });
}
