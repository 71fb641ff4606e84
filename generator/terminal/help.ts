type Example = readonly [command: string, does: string];

/** Examples by command; those of the tool itself stand under its own name. */
const examples: Readonly<Record<string, readonly Example[]>> = {
  stagewright: [
    ["init", "propose specs for the repository that you are in"],
    ["generate", "write what the specs say"],
    ["explain", "what was decided, what follows, what else there is"],
    ["explain shop.stages.image", "where these values come from"],
    ["graph shop --format dot", "the way from commit to production"],
    ["validate --format sarif", "findings for a code host"],
  ],
  validate: [
    ["validate", "the specs of the folder that you are in"],
    ["validate --spec ci/stagewright.yaml", "specs elsewhere"],
    ["validate --format sarif", "findings for a code host"],
  ],
  generate: [
    ["generate", "write what the specs say"],
    ["generate --dry-run", "say what would be written, by owner"],
    ["generate --force", "put back what hands have edited"],
  ],
  check: [
    ["check", "is what was emitted what the specs say?"],
    ["check --json", "the same for programs"],
  ],
  diff: [
    ["diff", "what generate would change"],
    ["diff | git apply", "let git change it"],
  ],
  dialect: [
    ["dialect", "does Jenkins run all of it as it reads?"],
    ["dialect --format sarif", "findings for a code host"],
  ],
  release: [
    ["release --dry-run", "may the library be released under its version?"],
    ["release --note 'buildImage signs'", "record it, with a line in its changelog"],
  ],
  owners: [
    ["owners", "what each team answers for"],
    ["owners --json", "the same for programs"],
  ],
  explain: [
    ["explain", "the five decisions"],
    ["explain shop.stages.image.engine", "where a value comes from"],
    ["explain --adr docs/adr", "a decision record for each"],
  ],
  graph: [
    ["graph shop", "one service, as Mermaid"],
    ["graph --format dot | dot -Tsvg", "all of them, as a picture"],
  ],
  schema: [
    ["schema service", "the schema of a service file"],
    ["schema > platform.schema.json", "that of the platform spec, for an editor"],
  ],
  init: [
    ["init", "ask what no file tells, and propose specs"],
    ["init --yes", "ask nothing"],
  ],
  api: [
    ["api diff releases/1.0.0.json", "what changed since then, and the version that it demands"],
    ["api check apps", "are the steps called rightly in these Jenkinsfiles?"],
  ],
  "api diff": [
    ["api diff releases/1.0.0.json", "a release against what the specs make"],
    ["api diff old.json new.json", "two of them"],
  ],
  "api check": [
    ["api check apps", "Jenkinsfiles against the library that the specs make"],
    ["api check apps --api releases/1.0.0.json", "against a release"],
    ["api check apps --known slackSend", "with a step that the site has besides"],
  ],
};

/** What a command's help ends with: its examples. */
export function examplesOf(command: string): string {
  const own = examples[command] ?? [];
  const width = Math.max(...own.map(([given]) => given.length));
  const lines = own.map(([given, does]) => `  stagewright ${given.padEnd(width)}   ${does}`);
  return lines.length === 0 ? "" : ["", "Examples:", ...lines].join("\n");
}
