import { readdirSync } from "node:fs";

// `npm run lint:imports`: what each folder of generator/ may import. Everything else is an error.

/**
 * One row for each folder: `imports` lists the folders and files that it may import, below generator/; `packages` the npm
 * packages; `node` the modules of Node.js, or true for a folder that reads files or starts processes.
 * A folder's name stands for its subfolders too. "targets" alone stands for the files directly in targets/.
 *
 * @type {Record<string, { imports: string[], packages?: string[], node?: true | string[] }>}
 */
export const mayImport = {
  // Types and tables: no phase.
  model: { imports: [], node: ["path"] },
  diagnostics: { imports: ["model", "generated/policy-codes.ts"], packages: ["fastest-levenshtein", "picocolors"] },
  "input.ts": { imports: ["model"] },
  products: { imports: ["model", "engines", "handoffs"] },
  generated: { imports: ["engines", "handoffs", "policies", "source-tools"], packages: ["ajv"] },

  // The phases, in the order in which compile.ts calls them.
  parse: { imports: ["model", "diagnostics", "input.ts"], packages: ["yaml"] },
  spec: {
    imports: [
      "model",
      "diagnostics",
      "parse",
      "generated/defaults.ts",
      "generated/lockable.ts",
      "generated/spec-types.ts",
    ],
  },
  validate: {
    imports: [
      "model",
      "diagnostics",
      "products",
      "parse",
      "spec",
      "source-tools",
      "engines",
      "handoffs",
      "own/types.ts",
      "generated/defaults.ts",
      "generated/environment-keys.ts",
      "generated/fits",
      "generated/lockable.ts",
      "generated/spec-types.ts",
      "generated/validators",
      "generated/version.ts",
    ],
    packages: ["ajv", "semver"],
    node: ["path"],
  },
  own: {
    imports: ["model", "diagnostics", "input.ts", "parse", "spec", "validate/schema", "api", "generated/spec-types.ts"],
  },
  lower: {
    imports: [
      "model",
      "parse",
      "spec",
      "engines",
      "handoffs",
      "source-tools",
      "generated/defaults.ts",
      "generated/environment-keys.ts",
      "generated/spec-types.ts",
    ],
  },
  api: { imports: ["model", "diagnostics", "input.ts"], packages: ["semver", "@types/semver"], node: ["crypto"] },
  policies: {
    imports: [
      "model",
      "diagnostics",
      "dockerfile",
      "products",
      "engines",
      "handoffs",
      "source-tools",
      "generated/defaults.ts",
      "generated/policies.ts",
    ],
  },
  dockerfile: { imports: [], packages: ["dockerfile-ast"] },
  engines: { imports: ["model", "generated/engines.ts"] },
  "source-tools": { imports: ["model", "generated/source-tools.ts"] },
  handoffs: { imports: ["model", "generated/defaults.ts", "generated/handoffs.ts"] },
  targets: {
    imports: [
      "model",
      "diagnostics",
      "targets/argocd",
      "targets/github-actions",
      "targets/jenkins",
      "targets/jenkins-x",
      "targets/spinnaker",
      "targets/tekton",
    ],
  },
  // What every CI product needs: the scripts of the stages, and their settings.
  "targets/shared": {
    imports: [
      "model",
      "diagnostics",
      "targets/model-lookup.ts",
      "targets/spec-place.ts",
      "handoffs",
      "engines",
      "source-tools",
    ],
  },
  "targets/github-actions": {
    imports: [
      "model",
      "diagnostics",
      "generated/actions-digest.ts",
      "targets/facts.ts",
      "targets/model-lookup.ts",
      "targets/output-places.ts",
      "targets/shared",
      "targets/target.ts",
      "handoffs",
      "engines",
      "source-tools",
    ],
  },
  "targets/tekton": {
    imports: [
      "model",
      "diagnostics",
      "targets/facts.ts",
      "targets/model-lookup.ts",
      "targets/output-places.ts",
      "targets/shared",
      "targets/target.ts",
      "handoffs",
      "engines",
      "source-tools",
      "generated/defaults.ts",
    ],
  },
  // Its pipelines are those of Tekton: it adds what starts them.
  "targets/jenkins-x": {
    imports: [
      "model",
      "diagnostics",
      "targets/facts.ts",
      "targets/model-lookup.ts",
      "targets/output-places.ts",
      "targets/shared",
      "targets/spec-place.ts",
      "targets/target.ts",
      "targets/tekton",
    ],
  },
  "targets/argocd": {
    imports: [
      "model",
      "diagnostics",
      "targets/model-lookup.ts",
      "targets/spec-place.ts",
      "targets/target.ts",
      "handoffs",
      "generated/defaults.ts",
    ],
  },
  "targets/jenkins": {
    imports: [
      "model",
      "diagnostics",
      "targets/facts.ts",
      "targets/model-lookup.ts",
      "targets/output-places.ts",
      "targets/service-context.ts",
      "targets/shared",
      "targets/spec-place.ts",
      "targets/target.ts",
      "handoffs",
      "engines",
      "source-tools",
      "api",
    ],
  },
  "targets/spinnaker": { imports: ["model", "targets/model-lookup.ts", "targets/target.ts"] },
  site: {
    imports: [
      "model",
      "graph",
      "targets/facts.ts",
      "targets/model-lookup.ts",
      "targets/output-places.ts",
      "targets/target.ts",
    ],
  },
  "plan.ts": { imports: ["model", "site", "targets/index.ts", "targets/service-context.ts", "targets/target.ts"] },
  render: {
    imports: ["diagnostics", "targets/target.ts", "generated/templates"],
    packages: ["handlebars", "yaml"],
  },
  write: { imports: ["diagnostics", "render"], node: true },
  "compile.ts": {
    imports: [
      "model",
      "diagnostics",
      "input.ts",
      "parse",
      "validate",
      "own",
      "lower",
      "api/releases.ts",
      "policies",
      "plan.ts",
      "site",
      "targets/facts.ts",
      "targets/index.ts",
      "targets/service-context.ts",
      "targets/target.ts",
      "render",
    ],
  },

  // Reports on a compiled model.
  explain: { imports: ["model", "diagnostics", "engines", "products", "render", "targets/target.ts"] },
  graph: { imports: ["model", "render"] },

  // The command line.
  init: {
    imports: [
      "model",
      "dockerfile",
      "engines",
      "handoffs",
      "source-tools",
      "generated/patterns.ts",
      "api/consumers",
      "diagnostics/secret-forms.ts",
    ],
    packages: ["yaml"],
    node: true,
  },
  rehearsal: {
    imports: [
      "model",
      "diagnostics",
      "input.ts",
      "compile.ts",
      "parse",
      "validate/schema",
      "generated/spec-types.ts",
      "render",
      "rehearse",
      "engines",
      "source-tools",
      "targets/jenkins",
      "targets/output-places.ts",
    ],
    packages: ["yaml"],
    node: true,
  },
  rehearse: {
    imports: ["project/cache-folder.ts", "project/cache-key.ts"],
    packages: ["proper-lockfile", "@types/proper-lockfile"],
    node: true,
  },
  project: {
    imports: ["model", "diagnostics", "compile.ts", "render", "write", "terminal", "rehearse"],
    packages: ["tinyglobby"],
    node: true,
  },
  terminal: {
    imports: ["diagnostics", "compile.ts", "write", "project/compile-project.ts"],
    node: true,
  },
  commands: {
    imports: [
      "model",
      "diagnostics",
      "compile.ts",
      "api",
      "write",
      "explain",
      "graph",
      "init",
      "project",
      "terminal",
      "rehearse",
      "rehearsal",
    ],
    packages: ["@clack/prompts", "commander", "diff", "picocolors", "tinyglobby"],
    node: true,
  },
  "cli.ts": { imports: ["commands", "diagnostics", "project", "terminal"], node: ["path"] },
  "start.ts": { imports: ["project"], node: true },
  "index.ts": { imports: ["model", "diagnostics", "compile.ts", "render", "write"] },
};

