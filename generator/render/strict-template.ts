import { Bug } from "../diagnostics/bug.ts";

/** What Handlebars hands the functions of a precompiled template, as far as it matters here. */
interface Container {
  lookupProperty: (parent: unknown, key: string) => unknown;
  readonly helpers: object;
  readonly partials: object;
}

/** What the build made of a template. */
interface Precompiled {
  readonly main: (...given: never[]) => string;
}

/**
 * A template for which reading a key that its view does not have is a bug. Handlebars' strict mode alone lets
 * `{{#if missing}}` and `{{#each missing}}` pass as empty. All programs of a template share the container.
 */
export function strictTemplate(template: Precompiled, name: string): Precompiled {
  const main = (container: Container, ...rest: never[]) => {
    container.lookupProperty = (parent, key) => lookUp(parent, key, container, name);
    return template.main(container as never, ...rest);
  };
  return { ...template, main };
}

function lookUp(parent: unknown, key: string, { helpers, partials }: Container, name: string): unknown {
  if (parent === null || parent === undefined || !Object.hasOwn(parent, key)) {
    throw new Bug(`template ${name} reads "${key}", which its view does not have`);
  }
  const value = (parent as Record<string, unknown>)[key];
  if (parent === helpers || parent === partials) return value;
  if (value === undefined || typeof value === "function" || typeof value === "symbol") {
    throw new Bug(`the view of template ${name} holds a value of type ${typeof value}`);
  }
  return value;
}
