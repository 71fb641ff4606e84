type Example = readonly [command: string, does: string];

/** Examples by command; the key `stagewright` has those of the tool itself. */
const examples: Readonly<Record<string, readonly Example[]>> = {
  stagewright: [
    ["init", "create specs for the current repository"],
    ["generate", "write the generated files"],
    ["explain", "show the decisions in the specs and their consequences"],
    ["explain SW420", "explain the code of a finding"],
    ["explain targets", "compare the CI products for the specs"],
    ["graph shop --format dot", "draw the path from a commit to production"],
    ["validate --format sarif", "print findings for a code host"],
  ],
  validate: [
    ["validate", "check the specs of the current folder"],
    ["validate --spec ci/stagewright.yaml", "check the specs of another folder"],
    ["validate --format sarif", "print findings for a code host"],
  ],
  generate: [
    ["generate", "write the generated files"],
    ["generate --dry-run", "list the files that would be written, by owner"],
    ["generate --force", "also overwrite files that were edited by hand"],
    ["generate --target github-actions --out /tmp/actions", "try another CI product"],
  ],
  check: [
    ["check", "report generated files that differ from the specs"],
    ["check --json", "print the report as JSON"],
  ],
  diff: [
    ["diff", "print the changes that generate would make"],
    ["diff | git apply", "apply the changes with git"],
  ],
  dialect: [
    ["dialect", "check all generated Groovy and your own"],
    ["dialect --format sarif", "print findings for a code host"],
  ],
  release: [
    ["release --dry-run", "check whether the library can be released with its version"],
    ["release --note 'buildImage signs'", "record the release, with a note in the changelog"],
  ],
  owners: [
    ["owners", "list what each team owns"],
    ["owners --json", "print the list as JSON"],
  ],
  explain: [
    ["explain", "summarize the five decisions"],
    ["explain engine", "show one decision in full"],
    ["explain products", "show the decision on products, with the survey of products"],
    ["explain --all", "show all decisions in full"],
    ["explain shop.stages.image.engine", "show the origin of a value"],
    ["explain SW420", "explain the code of a finding"],
    ["explain --adr docs/adr", "write a decision record for each decision"],
  ],
  graph: [
    ["graph shop", "print the graph of one service as Mermaid"],
    ["graph --format dot | dot -Tsvg", "draw all services as SVG"],
  ],
  rehearse: [
    ["rehearse payments --dry", "show the jobs, stages and steps without running scripts"],
    ["rehearse payments --until build", "run the source stage with its scripts"],
    ["rehearse payments --with-registry --with-gitops", "also push the image and deploy, to servers on this machine"],
  ],
  test: [
    ["test", "run all scenarios next to the platform spec"],
    ["test --coverage --junit build/scenarios.xml", "measure coverage, and write a report for CI"],
  ],
  schema: [
    ["schema service", "print the schema of a service file"],
    ["schema > platform.schema.json", "save the schema of the platform spec for an editor"],
  ],
  init: [
    ["init", "ask a few questions, then create specs"],
    ["init --yes", "create specs without questions"],
    ["init --target tekton", "create specs for another CI product than Jenkins"],
  ],
  api: [
    ["api diff releases/1.0.0.json", "list the changes since a release, and the version that they require"],
    ["api check apps", "check how the Jenkinsfiles in a folder call the library"],
  ],
  "api diff": [
    ["api diff releases/1.0.0.json", "compare a release with the API generated from the specs"],
    ["api diff old.json new.json", "compare two API files"],
  ],
  "api check": [
    ["api check apps", "check Jenkinsfiles against the API generated from the specs"],
    ["api check apps --api releases/1.0.0.json", "check Jenkinsfiles against a release"],
    ["api check apps --known slackSend", "accept a step of another plugin"],
  ],
};

/** Returns the examples at the end of a command's help. */
export function examplesOf(command: string): string {
  const own = examples[command] ?? [];
  const width = Math.max(...own.map(([words]) => words.length));
  const lines = own.map(([words, does]) => `  stagewright ${words.padEnd(width)}   ${does}`);
  return lines.length === 0 ? "" : ["", "Examples:", ...lines].join("\n");
}
