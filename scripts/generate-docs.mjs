// Generates docs/reference/: a page for each code from the catalogue, the policies and the table of bad specs, the pages of keys,
// and what each target does with each feature.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { isMap, isPair, isScalar, isSeq, parseDocument, visit } from "yaml";
import { specSchemas } from "./generate-schemas.mjs";
import { keyPages, pageOf } from "./key-pages.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Pages by path below docs/reference/. */
export async function pages() {
  const { catalogue, policies, cases, good, inputOf, lockable, BUILT_IN, conformancePage } = await sources();
  const schemas = await specSchemas();
  const byCode = new Map(policies.map((policy) => [policy.code, policy]));
  const codes = Object.keys(catalogue).sort();
  const page = (code) =>
    codePage({ code, entry: catalogue[code], policy: byCode.get(code), cases, good, inputOf, schemas });
  return new Map([
    ...keyPages(schemas, lockable, BUILT_IN),
    ["diagnostics.md", index("Diagnostics", codes, (code) => catalogue[code].title, catalogue)],
    ["policies.md", index("Policies", [...byCode.keys()].sort(), (code) => catalogue[code].title, catalogue)],
    ["targets.md", conformancePage()],
    ...codes.map((code) => [`codes/${code}.md`, page(code)]),
  ]);
}

/** Writes the pages, and removes the pages of codes and sections that no longer exist. */
export async function generate() {
  const folder = join(root, "docs/reference");
  const wanted = await pages();
  for (const below of ["codes", "keys"]) {
    await mkdir(join(folder, below), { recursive: true });
    for (const name of await readdir(join(folder, below))) {
      if (!wanted.has(`${below}/${name}`)) await rm(join(folder, below, name));
    }
  }
  for (const [path, text] of wanted) await writeFile(join(folder, path), text);
}

/** A sentence for each file in docs/reference/ that is out of date. */
export async function problems() {
  const found = [];
  for (const [path, text] of await pages()) {
    const committed = await readFile(join(root, "docs/reference", path), "utf8").catch(() => null);
    if (committed !== text) found.push(`docs/reference/${path} is out of date; run npm run golden`);
  }
  return found;
}

/** The sources are TypeScript: bundled into one module in memory. */
async function sources() {
  const names = await readdir(join(root, "test/unit/bad-specs/cases"));
  const tables = names.map((name, i) => `import * as t${i} from "./test/unit/bad-specs/cases/${name}";`);
  const contents = [
    ...tables,
    'export { catalogue } from "./generator/diagnostics/catalogue.ts";',
    'export { policies } from "./generator/policies/index.ts";',
    'export { lockable } from "./generator/generated/lockable.ts";',
    'export { BUILT_IN } from "./generator/spec/inheritance/lock-table.ts";',
    'export { conformancePage } from "./test/unit/targets/features.ts";',
    'export { inputOf } from "./test/unit/bad-specs/check.ts";',
    'export * as good from "./test/unit/bad-specs/good.ts";',
    `export const cases = [${names.map((_, i) => `...Object.values(t${i}).filter(Array.isArray).flat()`).join(", ")}];`,
  ].join("\n");
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root, loader: "ts" },
    bundle: true,
    platform: "node",
    format: "cjs",
    write: false,
    logLevel: "error",
  });
  const module = { exports: {} };
  const { createRequire } = await import("node:module");
  new Function("module", "exports", "require", outputFiles[0].text)(
    module,
    module.exports,
    createRequire(pathToFileURL(join(root, "package.json"))),
  );
  return module.exports;
}

function index(title, codes, titleOf, catalogue) {
  const row = (code) =>
    `| [${code}](codes/${code}.md) | \`${catalogue[code].slug}\` | ${titleOf(code)} | ${catalogue[code].severity} |`;
  const head = ["| code | name | title | severity |", "| --- | --- | --- | --- |"];
  return [`# ${title}`, "", ...head, ...codes.map(row), ""].join("\n");
}

function codePage({ code, entry, policy, cases, good, inputOf, schemas }) {
  const decision =
    policy === undefined
      ? []
      : [
          `Decision: ${policy.decision}`,
          "",
          policy.fixed
            ? "This configuration cannot work, so a site can neither change the severity nor add a waiver."
            : `A site can change the severity with \`policy.severity.${code}\`, or accept a finding until a date with \`policy.waivers\`.`,
          "",
        ];
  return [
    `# ${code}: ${entry.title}`,
    "",
    `Name: \`${entry.slug}\`. Severity: ${entry.severity}.`,
    "",
    entry.explanation,
    "",
    ...decision,
    ...example(code, entry, cases, good, inputOf, schemas),
  ].join("\n");
}

