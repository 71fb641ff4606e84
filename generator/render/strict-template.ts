import { Bug } from "../diagnostics/bug.ts";

/** The parts that this module uses of the container that Handlebars passes to a precompiled template. */
interface Container {
  lookupProperty: (parent: unknown, key: string) => unknown;
  readonly helpers: object;
  readonly partials: object;
}

/** A template that the build precompiled. */
interface Precompiled {
  readonly main: (...given: never[]) => string;
}

/**
 * Makes a template throw a Bug if it reads a key that is not in its view. Handlebars' strict mode accepts
 * `{{#if missing}}` and `{{#each missing}}` as empty. All programs of a template share the container.
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
    throw new Bug(`the view of template ${name} contains a value of type ${typeof value}`);
  }
  return value;
}
