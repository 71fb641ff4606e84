import type { HelperName } from "../../generated/templates.js";
import { call, groovy, variable } from "./groovy.ts";
import { code, comment, eq, indent, inline, json, markdown, mermaid, plus } from "./text.ts";
import { yaml, yamlBlock } from "./yaml.ts";

/** All helpers for templates; `scripts/generate-templates.mjs` has the same names. */
export const helpers = {
  call,
  code,
  comment,
  eq,
  groovy,
  indent,
  inline,
  json,
  markdown,
  mermaid,
  plus,
  variable,
  yaml,
  yamlBlock,
} as const satisfies Record<HelperName, (...args: never[]) => unknown>;
