import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Failure } from "../diagnostics/failure.ts";
import type { Console, ExitCode } from "../terminal/console.ts";
import { nearest } from "../terminal/suggestion.ts";

const NAMES = ["platform", "service", "step", "scenarios"];

/** Prints the JSON Schema of a spec, for editors. Throws a Failure for an unknown name. */
export async function schema(name: string, console: Console): Promise<ExitCode> {
  if (!NAMES.includes(name)) throw new Failure(`no spec is called "${name}"`, 1, nearest(name, NAMES));
  console.print(readFileSync(schemaFile(name), "utf8"));
  return 0;
}

/** The path of a schema, next to the bundled command. */
export function schemaFile(name: string): string {
  return join(bundleFolder(), "schemas", `${name}.schema.json`);
}

/** In the bundle, `import.meta.url` is a path. In the sources it is a URL, and the built schemas are in dist/. */
function bundleFolder(): string {
  const here = import.meta.url;
  return here.startsWith("file:") ? join(dirname(fileURLToPath(here)), "../../dist") : dirname(here);
}
