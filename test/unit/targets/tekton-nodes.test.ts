import { describe, expect, it } from "vitest";
import { compile } from "../../../generator/compile.ts";
import type { TargetName } from "../../../generator/model/model.ts";
import { inputOf } from "../bad-specs/check.ts";
import { digest } from "../bad-specs/good.ts";
import { accepted, acceptedService, forTekton } from "./accepted-spec.ts";

const key = "-----BEGIN PUBLIC KEY-----\\nMFkw\\n-----END PUBLIC KEY-----\\n";

/** The deploy stages have agents of their own, and `site.agents.delivery` is not set. */
const unset = [["pullRequests: { label: pr }, delivery: { label: delivery }", "pullRequests: { label: pr }"]] as const;
const ownAgents = [
  ["environment: dev }", "environment: dev, agent: { label: trusted } }"],
  ["environment: prod,", "environment: prod, agent: { label: trusted },"],
] as const;

describe.each(["tekton", "jenkins-x"] as const)("the key that signs images, on nodes of builds (%s)", (target) => {
  it("is an error if a protected environment trusts it", () => {
    expect(shared({ target, requires: "requires: [signature]", image: "sign: true" })).toEqual([
      'SW460 shop/image use the key that protected environments trust on agents "linux", which also build applications: shop/build',
    ]);
  });

  it.each([
    ["signs", "sign: true"],
    ["attaches a provenance", "provenance: true"],
    ["attaches its SBOM", "sbom: true"],
    ["attaches the report of its scan", "scan: high"],
  ])("is a warning for a stage that %s", (_what, image) => {
    expect(shared({ target, image })).toEqual([
      'SW461 shop/image use the key that signs images on agents "linux", which also build applications: shop/build',
    ]);
  });

  it("is no finding without such a stage, and on separate nodes", () => {
    expect(shared({ target, image: "" })).toEqual([]);
    const separate = { target, requires: "requires: [signature]", image: "sign: true", changes: [] };
    expect(shared(separate)).toEqual([]);
  });
});

describe.each(["tekton", "github-actions"] as const)("nodes of pull requests (%s)", (target) => {
  const requests = (agents: string) =>
    compile({
      ...inputOf({
        platform: [
          ...accepted,
          ...(target === "tekton" ? forTekton : []),
          ["pullRequests: { label: pr }", `pullRequests: ${agents}`],
        ],
        service: [...acceptedService, ["branch: 'hotfix/*', through: build", "pullRequest: true, through: build"]],
      }),
      target,
    }).diagnostics.filter(({ code }) => code === "SW460");

  it.each([
    ["all stages", "{ label: delivery }"],
    ["a label", "{ label: pr, byLabel: { linux: delivery } }"],
  ])("are no nodes with credentials of production, for %s", (_what, agents) => {
    expect(requests(agents).map(({ message }) => message)).toEqual([expect.stringContaining("shop/build")]);
    expect(requests("{ label: pr }")).toEqual([]);
  });
});

it("the key that signs images is on the agents of the image stage on Jenkins", () => {
  expect(shared({ target: "jenkins", requires: "requires: [signature]", image: "sign: true" })).not.toContain(
    "the key",
  );
});

interface Spec {
  readonly target: TargetName;
  readonly requires?: string;
  readonly image: string;
  readonly changes?: readonly (readonly [from: string, to: string])[];
}

/** The findings about agents that are shared. */
function shared({ target, requires = "", image, changes = unset }: Spec): string[] {
  const platform = [
    ...accepted,
    ...forTekton,
    ...changes,
    ["locks: { replace: [credentials] }", "locks: { replace: [credentials, stages.agent] }"],
    [
      "    jdks:",
      `    cosign: { key: cosign-key, password: cosign-password, publicKey: "${key}" }\n    syft: { keep: [attach] }\n    trivy: { keep: [attach], database: 'harbor.acme.internal/db/trivy:2@sha256:${digest}' }\n    jdks:`,
    ],
    ["    protected: true\n", `    protected: true\n    ${requires}\n`],
  ] as const;
  const service = [
    ...acceptedService,
    ...ownAgents,
    ["    engine: buildah\n", `    engine: buildah\n    ${image}\n`],
  ] as const;
  const { diagnostics } = compile({ ...inputOf({ platform, service }), target });
  expect(diagnostics.filter(({ severity, code }) => severity === "error" && !/^SW4[67]/.test(code))).toEqual([]);
  return diagnostics.filter(({ code }) => /^SW46[01]$/.test(code)).map(({ code, message }) => `${code} ${message}`);
}
