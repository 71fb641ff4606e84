import type { StepParameter } from "./parameter.ts";

/** Parameters that several steps share. */
export const service: StepParameter = { name: "service", text: "Name of the service.", example: "shop" };
export const upstream: StepParameter = {
  name: "upstream",
  text: "Job whose release is taken, by the build number in UPSTREAM_BUILD; without it the release of this very run.",
  example: "/shop/shop-build",
  default: "",
};
export const git: StepParameter = {
  name: "git",
  text: "Repository of the application; without it what the multibranch job checks out.",
  example: "https://git.acme.internal/shop/shop.git",
  default: "",
};
export const credentials: StepParameter = { name: "credentials", text: "Credential for reading it.", example: "shop-git", default: "" };
export const agent: StepParameter = { name: "agent", text: "Label of the agents, instead of the site's.", example: "linux", default: "" };
export const retries: StepParameter = { name: "retries", text: "Further attempts after the agent was lost.", example: 1, default: 0 };
