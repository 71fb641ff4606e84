// What `npm run new` creates for each kind of part: new files from scripts/new/templates, and insertions into existing files.

const codes = "generator/diagnostics/catalogue";
const cases = "test/unit/bad-specs/cases";
const resources = "vars-templates/jenkins/library/resources";

/**
 * The kinds of parts. `files` lists the path of each new file with its template, and `insertions` the additions to existing
 * files: `text` or a template, before the last line that equals `before`, after the last line that starts with `after`, or at
 * the end of the list in the line that starts with `inList`.
 * `codes` is the range of a new part's code in the catalogue. `section` is the heading in CONTRIBUTING.md that describes the
 * remaining work.
 */
export const parts = {
  policy: {
    section: "Add a policy",
    codes: { first: 400, last: 499 },
    files: [
      ["generator/policies/__NAME__.ts", "policy.ts.txt"],
      [`${cases}/__NAME__.ts`, "policy-case.ts.txt"],
    ],
    insertions: [],
    test: "npx vitest run --project unit test/unit/bad-specs",
  },
  rule: {
    section: "Add a rule",
    codes: { first: 300, last: 339, area: "specs", severity: "error" },
    files: [["generator/validate/rules/__NAME__.ts", "rule.ts.txt"]],
    insertions: [
      { path: `${codes}/across.ts`, template: "code.txt", before: "} as const satisfies" },
      { path: `${cases}/keys.ts`, template: "bad-spec.txt", before: "];" },
      { path: "generator/validate/rules/index.ts", text: "  __CAMEL__,\n", before: "];" },
      {
        path: "generator/validate/rules/index.ts",
        text: 'import { __CAMEL__ } from "./__NAME__.ts";\n',
        after: "import ",
      },
    ],
    test: "npx vitest run --project unit test/unit/bad-specs",
  },
  engine: {
    section: "Add an engine",
    files: [
      ["schemas/engines/__NAME__.schema.json", "engine.schema.json.txt"],
      ["generator/engines/__NAME__.ts", "engine.ts.txt"],
      ...["login", "platforms", "build", "push", "cleanup"].map((script) => [
        `${resources}/image/__NAME__/${script}.sh.hbs`,
        "script.sh.txt",
      ]),
      ["test/unit/engines/__NAME__.test.ts", "engine.test.ts.txt"],
    ],
    insertions: [],
    test: "npx vitest run --project unit test/unit/engines",
  },
  "source-tool": {
    section: "Add a source tool",
    files: [
      ["schemas/source-tools/__NAME__.schema.json", "source-tool.schema.json.txt"],
      ["generator/source-tools/__NAME__.ts", "source-tool.ts.txt"],
      [`${resources}/source/__NAME__.sh.hbs`, "script.sh.txt"],
      ["test/unit/source-tools/__NAME__.test.ts", "source-tool.test.ts.txt"],
    ],
    insertions: [],
    test: "npx vitest run --project unit test/unit/source-tools",
  },
  handoff: {
    section: "Add a handoff",
    files: [
      ["schemas/handoffs/__NAME__.schema.json", "handoff.schema.json.txt"],
      ["generator/handoffs/__NAME__.ts", "handoff.ts.txt"],
      [`${resources}/deploy/__NAME__/deploy.sh.hbs`, "script.sh.txt"],
      ["test/unit/handoffs/__NAME__.test.ts", "handoff.test.ts.txt"],
    ],
    insertions: [],
    test: "npx vitest run --project unit test/unit/handoffs",
  },
  key: {
    section: "Add a key",
    files: [],
    insertions: [
      { path: "schemas/service.schema.json", template: "key.schema.txt", after: '  "properties": {' },
      {
        path: "generator/model/service.ts",
        text: "  /** TODO: describe the key; null if not set. */\n  readonly __CAMEL__: string | null;\n",
        after: "  readonly port: number | null;",
      },
      {
        path: "generator/lower/lower-service.ts",
        text: '    __CAMEL__: section.take<string | null>("__CAMEL__", spec.__CAMEL__, null),\n',
        after: "    port: section.take",
      },
      { path: "test/support/model.ts", text: "    __CAMEL__: null,\n", after: "    port: null," },
    ],
    test: "npx vitest run --project unit test/unit/keys/every-key.test.ts",
  },
  target: {
    section: "Add a target",
    files: [
      ["generator/targets/__NAME__/index.ts", "target.ts.txt"],
      ["vars-templates/__NAME__/README.md.hbs", "target.md.txt"],
      ["test/unit/targets/__NAME__.test.ts", "target.test.ts.txt"],
    ],
    insertions: [
      { path: "generator/targets/index.ts", text: ", __CAMEL__", inList: "const deliveries: readonly Target[] = [" },
      {
        path: "generator/targets/index.ts",
        text: 'import { __CAMEL__ } from "./__NAME__/index.ts";\n',
        after: "import ",
      },
    ],
    test: "npx vitest run --project unit test/unit/targets",
  },
};
