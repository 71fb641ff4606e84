import { join } from "node:path";
import { execa } from "execa";
import { stringify } from "yaml";
import { makeTemporary, removeTemporary } from "../lab/index.ts";
import { toolFolder } from "../slow-tools.ts";
import { builtTree, writeTree } from "./built-tree.ts";
import { manifestsOf, objectsOf, type TektonTree } from "./trees.ts";

/** The rules of tekton-lint that are off, with the reason. A finding of any other rule is an error. */
export const lintRulesOff: Readonly<Record<string, string>> = {
  // This rule accepts what prefer-kebab-case reports.
  "prefer-camel-kebab-case": "prefer-kebab-case is stricter",
};

/** The findings of Tekton's own decoding, defaults and validation: `file:document: message`. */
export async function tektonProblems(tree: TektonTree): Promise<readonly string[]> {
  const program = join(await toolFolder("tektonCheck"), "tekton-check");
  return inFolder(manifestsOf(tree), async (folder) => {
    const { stdout, stderr, exitCode } = await execa(program, ["."], { cwd: folder, reject: false });
    const problems = stdout === "" ? [] : stdout.split("\n");
    const counted = `${objectsOf(tree).length} documents, ${problems.length} findings`;
    // A run that reads nothing has no findings, either.
    if (stderr !== counted || exitCode !== (problems.length > 0 ? 1 : 0)) throw new Error(`${exitCode}: ${stderr}`);
    return problems;
  });
}

/** The findings of tekton-lint, each with its rule: one namespace after the other, because the linter knows none. */
export async function lintProblems(tree: TektonTree): Promise<readonly string[]> {
  const all = objectsOf(await builtTree(tree));
  const found: string[] = [];
  for (const namespace of new Set(all.map(({ metadata }) => metadata.namespace))) {
    const objects = all.filter(({ metadata }) => metadata.namespace === namespace);
    if (!objects.some(({ apiVersion }) => apiVersion.includes("tekton.dev/"))) continue;
    found.push(...(await lint(objects.map((it) => stringify(it)).join("---\n"))));
  }
  return found;
}

interface LintFinding {
  readonly rule: string;
  readonly message: string;
}

async function lint(text: string): Promise<readonly string[]> {
  const program = join(await toolFolder("tektonLint"), "node_modules/@ibm/tekton-lint/dist/lint.js");
  const rules = Object.fromEntries(Object.keys(lintRulesOff).map((rule) => [rule, "off"]));
  const files = new Map([
    ["objects.yaml", text],
    [".tektonlintrc.yaml", stringify({ rules })],
  ]);
  return inFolder(files, async (folder) => {
    const env = { TL_CACHE_DIR: join(folder, "cache"), NODE_ENV: "production" };
    const options = { cwd: folder, env, reject: false };
    const { stdout, stderr, exitCode } = await execa("node", [program, "--format=json", "objects.yaml"], options);
    if (stdout === "") throw new Error(`tekton-lint: ${exitCode} ${stderr}`);
    const findings: readonly LintFinding[] = JSON.parse(stdout);
    return findings.map(({ rule, message }) => `${rule}: ${message}`);
  });
}

async function inFolder<T>(files: ReadonlyMap<string, string>, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await makeTemporary("tekton");
  try {
    await writeTree({ name: "", files }, folder);
    return await work(folder);
  } finally {
    await removeTemporary(folder);
  }
}
