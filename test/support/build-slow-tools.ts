import type { TestProject } from "vitest/node";
import { buildRunner } from "../../generator/rehearse/build.ts";
import { buildOnce, type SlowTool } from "./build-once.ts";
import { type SlowToolName, slowTools } from "./slow-tools.ts";

/** Tools that only the named test files use: a run without these files does not build them. */
const users: Partial<Record<SlowToolName, RegExp>> = {
  imageTools:
    /real\/(provenance|signing|attack-images|buildkit|docker-builders|engine-[a-z]+|image-[a-z]+|registry-answers)\.test|bench\//,
  ko: /real\/image-without-dockerfile\.test/,
  jibRepository: /real\/image-without-dockerfile\.test/,
  cosign3: /real\/(provenance|signing|tekton-provenance)\.test/,
  cluster: /test\/delivery\//,
  rollouts: /test\/delivery\//,
  tektonServers: /delivery\/tekton[a-z-]*\.test/,
  tektonCheck: /real\/tekton-validate\.test/,
  tektonChains: /real\/tekton-chains\.test/,
  tektonLint: /real\/tekton-validate\.test/,
  helm: /test\/delivery\/|real\/layouts\.test/,
  act: /real\/github-actions\.test/,
  actionlint: /real\/workflow-lint\.test/,
  zizmor: /real\/workflow-lint\.test/,
  codeNarc: /real\/groovy-lint\.test/,
  preCommit: /real\/hook\.test/,
  oldPreCommit: /real\/hook\.test/,
  nodePrograms: /(real\/source-tools|public-applications)\.test/,
  pythonPrograms: /(real\/source-tools|public-applications)\.test/,
  twine: /real\/publish-tools\.test/,
  deployPlugin: /real\/publish-tools\.test/,
  publicApplications: /real\/public-applications\.test/,
};

/** Before the first test: builds every slow tool of the run, one after the other, outside of any test's time limit. */
export async function setup(project: TestProject): Promise<void> {
  const files = project.vitest.state.getPaths();
  for (const [name, tool] of Object.entries(slowTools) as [SlowToolName, SlowTool][]) {
    const user = users[name];
    if (user === undefined || files.some((file) => user.test(file))) await attempt(tool.title, () => buildOnce(tool));
  }
  await attempt("the runner of rehearse", buildRunner);
}

/** A failed build ends only the tests that need the tool: each of them tries again, and reports the failure. */
async function attempt(title: string, build: () => Promise<unknown>): Promise<void> {
  try {
    await build();
  } catch (error) {
    console.log(`Could not build ${title}: ${error instanceof Error ? error.message : error}`);
  }
}
