import { describe, expect, it } from "vitest";
import { type CompileResult, compile } from "../../../generator/compile.ts";
import type { TargetName } from "../../../generator/model/model.ts";
import { leafKeys } from "../../support/schema-keys.ts";
import { specsWith, valuesOf } from "../keys/two-values.ts";
import { elsewhere } from "../keys/values.ts";

/**
 * A key that has an effect on Jenkins has one on the other products, or a finding says that it has none. These keys are only about
 * Jenkins, or about a tool or an engine that no stage of the test's spec uses.
 */
const ofJenkins: readonly RegExp[] = [
  /^platform\.(target|library\.(package|scope|deprecated)|site\.(authorization|agents\.seed|git|statuses))/,
  /^platform\.(site\.(podCaches|tools|pods\.(nodeSelector|tolerations))|engines)\b/,
  /^platform\.environments\.\*\.unstable$/,
  // The workflow's own token reads the repositories, GitHub starts runs, and each workflow has its own file.
  /\.(credentials|job|webhook)$/,
  // GitHub has no jobs to rename, and a run contains all stages.
  /\.(folder|previous\w+(\[\])?)$/,
];

/** Keys of one product only. */
const ofOne: Readonly<Record<"github-actions" | "tekton" | "jenkins-x", readonly RegExp[]>> = {
  // A pod for a stage is an error on GitHub Actions; a run contains all stages, and waits for each.
  "github-actions": [/^platform\.site\.(tekton|jenkinsX|pods)\./, /\.wait$/],
  // A registry needs credentials there, and a registry without them is an error.
  tekton: [/^platform\.site\.jenkinsX\./, /\.githubOidc\./],
  "jenkins-x": [/\.githubOidc\./],
};

const keys = leafKeys().filter(
  ({ path }) => ![...ofJenkins, ...elsewhere.map(([under]) => under)].some((it) => it.test(path)),
);

const isOfTarget = (code: string) => code === "SW378" || code === "SW379";

describe.each(["github-actions", "tekton", "jenkins-x"] as const)("%s", (target) => {
  const known = new Set(compiledFor(target, "platform.target", target).diagnostics.map(({ message }) => message));
  const own = keys.filter(({ path }) => !ofOne[target].some((it) => it.test(path)));

  it.each(own.map((leaf) => [leaf.path, leaf] as const))("does not ignore %s", (path, leaf) => {
    const [one, other] = valuesOf(leaf).map((value) => compiledFor(target, path, value));
    if (one === undefined || other === undefined) throw new Error(`${path} needs two values in values.ts`);
    if (treeOf(one) !== treeOf(other) || findingsOf(one) !== findingsOf(other)) return;
    // Both values have the same finding, which the spec without the key or its parent does not have.
    const news = one.diagnostics.filter(({ code, message }) => isOfTarget(code) && !known.has(message));
    expect(news.map(({ message }) => message)).not.toEqual([]);
  });
});

function compiledFor(target: TargetName, path: string, value: unknown): CompileResult {
  return compile({ ...specsWith(path, value, /^platform\.target$/), target });
}

function treeOf({ files }: CompileResult): string {
  return JSON.stringify(files?.map((file) => [file.path, file.content]));
}

function findingsOf({ diagnostics }: CompileResult): string {
  return JSON.stringify(diagnostics.map(({ code, message, waived }) => [code, message, waived]));
}
