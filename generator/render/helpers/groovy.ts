import { groovyCall, groovyLiteral, type Place } from "../groovy-literal.ts";
import { type HelperOptions, numberOption } from "./options.ts";

/** `{{groovy value indent=8 column=20}}`: the value as a Groovy literal; `indent` of its line, `column` it starts in. */
export function groovy(value: unknown, options: HelperOptions): string {
  return groovyLiteral(value, place(options));
}

/** `{{call 'buildImage' arguments indent=16}}`: a call with named arguments. */
export function call(name: string, args: Readonly<Record<string, unknown>>, options: HelperOptions): string {
  return groovyCall(name, args, place(options));
}

function place(options: HelperOptions): Place {
  const indent = numberOption(options, "indent", 0);
  return { indent, column: numberOption(options, "column", indent) };
}
