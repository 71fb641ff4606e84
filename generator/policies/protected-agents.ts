import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { finding } from "../diagnostics/finding.ts";
import type { Model } from "../model/model.ts";
import { applicationBuilds, deliveries, namesOf, pullRequestBuilds, signers, usersOn } from "./agent-users.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Checks that no build of an application shares agents with the credentials of a protected environment or the seed. */
export const protectedAgents: Policy = {
  code: "SW460",
  slug: "agents/shared-with-protected",
  title: "Protected credentials and builds of applications share agents",
  severity: "error",
  explanation:
    "A build of an application runs code that anyone with write access to the application can change; a build of a pull request runs code that anyone can propose. It can leave files and processes on its agent that wait for the next job. If that job has the credentials of a protected environment, or is the seed, which may create and change every job, one build is enough to release to production. On Tekton and Jenkins X, the pods that sign images run on agents of `site.agents.delivery`, too. Use separate agents: `site.agents.delivery` and `site.agents.seed`.",
  decision: "Credentials of protected environments and the seed are on agents that build no application.",
  check: (model) => [...checkDeliveries(model), ...checkSigners(model), ...checkSeed(model)],
};

function checkDeliveries(model: Model): Diagnostic[] {
  const users = deliveries(model, true);
  const labels = [...new Set(users.map(({ label }) => label))];
  return labels.flatMap((label) => {
    const builds = buildsOn(model, label);
    if (builds.length === 0) return [];
    const on = users.filter((user) => user.label === label);
    const path = on[0] === undefined ? "" : `services/${on[0].service.name}/stages/${on[0].stage.id}/agent`;
    const place = model.origins.get(path)?.kind === "spec" ? path : "site/agents/delivery";
    const message = `${namesOf(on)} use credentials of a protected environment on agents "${label}", which also build applications: ${namesOf(builds)}`;
    return [finding("SW460", placeOf(model, place), message, { hint: "set another label in site.agents.delivery" })];
  });
}

/** The key that signs what a protected environment requires. */
function checkSigners(model: Model): Diagnostic[] {
  const users = signers(model, true);
  const [user] = users;
  const builds = user === undefined ? [] : buildsOn(model, user.label);
  if (builds.length === 0) return [];
  const message = `${namesOf(users)} use the key that protected environments trust on agents "${user?.label}", which also build applications: ${namesOf(builds)}`;
  const hint = "set another label in site.agents.delivery";
  return [finding("SW460", placeOf(model, "site/agents/delivery"), message, { hint })];
}

/** Only Jenkins has a seed. */
function checkSeed(model: Model): Diagnostic[] {
  if (model.target !== "jenkins") return [];
  const { label } = model.site.agents.seed;
  const builds = buildsOn(model, label);
  if (builds.length === 0) return [];
  const message = `the seed creates jobs on agents "${label}", which also build applications: ${namesOf(builds)}`;
  const hint = "set another label in site.agents.seed";
  return [finding("SW460", placeOf(model, "site/agents/seed"), message, { hint })];
}

function buildsOn(model: Model, label: string) {
  return usersOn(model, label, [...applicationBuilds(model), ...pullRequestBuilds(model)]);
}
