import { describe, expect, it } from "vitest";
import type { CompileResult } from "../../../generator/compile.ts";
import type { DecisionKey } from "../../../generator/explain/decision.ts";
import { explain } from "../../../generator/explain/index.ts";
import { leafKeys } from "../../support/schema-keys.ts";
import { compiled, valuesOf } from "../keys/two-values.ts";
import { elsewhere } from "../keys/values.ts";
import { statements } from "./examples.ts";

/** The schema keys that make each decision; every other key changes no statement. */
const decides: Readonly<Record<DecisionKey, RegExp>> = {
  target: /^platform\.target$/,
  topology: /topology$/,
  "stages.owner": /\.owner$/,
  "stages.approval": /\.approval\.by/,
  "teams.approvers": /^platform\.teams\.\*\.approvers/,
  "environments.protected": /^platform\.environments\.\*\.protected$/,
  "delivery.handoff": /^platform\.(delivery|environments\.\*)\.handoff$/,
  "delivery.instances": /^platform\.delivery\.argocd\.\*\.environments/,
  "delivery.highAvailability": /\.highAvailability$/,
  "site.podSecurity": /^platform\.site\.podSecurity$/,
  "site.network": /^platform\.site\.(network|hosts)/,
  products: /^platform\.products\./,
  "stages.engine": /\.engine$/,
  "engines.agent": /^platform\.(engines\.\w+\.agent|site\.agents\.images)/,
  "engines.memory": /^platform\.engines\.\w+\.memory$/,
  "engines.buildsAtOnce": /^platform\.engines\.\w+\.buildsAtOnce$/,
  "environments.strategy": /^platform\.environments\.\*\.strategy\./,
};

/** Keys of names and deployments: they are part of the statements. */
const subjects = /^service\.service$|\]\.id$|\.teams\.\*\.folder$|\[deploy\]\.environment$/;

const all = leafKeys();
const leaves = all.filter(({ path }) => !subjects.test(path) && !elsewhere.some(([under]) => under.test(path)));

function decisionsOf(path: string): DecisionKey[] {
  return (Object.keys(decides) as DecisionKey[]).filter((decision) => decides[decision].test(path));
}

function statementsIn({ model }: CompileResult) {
  return model === null ? null : statements(explain(model));
}

describe("a key of the schemas", () => {
  it.each(leaves.map((leaf) => [leaf.path, leaf] as const))(
    "%s changes only statements that follow from it",
    (path, leaf) => {
      const [one, other] = valuesOf(leaf).map((value) => statementsIn(compiled(path, value)));
      // Skip a value that does not compile.
      if (!one || !other) return;
      const ids = [...new Set([...one.keys(), ...other.keys()])].filter(
        (id) => one.get(id)?.text !== other.get(id)?.text,
      );
      const known = decisionsOf(path);
      const unexpected = ids.filter((id) => {
        const follows = (one.get(id) ?? other.get(id))?.follows ?? [];
        return !known.some((decision) => follows.includes(decision));
      });
      expect(unexpected).toEqual([]);
    },
  );

  it.each(Object.entries(decides))("makes the decision %s", (_, keys) => {
    expect(all.filter(({ path }) => keys.test(path))).not.toEqual([]);
  });
});
