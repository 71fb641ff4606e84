import { policyCodes } from "../generated/policy-codes.ts";
import { across } from "./catalogue/across.ts";
import { api } from "./catalogue/api.ts";
import { combinations } from "./catalogue/combinations.ts";
import { containers } from "./catalogue/containers.ts";
import { file } from "./catalogue/file.ts";
import { policySettings } from "./catalogue/policy-settings.ts";
import { shape } from "./catalogue/shape.ts";
import type { Severity } from "./diagnostic.ts";

/** The description of a code. */
export interface CodeEntry {
  /** A readable name next to the code, `AREA/PROBLEM` in kebab-case: `keys/unknown`. Unique, and never changed. */
  readonly slug: string;
  /** Names the problem. */
  readonly title: string;
  readonly severity: Severity;
  /** Why this is a problem, and what would happen if it were not reported. */
  readonly explanation: string;
}

const codes = {
  ...file,
  ...shape,
  ...across,
  ...combinations,
  ...containers,
  ...policySettings,
  ...policyCodes,
  ...api,
};

export type Code = keyof typeof codes;

/**
 * Every code that stagewright can report, by area: SW1xx the YAML of a file, SW2xx the schema of one spec, SW3xx rules
 * about several keys or files, SW4xx policies, SW5xx the API of the library, SW6xx calls of the library.
 */
export const catalogue: Readonly<Record<Code, CodeEntry>> = codes;

/** The slug of a code: `keys/unknown`. A code that is not in the catalogue is its own slug. */
export function slugOf(code: string): string {
  return catalogue[code as Code]?.slug ?? code;
}
