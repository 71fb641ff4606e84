import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type CompileInput, compile } from "../../../generator/compile.ts";
import { type Decision, explain, statementsOf } from "../../../generator/explain/index.ts";
import type { Model } from "../../../generator/model/model.ts";
import { readOwnFolder } from "../../../generator/project/own-folder.ts";

const examplesFolder = join(import.meta.dirname, "../../../examples");
const goldenFolder = join(import.meta.dirname, "../../golden");

/** The examples in which the test computes every number independently. */
export const examples = ["bank", "booking", "hospital", "shop", "startup"] as const;

/** Golden cases, with deliveries and pods that no example has. */
export const golden = readdirSync(goldenFolder).filter((name) => existsSync(join(goldenFolder, name, "spec/services")));

/** An example's or a golden case's specs, read like the command does. */
export function inputOf(name: string): CompileInput {
  const folder = golden.includes(name) ? join(goldenFolder, name, "spec") : join(examplesFolder, name);
  const source = (path: string) => ({ path, text: readFileSync(join(folder, path), "utf8") });
  const services = readdirSync(join(folder, "services")).sort();
  return {
    platform: source("stagewright.yaml"),
    services: services.map((name) => source(`services/${name}`)),
    ...(existsSync(join(folder, "own")) ? { own: readOwnFolder("own", folder) } : {}),
    today: "2026-11-25",
  };
}

/** A compiled example: its generated files by path, and its decision record. */
export function compiled(input: CompileInput): {
  readonly model: Model;
  readonly files: ReadonlyMap<string, string>;
  readonly decisions: readonly Decision[];
} {
  const { files, model, diagnostics } = compile(input);
  if (files === null || model === null) {
    throw new Error(diagnostics.map(({ at, message }) => `${at.file}:${at.line}: ${message}`).join("\n"));
  }
  const generated = new Map(files.map(({ path, content }) => [path, content]));
  return { model, files: generated, decisions: explain(model) };
}

/** Every statement by its id. */
export function statements(decisions: readonly Decision[]) {
  return new Map(decisions.flatMap(statementsOf).map((it) => [it.id, it]));
}
