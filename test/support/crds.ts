import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Ajv, type ValidateFunction } from "ajv";
import { parseAllDocuments } from "yaml";

type Schema = { [key: string]: unknown };

const packed = readFileSync(join(import.meta.dirname, "crds.json.gz"));
const schemas: Record<string, Schema> = JSON.parse(gunzipSync(packed).toString());
const ajv = new Ajv({ strict: false, formats: { "date-time": true, int32: true, int64: true } });
const compiled = new Map<string, ValidateFunction>();

/** The errors of custom resources in YAML according to the real CRDs; unknown keys and kinds are errors. */
export function crdProblems(text: string): string[] {
  return parseAllDocuments(text, { version: "1.1" }).flatMap((document) => {
    const manifest = document.toJS();
    const kind = `${manifest?.apiVersion} ${manifest?.kind}`;
    if (!String(manifest?.apiVersion).includes("argoproj.io/")) return [];
    const schema = schemas[kind];
    if (schema === undefined) return [`${kind} is no kind of the CRDs`];
    const validate = compiled.get(kind) ?? ajv.compile(closed(schema));
    compiled.set(kind, validate);
    if (validate(manifest)) return [];
    return (validate.errors ?? []).map((it) => `${kind} ${it.instancePath} ${it.message} ${JSON.stringify(it.params)}`);
  });
}

/** The schema with closed objects, like in the API server with strict field validation. */
function closed(schema: Schema): Schema {
  const { metadata: _metadata, ...properties } = schema.properties as Schema;
  return close({ ...schema, properties: { ...properties, metadata: { type: "object" } } }) as Schema;
}

function close(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(close);
  if (typeof node !== "object" || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, close(value)]));
  const isObject = "properties" in copy && copy.type === "object" && !("additionalProperties" in copy);
  return isObject && copy["x-kubernetes-preserve-unknown-fields"] !== true
    ? { ...copy, additionalProperties: false }
    : copy;
}
