import { groovyCall, groovyLiteral, groovyVariable, type Place, type Variables } from "../groovy-literal.ts";
import { type HelperOptions, numberOption } from "./options.ts";

/** `{{groovy value indent=8 column=20}}`: the value as a Groovy literal; `indent` of its line, `column` where it starts. */
export function groovy(value: unknown, options: HelperOptions): string {
  return groovyLiteral(value, place(options));
}

/** `{{call 'buildImage' arguments indent=16 variables=variables}}`: a call with named arguments. */
export function call(name: string, args: Readonly<Record<string, unknown>>, options: HelperOptions): string {
  return groovyCall(name, args, place(options), { ...(options.hash.variables as Variables) });
}

/** `{{variable path}}`: a variable of the script, or an entry of it. */
export function variable(path: readonly string[]): string {
  return groovyVariable(path);
}

/** `margin` is the number of columns before each line of a partial. */
function place(options: HelperOptions): Place {
  const indent = numberOption(options, "indent", 0);
  return { indent, column: numberOption(options, "column", indent), margin: numberOption(options, "margin", 0) };
}
