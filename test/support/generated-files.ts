import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseDocument } from "yaml";
import { type CompileInput, compile, type SourceText } from "../../generator/compile.ts";
import { readOwnFolder } from "../../generator/project/own-folder.ts";
import type { GeneratedFile } from "../../generator/render/file.ts";
import { withAnyTopology } from "./any-topology.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A spec of the examples or golden cases, and its generated files. */
export interface GeneratedTree {
  readonly name: string;
  readonly input: CompileInput;
  readonly files: readonly GeneratedFile[];
}

/** Service keys that change the shape of the generated files; each is tested with each spec. */
const VARIANTS: readonly Readonly<Record<string, string>>[] = [
  {},
  { topology: "combined" },
  { topology: "per-team" },
  { topology: "per-stage", job: "multibranch" },
  { topology: "combined", job: "multibranch" },
];

/** Compiles every example and golden case in every topology and kind of job that is valid for it. */
export function compileTrees(): readonly GeneratedTree[] {
  return specFolders().flatMap((folder) =>
    VARIANTS.flatMap((variant) => {
      const input = readInput(folder, variant);
      const { files, diagnostics } = compile(input);
      const plain = Object.keys(variant).length === 0;
      if (files !== null) return [{ name: [folder, ...Object.values(variant)].join(" "), input, files }];
      if (plain) throw new Error(`${folder}: ${JSON.stringify(diagnostics, null, 1)}`);
      return [];
    }),
  );
}

/** The trees for Jenkins. */
export function jenkinsTrees(): readonly GeneratedTree[] {
  return compileTrees().filter(({ files }) => files.some(({ path }) => path === "jenkins/casc.yaml"));
}

/** The texts of a spec's files, with changed keys of its services. */
export function readInput(folder: string, variant: Readonly<Record<string, string>> = {}): CompileInput {
  const services = join(folder, "services");
  const platform = source(folder, "stagewright.yaml");
  return {
    platform: variant.topology === undefined ? platform : { ...platform, text: withAnyTopology(platform.text) },
    ...(existsSync(join(root, folder, "own")) ? { own: readOwnFolder("own", join(root, folder)) } : {}),
    services: readdirSync(join(root, services))
      .filter((name) => name.endsWith(".yaml"))
      .sort()
      .map((name) => changed(source(folder, `services/${name}`), variant)),
  };
}

/** The folders of the specs: the examples and the golden cases. */
export function specFolders(): readonly string[] {
  const cases = ["examples", "test/golden"].flatMap((parent) =>
    readdirSync(join(root, parent), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => (parent === "examples" ? `${parent}/${name}` : `${parent}/${name}/spec`)),
  );
  return cases.filter((folder) => existsSync(join(root, folder, "stagewright.yaml")));
}

function source(folder: string, path: string): SourceText {
  return { path, text: readFileSync(join(root, folder, path), "utf8") };
}

function changed({ path, text }: SourceText, variant: Readonly<Record<string, string>>): SourceText {
  const document = parseDocument(text);
  for (const [key, value] of Object.entries(variant)) document.set(key, value);
  return { path, text: Object.keys(variant).length === 0 ? text : document.toString() };
}

/** The generated files in the format of the JVM's operations. */
export function asTexts(files: readonly GeneratedFile[]): readonly { readonly path: string; readonly text: string }[] {
  return files.map(({ path, content }) => ({ path, text: content }));
}
