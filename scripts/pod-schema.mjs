// node scripts/pod-schema.mjs SWAGGER: packs the schema of a Pod out of Kubernetes' api/openapi-spec/swagger.json, closed and
// without descriptions, for the tests that hold emitted pods against it.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const target = fileURLToPath(new URL("../test/support/pod-schema.json.gz", import.meta.url));
const { definitions } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const kept = {};

/** A schema as JSON Schema has it: objects closed, quantities and such as text or number. */
function lean(node) {
  if (Array.isArray(node)) return node.map(lean);
  if (typeof node !== "object" || node === null) return node;
  if (node.format === "int-or-string") return { type: ["string", "integer"] };
  const entries = Object.entries(node).filter(([key, value]) => key !== "description" || typeof value !== "string");
  const copy = Object.fromEntries(
    entries.filter(([key]) => !key.startsWith("x-")).map(([key, value]) => [key, lean(value)]),
  );
  if (typeof copy.$ref === "string") keep(copy.$ref.replace("#/definitions/", ""));
  return copy.properties && copy.type === "object" ? { ...copy, additionalProperties: false } : copy;
}

function keep(name) {
  if (name in kept) return;
  kept[name] = {};
  kept[name] = name.endsWith(".Quantity") ? { type: ["string", "number"] } : lean(definitions[name]);
}

keep("io.k8s.api.core.v1.Pod");
const schema = { $ref: "#/definitions/io.k8s.api.core.v1.Pod", definitions: kept };
writeFileSync(target, gzipSync(JSON.stringify(schema), { level: 9 }));
