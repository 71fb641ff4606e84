import type { ErrorObject } from "ajv";
import { nearestName } from "../../diagnostics/suggest.ts";

/** An unknown key that was probably meant to be a known one. */
export interface Misspelled {
  /** The key that was meant. */
  readonly key: string;
  /** The text after the colon of `owner:platform`; null for a typo. */
  readonly value: string | null;
}

/** Finds the known key that an unknown key stands for; null if no known key is similar. */
export function misspelledKey(name: string, known: readonly string[]): Misspelled | null {
  const [, before, value] = /^([^:]+):(.+)$/.exec(name) ?? [];
  if (before !== undefined && value !== undefined && known.includes(before)) return { key: before, value };
  const key = nearestName(name, known);
  return key === null ? null : { key, value: null };
}

/**
 * Removes errors that another error causes: a misspelled key also makes the right one missing, and a list is not a text, but the
 * values that are allowed say more.
 */
export function withoutCausedErrors(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const meant = new Set(
    errors.flatMap((error) => {
      if (error.keyword !== "additionalProperties") return [];
      const name = String(error.params.additionalProperty);
      const key = misspelledKey(name, knownKeys(error))?.key;
      return key === undefined ? [] : [`${error.instancePath} ${key}`];
    }),
  );
  const reported = new Set(errors.map(({ schemaPath }) => schemaPath));
  return errors.filter(({ keyword, instancePath, schemaPath, params, data }) => {
    const sibling = (name: string) => reported.has(schemaPath.replace(/\w+$/, name));
    if (keyword === "type") return data === null || !sibling("enum");
    if (keyword === "enum") return data !== null || !sibling("type");
    return keyword !== "required" || !meant.has(`${instancePath} ${params.missingProperty}`);
  });
}

/** The keys that the schema of an error defines. */
export function knownKeys(error: ErrorObject): readonly string[] {
  const schema = (error.parentSchema ?? {}) as Readonly<Record<string, unknown>>;
  return Object.keys((schema.properties as object | undefined) ?? {});
}
