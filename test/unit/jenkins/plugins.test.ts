import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compileTrees } from "../../support/generated-files.ts";
import { model, site } from "../../support/model.ts";
import { fileOf } from "./files.ts";

const trees = compileTrees();
const jvm = join(import.meta.dirname, "../../../jvm");
const catalogueFile = join(jvm, "catalogue/src/main/resources/io/stagewright/catalogue/catalogue.json");
const jobDslFile = join(jvm, "rehearsal/src/main/resources/io/stagewright/rehearsal/jobdsl.json");

/** The plugin of each step that the runner supports. */
const steps = (JSON.parse(readFileSync(catalogueFile, "utf8")) as { steps: Named }).steps;
/** The plugin that provides each Job DSL method. */
const methods = (JSON.parse(readFileSync(jobDslFile, "utf8")) as { contexts: Contexts }).contexts;

type Named = Record<string, { readonly plugin: string }>;
type Contexts = Record<string, Record<string, { readonly dynamic?: string }>>;

/** Dependencies of listed plugins, which are installed automatically. */
const bringing: Readonly<Record<string, string>> = {
  core: "workflow-cps",
  "pipeline-input-step": "pipeline-model-definition",
  "pipeline-stage-step": "pipeline-model-definition",
  "workflow-api": "workflow-cps",
  "branch-api": "workflow-multibranch",
};

/** Library code is the same for all sites. These calls only run if the site, a stage or a job enables them. */
const onlyWhere: Readonly<Record<string, RegExp>> = {
  coverage: /^ +coverage: \[$/m,
  http_request: /webhook: '[^']|static Map statuses\(\) \{\n +return \[(?!:\])/,
  junit: /^ +tests: \['/m,
  kubernetes: /^ +pod: \[(?!:\])/m,
  "lockable-resources": /^ +lock: '[^']/m,
  sonar: /^ +sonar: \[(?!:\])/m,
  "warnings-ng": /^ +issues: \[$/m,
  "workflow-multibranch": /^multibranchPipelineJob/m,
};

/** The plugin of each symbol in the fragments of Configuration as Code. */
const symbols: Readonly<Record<string, string>> = {
  globalLibraries: "pipeline-groovy-lib",
  lockableResourcesManager: "lockable-resources",
  "- project": "authorize-project",
  roleBased: "role-strategy",
};

function called(text: string, name: string): boolean {
  return new RegExp(`(^|[\\s=(!.])${name}(\\(| \\{$| [^\\s=]*['"\\w])`, "m").test(text);
}

/** Only the code, without comments and quoted texts. */
function code(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "").replace(/'(\\.|[^'\\])*'/g, "''");
}

function needed(files: readonly { readonly path: string; readonly content: string }[]): string[] {
  const groovy = files.filter(({ path }) => /^(library\/(vars|src)\/.*\.groovy|jenkinsfiles\/.*)$/.test(path));
  const pipelines = groovy.map(({ content }) => code(content)).join("\n");
  const jobs = files
    .filter(({ path }) => path.startsWith("jenkins/jobs/"))
    .map(({ content }) => code(content))
    .join("\n");
  const dynamic = Object.values(methods).flatMap((context) =>
    Object.entries(context).flatMap(([name, { dynamic: plugin }]) =>
      plugin === undefined ? [] : [[name, plugin] as const],
    ),
  );
  const all = files
    .filter(({ path }) => /(\.groovy|Jenkinsfile)$/.test(path))
    .map(({ content }) => content)
    .join("\n");
  const fragments = files
    .filter(({ path }) => /^jenkins\/(casc|roles)\.yaml$/.test(path))
    .map(({ content }) => content.replace(/^\s*#.*$/gm, ""))
    .join("\n");
  // Job DSL checks the permissions of the build's user in its sandbox, and rejects a build that runs as SYSTEM.
  const sandboxed = /^ +sandbox: true,$/m.test(all) ? ["authorize-project"] : [];
  return [
    ...sandboxed,
    ...Object.entries(symbols).flatMap(([name, plugin]) => (fragments.includes(`${name}:`) ? [plugin] : [])),
    ...Object.entries(steps).flatMap(([name, { plugin }]) => (called(pipelines, name) ? [plugin] : [])),
    ...dynamic.flatMap(([name, plugin]) => (called(jobs, name) ? [plugin] : [])),
  ]
    .map((plugin) => bringing[plugin] ?? plugin)
    .filter((plugin) => onlyWhere[plugin]?.test(all) ?? true);
}

describe("plugins.txt", () => {
  it.each(trees)("lists the plugin of each step and job setting of $name", ({ files }) => {
    const listed = files.find(({ path }) => path === "jenkins/plugins.txt")?.content ?? "";
    const missing = [...new Set(needed(files))].filter((plugin) => !listed.includes(`\n${plugin}:`));
    expect(missing).toEqual([]);
  });

  // No example has a chat or commit statuses: site.test.ts covers these.
  it.each(Object.keys(onlyWhere).filter((it) => it !== "http_request"))(
    "lists %s for at least one example",
    (plugin) => {
      expect(trees.some(({ files }) => needed(files).includes(plugin))).toBe(true);
    },
  );

  it("lists the plugin of the site's authorization strategy", () => {
    const with_ = (authorization: "none" | "matrix" | "role") =>
      fileOf(model({ site: { ...site, authorization } }), "jenkins/plugins.txt");
    expect(with_("none")).not.toMatch(/^(matrix-auth|role-strategy):/m);
    expect(with_("matrix")).toMatch(/^matrix-auth:3\.2/m);
    expect(with_("role")).toMatch(/^role-strategy:/m);
  });
});
