import { describe, expect, it } from "vitest";
import { type Document, parseDocument } from "yaml";
import type { CompileInput } from "../../../generator/compile.ts";
import type { DecisionKey } from "../../../generator/explain/decision.ts";
import { decisions } from "../../../generator/explain/index.ts";
import { compiled, inputOf, statements } from "./examples.ts";

type Edit = (specs: Readonly<Record<string, Document>>) => void;

/** The specs of the bank, without the settings that turn policy warnings into errors. */
const base: CompileInput = (() => {
  const { platform, ...rest } = inputOf("bank");
  const document = parseDocument(platform.text);
  document.deleteIn(["policy", "severity"]);
  return { ...rest, platform: { ...platform, text: String(document) } };
})();

/** Sets values at paths: `stagewright`, then keys and indices. */
function set(spec: string, ...pairs: readonly (readonly [path: readonly (string | number)[], value: unknown])[]): Edit {
  return (specs) => {
    for (const [path, value] of pairs) specs[spec]?.setIn(path, value);
  };
}

function both(...edits: readonly Edit[]): Edit {
  return (specs) => {
    for (const edit of edits) edit(specs);
  };
}

/** The same strategy in every environment. */
function strategy(value: Readonly<Record<string, unknown>>): Edit {
  return set(
    "stagewright",
    ...["dev", "test", "prod"].map((name) => [["environments", name, "strategy"], value] as const),
  );
}

const instance = (environments: string[]) => ({ server: "https://argocd.bank.internal", environments });
const kaniko = {
  agent: { kubernetes: {} },
  image: `harbor.bank.internal/ci/kaniko:1@sha256:${"1".repeat(64)}`,
  tools: `harbor.bank.internal/ci/skopeo:1@sha256:${"2".repeat(64)}`,
  memory: "512Mi",
};
const engine = (stage: number, value: string) => [["stages", stage, "engine"], value] as const;

/** Allows services to set the topology, and production's credentials in the folder of the source's team. */
const anyTopology = set(
  "stagewright",
  [
    ["locks", "replace"],
    ["credentials", "deploy.before", "topology"],
  ],
  [["policy", "severity"], { SW470: "note" }],
);

/** For each decision key, changes that together affect every statement that follows from it. */
const mutations: Readonly<Record<DecisionKey, readonly Edit[]>> = {
  // The bank is offline, so only Jenkins can run its pipelines: decision-keys.test.ts changes the target.
  target: [],
  topology: [
    both(anyTopology, set("stagewright", [["topology"], "combined"])),
    set("stagewright", [["topology"], "per-team"]),
    both(anyTopology, set("accounts", [["topology"], "combined"])),
    both(anyTopology, set("payments", [["topology"], "combined"])),
  ],
  "stages.owner": [
    set("accounts", [["stages", 0, "owner"], "payments"], [["stages", 2, "owner"], "payments"]),
    set("accounts", [["stages", 1, "owner"], "operations"], [["stages", 3, "owner"], "operations"]),
    set("payments", [["stages", 1, "owner"], "platform"]),
  ],
  "stages.approval": [
    set("accounts", [["stages", 4, "approval"], { by: ["the-board"] }]),
    set("payments", [["stages", 3, "approval"], { by: ["the-board"] }]),
  ],
  "teams.approvers": [set("stagewright", [["teams", "operations", "approvers"], ["two-of-the-board"]])],
  "environments.protected": [
    set("stagewright", [["environments", "dev", "protected"], true]),
    set("stagewright", [["environments", "test", "protected"], true]),
    set("stagewright", [["environments", "prod", "protected"], false]),
  ],
  "delivery.instances": [
    set("stagewright", [["delivery", "argocd"], { argocd: instance(["dev", "test", "prod"]) }]),
    set("stagewright", [["delivery", "argocd"], { open: instance(["dev", "test"]), closed: instance(["prod"]) }]),
  ],
  "delivery.highAvailability": [
    set(
      "stagewright",
      [["delivery", "argocd", "argocd-dev", "highAvailability"], true],
      [["delivery", "argocd", "argocd-test", "highAvailability"], true],
      [["delivery", "argocd", "argocd-prod", "highAvailability"], false],
    ),
  ],
  "delivery.handoff": [
    set(
      "stagewright",
      [["delivery"], { handoff: "spinnaker", spinnaker: { gate: "https://git.bank.internal" } }],
      ...["dev", "test", "prod"].map(
        (name) => [["environments", name], { protected: name === "prod", spinnaker: { account: name } }] as const,
      ),
    ),
  ],
  "site.podSecurity": [set("stagewright", [["site", "podSecurity"], "restricted"])],
  "site.network": [set("stagewright", [["site", "network"], "online"])],
  products: [
    set("stagewright", [
      ["products"],
      Object.fromEntries(
        ["jenkins", "jenkins-x", "tekton", "github-actions", "argocd", "spinnaker", "buildah", "docker"].map((id) => [
          id,
          { name: `our ${id}`, licence: "our own" },
        ]),
      ),
    ]),
  ],
  "stages.engine": [
    both(
      set("stagewright", [["engines", "docker"], { agent: { label: "docker" } }]),
      set("accounts", engine(1, "docker")),
      set("payments", engine(1, "docker")),
    ),
    both(
      set("stagewright", [["engines", "docker"], { agent: { label: "docker" } }]),
      set("accounts", engine(1, "docker")),
    ),
    both(set("stagewright", [["engines", "kaniko"], kaniko]), set("accounts", engine(1, "kaniko"))),
    both(
      set("stagewright", [["engines", "buildkit"], { agent: { label: "buildkit" } }]),
      set("accounts", engine(1, "buildkit")),
    ),
    both(set("stagewright", [["engines", "none"], { agent: { label: "build" } }]), (documents) => {
      const stage = ["stages", 1];
      for (const key of ["dockerfile", "target", "buildArguments", "labels", "base", "secrets", "cache", "platforms"])
        documents.accounts?.deleteIn([...stage, key]);
      set(
        "accounts",
        engine(1, "none"),
        [[...stage, "command"], "make image"],
        [[...stage, "digestFrom"], "digest"],
      )(documents);
    }),
  ],
  "engines.agent": [set("stagewright", [["engines", "buildah", "agent", "label"], "large"])],
  "engines.memory": [set("stagewright", [["engines", "buildah", "memory"], "2Gi"])],
  "environments.strategy": [
    strategy({ kind: "canary", steps: [{ weight: 5 }] }),
    ...["recreate", "rolling", "blueGreen"].map((kind) => strategy({ kind })),
  ],
  "engines.buildsAtOnce": [set("stagewright", [["engines", "buildah", "buildsAtOnce"], 1])],
};

