import { across } from "./catalogue/across.ts";
import { api } from "./catalogue/api.ts";
import { file } from "./catalogue/file.ts";
import { policy } from "./catalogue/policy.ts";
import { shape } from "./catalogue/shape.ts";
import type { Severity } from "./diagnostic.ts";

/** What a code stands for. */
export interface CodeEntry {
  readonly title: string;
  readonly severity: Severity;
  /** Why it is found fault with, and what would follow if it were not. */
  readonly explanation: string;
}

const codes = { ...file, ...shape, ...across, ...policy, ...api };

export type Code = keyof typeof codes;

/**
 * Every code that stagewright may report, by area: SW1xx a file's YAML, SW2xx one spec's shape, SW3xx what keys and files
 * mean together, SW4xx policies, SW5xx the library's API, SW6xx what calls it.
 */
export const catalogue: Readonly<Record<Code, CodeEntry>> = codes;
