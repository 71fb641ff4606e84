/** The module of the default values. `parts` are the schemas by path below schemas/. */
export function defaultValues(parts: ReadonlyMap<string, unknown>): string;