/** Decisions that necessarily change with another one: another handoff has no Argo CD, and other strategies. */
const entailed: Partial<Readonly<Record<DecisionKey, readonly DecisionKey[]>>> = {
  "delivery.handoff": ["delivery.instances", "delivery.highAvailability", "environments.strategy"],
};

function edited(edit: Edit): CompileInput {
  const all = [base.platform, ...base.services];
  const nameOf = (path: string) => path.replace(/^services\//, "").replace(/\.yaml$/, "");
  const documents = Object.fromEntries(all.map(({ path, text }) => [nameOf(path), parseDocument(text)]));
  edit(documents);
  const [platform = base.platform, ...services] = all.map(({ path }) => ({
    path,
    text: String(documents[nameOf(path)]),
  }));
  return { ...base, platform, services };
}

function stated(input: CompileInput) {
  return statements(compiled(input).decisions);
}

type Stated = ReturnType<typeof stated>;

/** Ids of statements that were added, removed or changed. */
function changed(before: Stated, after: Stated): Set<string> {
  const ids = new Set([...before.keys(), ...after.keys()]);
  return new Set([...ids].filter((id) => before.get(id)?.text !== after.get(id)?.text));
}

function following(keys: readonly DecisionKey[], before: Stated, after: Stated): Set<string> {
  const all = [...before.values(), ...after.values()];
  return new Set(all.filter(({ follows }) => keys.some((key) => follows.includes(key))).map(({ id }) => id));
}

describe.each((Object.entries(mutations) as [DecisionKey, readonly Edit[]][]).filter(([, edits]) => edits.length > 0))(
  "%s",
  (key, edits) => {
    const before = stated(base);

    it("changes only statements that follow from it", () => {
      for (const edit of edits) {
        const after = stated(edited(edit));
        const follows = following([key, ...(entailed[key] ?? [])], before, after);
        expect([...changed(before, after)].filter((id) => !follows.has(id))).toEqual([]);
      }
    });

    it("changes every statement that follows from it", () => {
      const afters = edits.map((edit) => stated(edited(edit)));
      const ids = new Set(afters.flatMap((after) => [...changed(before, after)]));
      expect([...following([key], before, new Map())].filter((id) => !ids.has(id))).toEqual([]);
    });
  },
);

it("knows every key that a statement names", () => {
  const known = new Set<string>(Object.keys(mutations));
  const named = [...stated(base).values()].flatMap(({ follows }) => follows);
  expect(named.filter((key) => !known.has(key))).toEqual([]);
  expect(decisions).toHaveLength(5);
});
