import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { engines } from "../../generator/engines/index.ts";
import { handoffs } from "../../generator/handoffs/index.ts";
import { sourceTools } from "../../generator/source-tools/index.ts";

const root = join(import.meta.dirname, "../../generator");
// The code asks whether an engine pushes by itself; "none" is an ordinary word.
const parts = [...engines, ...sourceTools, ...handoffs].map(({ name }) => name).filter((name) => name !== "none");

/** The places of parts, and what the build generates from them. A target has the name of the system that it writes for. */
const places = /^(engines|handoffs|source-tools|generated|targets\/(argocd|spinnaker))\//;

/** Names of parts that are also English words or keys: they count only where a value is compared with them. */
const words = new Set(["command", "go"]);

/** Texts with the letters of a name that are no name of a part: the registry of images without a host, and Dockerfiles. */
const others = /docker\.io|dockerfiles?/gi;

interface Allowed {
  readonly file: RegExp;
  readonly text: RegExp;
  readonly because: string;
}

/** Lines that may name a part, each with its reason. An entry that no line needs is an error. */
const allowed: readonly Allowed[] = [
  {
    file: /^policies\//,
    text: /^(slug: |title: |decision: |export const |"[A-Z])/,
    because: "the texts of a policy explain its decision with the parts that it is about; no finding depends on them",
  },
  {
    file: /^api\/consumers\/known-names\.ts$/,
    text: /^const (STEPS|DECLARATIVE) = `$/,
    because: "steps and directives of Jenkins and its plugins have the names of tools",
  },
  {
    file: /^targets\/jenkins\/steps\/build-(image|source)\.ts$/,
    text: /"(buildah|docker|docker\/Dockerfile|maven|harbor\.acme\.internal\/tools\/maven@sha256:…|npm|npm-token)"/,
    because: "the help of a step shows an example for each parameter; the values must be names that exist",
  },
  {
    file: /^(model\/delivery|validate\/rules\/gitops|diagnostics\/catalogue\/across)\.ts$/,
    text: /layout/,
    because: "the layout of a GitOps repository is kustomize, helm or manifests, whatever the handoff",
  },
  {
    file: /^(spec\/reserved-names|validate\/rules\/image-stages)\.ts$/,
    text: /^(\/\^(DOCKER_|\(BUILDKIT)|for \(const name of \["BUILDKIT_SYNTAX")/,
    because: "these variables change tools that an agent has, whichever parts the site uses",
  },
  {
    file: /^init\/(inspect-repository|propose-services)\.ts$/,
    text: /^const (QUARKUS|GENERAL) = /,
    because: "repositories keep Dockerfiles in folders with this name, whichever engine builds them",
  },
  {
    file: /^model\/registry-login\.ts$/,
    text: /docker\\?\.pkg\\?\.dev/,
    because: "the hosts of Google's registries have this name, whichever engine pushes to them",
  },
  {
    file: /^(project\/lint-own-groovy|rehearse\/build|commands\/rehearse)\.ts$/,
    text: /Maven 3\.8|with Maven, once|Maven could not build/,
    because: "stagewright builds its own Java part with Maven",
  },
  {
    file: /^model\/folders\.ts$/,
    text: /"argocd", "gitops"/,
    because: "the output folders that Jenkins and Argo CD execute; a folder has the name of the system that reads it",
  },
  {
    file: /^rehearsal\/registry\.ts$/,
    text: /vnd\.docker\.|docker-registry/,
    because: "media types of the registry protocol, and the name of the registry's Debian package",
  },
  {
    file: /^init\/existing\//,
    text: /./,
    because:
      "the steps, commands and settings of old pipelines have the names of tools; advice for them may name parts",
  },
  {
    file: /^targets\/index\.ts$/,
    text: /^(import|const deliveries)/,
    because: "the list of targets; a target has the name of the system that it writes for",
  },
  {
    file: /^site\/ownership\.ts$/,
    text: /^const shared = /,
    because: "the folders of targets with files of several teams",
  },
];

interface Use {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** The literals and identifiers of a source text that name a part. Comments do not count. */
function usesIn(file: string, source: string): Use[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const found: Use[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isLiteralExpression(node) || ts.isIdentifier(node) || isTemplatePart(node)) && namesPart(node)) {
      const { line } = tree.getLineAndCharacterOfPosition(node.getStart());
      found.push({ file, line: line + 1, text: source.split("\n")[line]?.trim() ?? "" });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function isTemplatePart(node: ts.Node): node is ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail {
  return ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
}

function namesPart(node: ts.Node & { readonly text: string }): boolean {
  // `kanikoImage` contains the word kaniko.
  const text = node.text
    .replaceAll(others, "")
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toLowerCase();
  return parts.some((name) =>
    words.has(name) ? text === name && isCompared(node) : new RegExp(`(?<![a-z])${name}(?![a-z])`).test(text),
  );
}

/** Whether a value is compared with the literal, or the literal replaces a missing value. */
function isCompared(node: ts.Node): boolean {
  return ts.isStringLiteral(node) && (ts.isBinaryExpression(node.parent) || ts.isCaseClause(node.parent));
}

const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !places.test(file))
  .sort();
const uses = files.flatMap((file) => usesIn(file, readFileSync(join(root, file), "utf8")));
const isAllowed = ({ file, text }: Use, it: Allowed) => it.file.test(file) && it.text.test(text);

describe("the code outside the places of parts", () => {
  it("names no engine, source tool or handoff", () => {
    const named = uses.filter((use) => !allowed.some((it) => isAllowed(use, it)));
    expect(named.map(({ file, line, text }) => `${file}:${line}: ${text}`)).toEqual([]);
  });

  it.each(allowed.map((it) => [it.because, it] as const))("may do so because %s", (_, it) => {
    expect(uses.some((use) => isAllowed(use, it))).toBe(true);
  });

  it.each([
    'if (engine.name === "docker") return;',
    ["const note = `$", "{it} uses handoff: argocd`;"].join(""),
    "const kanikoImage = null;",
    "const pattern = /kaniko-project/;",
    'const tool = stage.tool ?? "command";',
    'switch (tool) { case "go": break; }',
  ])("is checked: %s", (source) => {
    expect(usesIn("planted.ts", source)).toHaveLength(1);
  });

  it.each(['const host = "docker.io";', "const dockerfile = null;", "// docker is an engine", 'take("command");'])(
    "may contain %s",
    (source) => {
      expect(usesIn("planted.ts", source)).toEqual([]);
    },
  );
});
