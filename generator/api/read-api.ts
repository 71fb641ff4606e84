import type { Api, ApiParameter, ApiStep, Release, ReleasedActions } from "../model/api.ts";
import { isVersion } from "./version.ts";

/** The result of reading a text: its value, or the problem that prevents it. */
export type Read<T> = { readonly value: T } | { readonly problem: string };

const TYPES = ["text", "list", "map", "number", "boolean"];

/** Reads an `api.json`, or a recorded release for the API in it. */
export function readApi(text: string): Read<Api> {
  const value = parsed(text);
  if (!isObject(value)) return { problem: "it is not a JSON object" };
  return isObject(value.api) ? apiOf(value.api) : apiOf(value);
}

/** Reads a recorded release. */
export function readRelease(text: string): Read<Release> {
  const value = parsed(text);
  if (!isObject(value) || !isObject(value.api)) return { problem: "it contains no api" };
  const { date, notes = [], settings = null, own = null, actions = null } = value;
  if (typeof date !== "string" || !/^\d{4}-\d\d-\d\d$/.test(date)) return { problem: "its date is not YYYY-MM-DD" };
  if (!isTexts(notes)) return { problem: "its notes are not a list of texts" };
  if (settings !== null && !isObject(settings)) return { problem: "its settings are not a mapping" };
  if (own !== null && !isObject(own)) return { problem: "the hashes of its own code are not a mapping" };
  if (actions !== null && !isActions(actions)) return { problem: "its actions are not a digest and a list of scripts" };
  const api = apiOf(value.api);
  if ("problem" in api) return api;
  return { value: { version: api.value.version, date, notes, api: api.value, settings, own, actions } };
}

function isActions(value: unknown): value is ReleasedActions {
  return isObject(value) && typeof value.digest === "string" && isTexts(value.scripts);
}

function apiOf(value: Record<string, unknown>): Read<Api> {
  const { library, version, steps, classes = [] } = value;
  if (typeof library !== "string") return { problem: "it has no library name" };
  if (typeof version !== "string" || !isVersion(version)) return { problem: "its version is not MAJOR.MINOR.PATCH" };
  if (!Array.isArray(steps)) return { problem: "it has no list of steps" };
  if (!isTexts(classes)) return { problem: "its classes are not a list of names" };
  const read = steps.map((step) => stepOf(step, version));
  const wrong = read.indexOf(null);
  if (wrong !== -1) return { problem: `step ${wrong + 1} is invalid` };
  const packageName = typeof value.package === "string" ? value.package : "";
  return { value: { library, package: packageName, version, steps: read.filter((step) => step !== null), classes } };
}

function stepOf(value: unknown, version: string): ApiStep | null {
  if (!isObject(value) || typeof value.name !== "string" || !Array.isArray(value.parameters)) return null;
  const parameters = value.parameters.map((parameter) => parameterOf(parameter, version));
  if (parameters.includes(null)) return null;
  return {
    name: value.name,
    text: textOr(value.text, ""),
    returns: textOr(value.returns, null),
    since: textOr(value.since, version),
    deprecated: textOr(value.deprecated, null),
    parameters: parameters.filter((parameter) => parameter !== null),
  };
}

function parameterOf(value: unknown, version: string): ApiParameter | null {
  if (!isObject(value) || typeof value.name !== "string") return null;
  const type = TYPES.find((it) => it === value.type) as ApiParameter["type"] | undefined;
  if (type === undefined || typeof value.required !== "boolean") return null;
  return {
    name: value.name,
    text: textOr(value.text, ""),
    type,
    required: value.required,
    default: value.default ?? null,
    values: isTexts(value.values) ? value.values : null,
    example: value.example ?? null,
    since: textOr(value.since, version),
    deprecated: textOr(value.deprecated, null),
  };
}

function textOr<T>(value: unknown, otherwise: T): string | T {
  return typeof value === "string" ? value : otherwise;
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
