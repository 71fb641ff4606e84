import { describe, expect, it } from "vitest";
import { compile } from "../../../generator/compile.ts";
import { inputOf } from "../bad-specs/check.ts";
import { digest } from "../bad-specs/good.ts";
import { accepted, acceptedService, forTekton } from "./accepted-spec.ts";

type Change = readonly (readonly [from: string, to: string])[];
type Row = readonly [key: string, change: { platform?: Change; service?: Change }];

const site = (text: string): Change => [["  agent: { label: linux }\n", `  agent: { label: linux }\n  ${text}\n`]];
const service = (text: string): Change => [["stages:\n", `${text}\nstages:\n`]];
const buildah = (agent: string): Change => [["buildah: { agent: { label: linux-build }", `buildah: { ${agent}`]];

/** The line of a finding is that of the key, also if another key of the platform sets the value. */
const both: readonly Row[] = [
  ["parameters: [", { service: service("parameters: [{ name: P, kind: text }]") }],
  ["topology: per-team", { platform: [["teams:\n", "topology: per-team\nteams:\n"]] }],
  [
    "topology: combined",
    { service: service("topology: combined"), platform: [["locks: { replace: [", "locks: { replace: [topology, "]] },
  ],
  ["keep: { builds: 9 }", { platform: site("keep: { builds: 9 }") }],
  ["keep: { days: 9 }", { platform: site("keep: { days: 9 }") }],
  ["{ label: linux || other }", { platform: [["  agent: { label: linux }", "  agent: { label: linux || other }"]] }],
  ["delivery: { label: '!pr' }", { platform: [["delivery: { label: delivery }", "delivery: { label: '!pr' }"]] }],
  ["{ label: a || b }", { platform: buildah("agent: { label: a || b }") }],
];

const multibranch: Row[1] = {
  platform: [["locks: { replace: [", "locks: { replace: [job, jenkinsfile, "]],
  service: [
    ["version: '1.2.{build}'", "version: '{commit}'"],
    ...service("job: multibranch\njenkinsfile: ci/Jenkinsfile"),
  ],
};

const github: readonly Row[] = [
  [
    "jenkinsfile: ci/Jenkinsfile",
    { ...multibranch, platform: [...(multibranch.platform ?? []), ...site("git: { host: github }")] },
  ],
];

const tekton: readonly Row[] = [
  ["jenkinsfile: ci/Jenkinsfile", multibranch],
  ["pin: v1.3.2", {}],
  ["wait: true", { service: [["environment: dev }", "environment: dev, wait: true }"]] }],
  ["pods: { namespace: builds }", { platform: site("pods: { namespace: builds }") }],
  ["pods: { serviceAccount: builder }", { platform: site("pods: { serviceAccount: builder }") }],
  ["pods: { cloud: k8s }", { platform: site("pods: { cloud: k8s }") }],
  ["pods: { caConfigMap: ca }", { platform: site("pods: { caConfigMap: ca }") }],
  [
    "kubernetes: { namespace: builds }",
    {
      platform: buildah(
        `image: 'harbor.acme.internal/b:1@sha256:${digest}', agent: { kubernetes: { namespace: builds } }`,
      ),
    },
  ],
];

describe.each(["github-actions", "tekton"] as const)("on %s", (target) => {
  it.each([...both, ...(target === "tekton" ? tekton : github)])(
    "the finding about %s is at its line",
    (key, change) => {
      const input = inputOf({
        platform: [...accepted, ...(target === "tekton" ? forTekton : []), ...(change.platform ?? [])],
        service: [...acceptedService, ...(change.service ?? [])],
      });
      const { diagnostics } = compile({ ...input, target });
      const lines = diagnostics
        .filter(({ code }) => code === "SW378" || code === "SW379")
        .map(
          ({ at }) =>
            [input.platform, ...input.services].find(({ path }) => path === at.file)?.text.split("\n")[at.line - 1],
        );
      // A key that several stages inherit is one mistake.
      expect(lines.filter((line) => line?.includes(key))).toHaveLength(1);
    },
  );
});
