// node scripts/crds.mjs FOLDER...: packs the schemas of the CRD files in these folders, without descriptions. Tests validate
// the generated manifests with them.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { parse } from "yaml";

const target = fileURLToPath(new URL("../test/support/crds.json.gz", import.meta.url));

/** A schema without descriptions. A property named `description` is kept, because its value is a schema. */
function withoutDescriptions(node) {
  if (Array.isArray(node)) return node.map(withoutDescriptions);
  if (typeof node !== "object" || node === null) return node;
  const entries = Object.entries(node).filter(([key, value]) => key !== "description" || typeof value !== "string");
  return Object.fromEntries(entries.map(([key, value]) => [key, withoutDescriptions(value)]));
}

const schemas = {};
for (const folder of process.argv.slice(2)) {
  for (const name of readdirSync(folder).filter((it) => it.endsWith("-crd.yaml"))) {
    const { spec } = parse(readFileSync(join(folder, name), "utf8"), { maxAliasCount: -1 });
    for (const version of spec.versions) {
      schemas[`${spec.group}/${version.name} ${spec.names.kind}`] = withoutDescriptions(version.schema.openAPIV3Schema);
    }
  }
}
writeFileSync(target, gzipSync(JSON.stringify(schemas), { level: 9 }));
console.log(Object.keys(schemas).join("\n"));