// A new target may import what every target needs. One that needs more has a row above.
const targetFolders = readdirSync(new URL("generator/targets", import.meta.url), { withFileTypes: true });
for (const { name } of targetFolders.filter((entry) => entry.isDirectory())) {
  mayImport[`targets/${name}`] ??= { imports: ["model", "targets", "targets/shared", "handoffs"] };
  if (!mayImport.targets.imports.includes(`targets/${name}`)) mayImport.targets.imports.push(`targets/${name}`);
}

/**
 * Files in a cycle of which at least one import is `import type`, so that no file runs before another is ready:
 * - the catalogue is the sum of its parts, and the parts have the type of the catalogue's entries;
 * - an image stage is part of a stage, and has the type of what all stages share;
 * - compile-project loads lint-own-groovy only for sites with own Groovy, and lint-own-groovy has the type of its input.
 */
const typeCycles = [
  "^generator/diagnostics/catalogue(\\.ts|/)",
  "^generator/lower/lower-(stage|image)\\.ts$",
  "^generator/project/(compile-project|lint-own-groovy)\\.ts$",
];

/** The pattern of a row's own files, or of an entry of `imports`. */
export function pattern(name) {
  if (/\.ts$/.test(name)) return `^generator/${name.replace(".", "\\.")}$`;
  if (name === "targets") return "^generator/targets/[^/]+$";
  // "generated/templates" is a file written in JavaScript with its types next to it.
  return name.startsWith("generated/") ? `^generator/${name}(\\.d\\.ts|\\.js)$` : `^generator/${name}/`;
}

function rules([name, { imports, packages = [], node = [] }]) {
  const from = { path: pattern(name) };
  const inFolder = `generator/${name}`;
  const forbid = (kind, comment, to) => ({ name: `${kind}: ${name}`, severity: "error", comment, from, to });
  return [
    forbid("folders", `${inFolder} may import only ${imports.join(", ") || "its own files"}.`, {
      path: "^generator/",
      pathNot: [pattern(name), ...imports.map(pattern)],
    }),
    forbid("packages", `${inFolder} may import only these packages: ${packages.join(", ") || "none"}.`, {
      path: "node_modules/",
      pathNot: packages.map((entry) => `node_modules/${entry}/`),
    }),
    ...(node === true
      ? []
      : [
          forbid("node", `${inFolder} may import only these modules of Node.js: ${node.join(", ") || "none"}.`, {
            dependencyTypes: ["core"],
            pathNot: node.map((entry) => `^${entry}$`),
          }),
        ]),
  ];
}

export default {
  forbidden: [
    ...Object.entries(mayImport).flatMap(rules),
    {
      name: "cycle",
      severity: "error",
      comment: "Two files import each other. A cycle that only types close is listed in typeCycles, with its reason.",
      from: { path: "^generator/", pathNot: typeCycles },
      to: { circular: true },
    },
    {
      name: "value cycle",
      severity: "error",
      comment: "Two files import values from each other.",
      from: { path: "^generator/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "unresolved",
      severity: "error",
      comment: "An import names a file or a package that does not exist.",
      from: { path: "^generator/" },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: [".ts", ".js", ".d.ts"] },
  },
};
