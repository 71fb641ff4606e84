import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import { parse } from "yaml";

const schema: object = JSON.parse(readFileSync(join(import.meta.dirname, "trigger-config.schema.json"), "utf8"));
const validate: ValidateFunction = new Ajv2020({
  allErrors: true,
  strictTypes: false,
  formats: { regex: isPattern },
}).compile(schema);

interface Job {
  readonly name: string;
  readonly source: string;
}

interface Config {
  readonly spec: Partial<Record<"presubmits" | "postsubmits", readonly Job[]>>;
}

/** The trigger files in `.lighthouse` folders of a tree, by path. */
export function triggerFiles(files: ReadonlyMap<string, string>): readonly string[] {
  return [...files.keys()].filter((path) => /(^|\/)\.lighthouse\/[^/]+\/triggers\.yaml$/.test(path));
}

/** What Lighthouse would reject: by the schema, and names that occur twice or files that do not exist, as its loader checks. */
export function triggerProblems(files: ReadonlyMap<string, string>): readonly string[] {
  const names = new Map<string, string>();
  return triggerFiles(files).flatMap((path) => {
    const config: Config = parse(files.get(path) ?? "");
    const errors = schemaErrors(config);
    if (errors.length > 0) return errors.map(({ instancePath, message }) => `${path}: ${instancePath} ${message}`);
    return (["presubmits", "postsubmits"] as const).flatMap((kind) =>
      (config.spec[kind] ?? []).flatMap(({ name, source }) => {
        // Services with one repository share its names.
        const key = `${dirname(dirname(dirname(path)))} ${kind} ${name}`;
        const known = names.get(key);
        names.set(key, path);
        return [
          ...(known === undefined ? [] : [`${path}: duplicate ${kind} ${name}, also in ${known}`]),
          ...(files.has(join(dirname(path), source)) ? [] : [`${path}: there is no file ${source}`]),
        ];
      }),
    );
  });
}

function schemaErrors(config: unknown): readonly ErrorObject[] {
  return validate(config) ? [] : (validate.errors ?? []);
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, "u") !== null;
  } catch {
    return false;
  }
}