/** The first case of the table with the code: the invalid spec, the message, the fixed spec. */
function example(code, entry, cases, good, inputOf, schemas) {
  const found = cases.find(({ expected }) => expected.some((line) => line.split(" ")[1] === code));
  if (found === undefined)
    return [
      "No small spec produces this finding: it requires a recorded release, Jenkinsfiles of other repositories or a very large file. A test covers it.",
      "",
    ];
  const input = inputOf(found);
  const messages = found.expected
    .filter((line) => line.split(" ")[1] === code)
    .map((line) => line.replace(/\+\d+ SW/, ": SW").replace(code, `${entry.severity} ${code} ${entry.slug}:`));
  const texts = [
    [input.platform.path, good.platform, input.platform.text],
    ...input.services.map(({ path, text }) => [path, good.service, text]),
    ...[...(input.dockerfiles ?? []), ...(input.own?.files ?? [])].map(({ path, text }) => [path, "", text]),
  ];
  const changed = texts.filter(([, right, wrong]) => right !== wrong);
  const parts = changed.flatMap(([path, right, wrong]) => {
    const [failing, fixed] = differing(wrong.split("\n"), right.split("\n"));
    return [
      "",
      `Invalid, in \`${path}\`:`,
      "",
      ...fence(failing, path.endsWith(".groovy") ? "groovy" : "yaml"),
      ...(fixed.join("").trim() === "" ? ["", "To fix it, remove these lines."] : ["", "Fixed:", "", ...fence(fixed)]),
    ];
  });
  const keys = keysLine(messages[0], texts, schemas);
  return [`## Example: ${found.name}`, ...parts, "", "Message:", "", ...fence(messages, "text"), "", ...keys];
}

/** A link to the keys of the section with the finding; empty for other files and for files with syntax errors. */
function keysLine(message, texts, schemas) {
  const [, file, line, column] = /^(.+?):(\d+):(\d+)/.exec(message) ?? [];
  const text = texts.find(([path]) => path === file)?.[2];
  const spec = file === "stagewright.yaml" ? "platform" : /^services\//.test(file ?? "") ? "service" : null;
  if (text === undefined || spec === null) return [];
  const document = parseDocument(text);
  if (document.errors.length > 0) return [];
  const lines = text.split("\n").slice(0, Number(line) - 1);
  const offset = lines.reduce((sum, it) => sum + it.length + 1, Number(column) - 1);
  const path = pathAt(document, offset);
  if (path.length === 0 || !(path[0] in schemas[spec].properties)) return [];
  const kind = document.getIn(["stages", path[1], "kind"]);
  const { key, page } = pageOf(schemas, spec, path, kind);
  return [`Keys: [\`${key}\`](../${page})`, ""];
}

/** The keys and indices that lead to an offset. */
function pathAt(document, offset) {
  let found = [];
  visit(document, (_, node, ancestors) => {
    const range = isPair(node) ? node.key?.range : node?.range;
    if (!range || offset < range[0] || offset >= Math.max(range[1], range[0] + 1)) return;
    const steps = [...ancestors, node];
    found = steps.flatMap((it, index) => {
      if (isPair(it) && isScalar(it.key)) return [it.key.value];
      const next = steps[index + 1];
      return isSeq(it) && next !== undefined && !isMap(it) ? [it.items.indexOf(next)] : [];
    });
  });
  return found;
}

/** The lines that differ between two texts, at most forty. */
function differing(one, two) {
  let start = 0;
  while (start < one.length && start < two.length && one[start] === two[start]) start += 1;
  let end = 0;
  const most = Math.min(one.length, two.length) - start;
  while (end < most && one.at(-1 - end) === two.at(-1 - end)) end += 1;
  // Lines that exist in only one text are shown with the line before them.
  if (start > 0 && start + end >= Math.min(one.length, two.length)) start -= 1;
  return [one, two].map((lines) => lines.slice(start, lines.length - end).slice(0, 40));
}

function fence(lines, language = "yaml") {
  const printable = lines.map((line) => (line.length > 400 ? `${line.slice(0, 400)}…` : line));
  return [`\`\`\`${language}`, ...printable, "```"];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await generate();
