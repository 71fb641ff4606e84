// node scripts/pod-schema.mjs SWAGGER: packs the schema of a Pod from api/openapi-spec/swagger.json of Kubernetes, without
// descriptions and without additional properties. Tests validate the generated pods with it.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const target = fileURLToPath(new URL("../test/support/pod-schema.json.gz", import.meta.url));
const { definitions } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const used = {};

/** Converts an OpenAPI schema to a JSON Schema in which objects have no additional properties. */
function convert(node) {
  if (Array.isArray(node)) return node.map(convert);
  if (typeof node !== "object" || node === null) return node;
  if (node.format === "int-or-string") return { type: ["string", "integer"] };
  const entries = Object.entries(node).filter(([key, value]) => key !== "description" || typeof value !== "string");
  const copy = Object.fromEntries(
    entries.filter(([key]) => !key.startsWith("x-")).map(([key, value]) => [key, convert(value)]),
  );
  if (typeof copy.$ref === "string") addDefinition(copy.$ref.replace("#/definitions/", ""));
  return copy.properties && copy.type === "object" ? { ...copy, additionalProperties: false } : copy;
}

function addDefinition(name) {
  if (name in used) return;
  used[name] = {};
  used[name] = name.endsWith(".Quantity") ? { type: ["string", "number"] } : convert(definitions[name]);
}

addDefinition("io.k8s.api.core.v1.Pod");
const schema = { $ref: "#/definitions/io.k8s.api.core.v1.Pod", definitions: used };
writeFileSync(target, gzipSync(JSON.stringify(schema), { level: 9 }));
