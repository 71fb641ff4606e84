import { Bug } from "../diagnostics/bug.ts";

/** What libraries and Handlebars itself ask any object for. */
const HARMLESS = new Set([...Object.getOwnPropertyNames(Object.prototype), "toJSON", "toHTML"]);

/**
 * Copies a view so that reading a key it does not have is a bug. Handlebars' strict mode alone lets `{{#if missing}}`
 * and `{{#each missing}}` pass as empty.
 */
export function strictView(view: Readonly<Record<string, unknown>>, template: string): object {
  const prototype = new Proxy(Object.create(null) as object, {
    get: (_target, key) => {
      if (typeof key === "symbol" || HARMLESS.has(key)) return undefined;
      throw new Bug(`template ${template} reads "${key}", which its view does not have`);
    },
  });
  return copy(view, prototype, template) as object;
}

function copy(value: unknown, prototype: object, template: string): unknown {
  if (Array.isArray(value)) return value.map((element) => copy(element, prototype, template));
  if (typeof value === "object" && value !== null) {
    // Spread first: `__proto__` may be a key, and the assignments below, to own keys, do not ask the prototype.
    const strict: Record<string, unknown> = { __proto__: prototype, ...value };
    for (const key of Object.keys(strict)) {
      const element = strict[key];
      if (typeof element !== "string") strict[key] = copy(element, prototype, template);
    }
    return strict;
  }
  if (value === undefined || typeof value === "function" || typeof value === "symbol") {
    throw new Bug(`the view of template ${template} holds a value of type ${typeof value}`);
  }
  return value;
}
