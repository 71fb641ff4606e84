import { fileURLToPath } from "node:url";
import type { AgentConfig } from "../../../generator/rehearse/index.ts";

/** An engine in the specs, and the agent on which it runs. */
export interface EngineUnderTest {
  readonly name: "docker" | "buildah" | "buildkit" | "kaniko" | "none";
  /** Tells two rows of one engine apart. */
  readonly title: string;
  /** Its part of the platform spec. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Path in the controller's home. */
  readonly agent: AgentConfig;
}

const pinned = (name: string) => `127.0.0.1/ci/${name}:1@sha256:${"0".repeat(64)}`;
const container = fileURLToPath(new URL("../lab/kaniko/container.sh", import.meta.url));
const rootless = fileURLToPath(new URL("../lab/rootless/container.sh", import.meta.url));
const executor = process.env.KANIKO_EXECUTOR ?? "";

/** The executor that ran instead of kaniko. */
export const kanikoIs = executor === "" ? "the strict stand-in" : `the real executor, ${executor}`;

/** All engines that build a Dockerfile; tests must only use the values here. */
export const enginesUnderTest: readonly EngineUnderTest[] = [
  // The lab's daemon has no bridge, so its builds use the host's network.
  {
    name: "docker",
    title: "docker",
    settings: { agent: { label: "builder" }, network: "host" },
    agent: { name: "builder", labels: ["builder"] },
  },
  {
    name: "buildah",
    title: "buildah",
    settings: { agent: { label: "builder" } },
    agent: { name: "builder", labels: ["builder"] },
  },
  // The lab's agents run as root, so the daemon does, too. In a pod, it runs without root.
  {
    name: "buildkit",
    title: "buildkit",
    settings: { agent: { label: "builder" } },
    agent: { name: "builder", labels: ["builder"] },
  },
  {
    name: "kaniko",
    title: "kaniko",
    settings: {
      agent: { kubernetes: { namespace: "builds" } },
      image: pinned("kaniko"),
      tools: pinned("skopeo"),
      retries: 1,
    },
    agent: {
      name: "builder",
      labels: [],
      kubernetes: true,
      containers: {
        tools: {},
        kaniko: { prefix: [container], env: executor === "" ? {} : { KANIKO_EXECUTOR: executor } },
      },
    },
  },
];

/** BuildKit without root, in a pod. */
export const rootlessUnderTest: EngineUnderTest = {
  name: "buildkit",
  title: "buildkit-rootless",
  settings: {
    agent: { kubernetes: { namespace: "builds" } },
    image: pinned("buildkit"),
    tools: pinned("skopeo"),
    memory: "1Gi",
  },
  agent: {
    name: "builder",
    labels: [],
    kubernetes: true,
    containers: { tools: {}, buildkit: { prefix: [rootless] } },
  },
};

/** The rows of the matrix of builds and of the table of failures. */
export const engineRows: readonly EngineUnderTest[] = [...enginesUnderTest, rootlessUnderTest];

/** A stage whose command pushes the image: on agents with a label, and in pods. */
export const commandUnderTest: readonly (EngineUnderTest & { readonly where: string })[] = [
  {
    name: "none",
    title: "none",
    where: "an agent with a label",
    settings: { agent: { label: "builder" } },
    agent: { name: "builder", labels: ["builder"] },
  },
  {
    name: "none",
    title: "none",
    where: "a pod",
    settings: {
      agent: { kubernetes: { namespace: "builds" } },
      image: pinned("maven"),
      tools: pinned("skopeo"),
      memory: "1Gi",
    },
    agent: { name: "builder", labels: [], kubernetes: true, containers: { tools: {}, build: {} } },
  },
];
