// Writes what the package contains of others: dist/THIRD-PARTY-NOTICES.txt with the licenses, and dist/sbom.cdx.json, a
// CycloneDX SBOM. npm runs this script before it packs the package, after the jars of the runner are in dist/runner.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The npm packages with code in the bundles, with name, version, license and the text of the license. */
export async function bundledPackages() {
  const { metafile } = await build({
    absWorkingDir: root,
    bundle: true,
    platform: "node",
    format: "esm",
    entryPoints: ["generator/cli.ts", "generator/index.ts"],
    outdir: "unused",
    write: false,
    metafile: true,
    logLevel: "error",
  });
  const names = Object.keys(metafile.inputs).flatMap(
    (path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? [],
  );
  // Ajv writes the validators, and their code contains parts of these packages.
  const generated = ["ajv"];
  return [...new Set([...names, ...generated])].sort().map(describePackage);
}

function describePackage(name) {
  const folder = join(root, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((it) => /^(license|licence|copying)(\.|$)/i.test(it));
  if (typeof license !== "string" || file === undefined) throw new Error(`The license of ${name} is not known.`);
  return { name, version, license, text: readFileSync(join(folder, file), "utf8").trim() };
}

/** The group and the license of each jar that the runner needs, from its POM or that POM's parents. */
const apache = "Apache-2.0";
const licensesOfJars = {
  ant: ["org.apache.ant", apache],
  "ant-launcher": ["org.apache.ant", apache],
  "commons-beanutils": ["commons-beanutils", apache],
  "commons-collections": ["commons-collections", apache],
  "commons-csv": ["org.apache.commons", apache],
  "commons-lang": ["commons-lang", apache],
  "commons-logging": ["commons-logging", apache],
  ezmorph: ["net.sf.ezmorph", apache],
  "groovy-all": ["org.codehaus.groovy", apache],
  "groovy-cps": ["com.cloudbees", apache],
  "groovy-sandbox": ["org.kohsuke", "MIT"],
  guava: ["com.google.guava", apache],
  "jackson-annotations": ["com.fasterxml.jackson.core", apache],
  "jackson-core": ["com.fasterxml.jackson.core", apache],
  "jackson-databind": ["com.fasterxml.jackson.core", apache],
  "jackson-dataformat-toml": ["com.fasterxml.jackson.dataformat", apache],
  "json-lib": ["net.sf.json-lib", apache],
  jsr305: ["com.google.code.findbugs", apache],
  "maven-artifact": ["org.apache.maven", apache],
  "maven-model": ["org.apache.maven", apache],
  "plexus-utils": ["org.codehaus.plexus", apache],
  snakeyaml: ["org.yaml", apache],
};

/** The jars whose license requires its text, and that do not contain it, with their copyright. */
const copyrights = {
  "groovy-sandbox": "Copyright (c) 2012-2014 Kohsuke Kawaguchi, CloudBees, Inc., other contributors",
};

/** Describes jars by their file names. Those of this project have the version 1. Throws for one that is not in the list. */
export function describeJars(files) {
  return files
    .filter((file) => file.endsWith(".jar") && !/-1\.jar$/.test(file))
    .map((file) => {
      const [, name = "", version = ""] = /^(.+?)-(\d[\w.-]*)\.jar$/.exec(file) ?? [];
      const [group, license] = licensesOfJars[name] ?? [];
      if (group === undefined)
        throw new Error(`The license of ${file} is not known: add it to scripts/third-party.mjs.`);
      return { file, group, name, version, license };
    });
}

/** The jars in dist/runner with their checksums. */
function jars() {
  const folder = join(root, "dist/runner");
  if (!existsSync(folder)) return [];
  return describeJars(readdirSync(folder).sort()).map((it) => ({
    ...it,
    sha256: createHash("sha256")
      .update(readFileSync(join(folder, it.file)))
      .digest("hex"),
  }));
}

/** The SBOM, in the format CycloneDX 1.6. */
export function sbomOf(packages, archives, { name, version, license }) {
  const licensed = (id) => [{ license: { id } }];
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: { component: { type: "application", name, version, licenses: licensed(license) } },
    components: [
      ...packages.map((it) => ({
        type: "library",
        name: it.name,
        version: it.version,
        licenses: licensed(it.license),
        purl: `pkg:npm/${it.name.replace("@", "%40")}@${it.version}`,
      })),
      ...archives.map((it) => ({
        type: "library",
        group: it.group,
        name: it.name,
        version: it.version,
        hashes: [{ alg: "SHA-256", content: it.sha256 }],
        licenses: licensed(it.license),
        purl: `pkg:maven/${it.group}/${it.name}@${it.version}`,
      })),
    ],
  };
}

/** The text of dist/THIRD-PARTY-NOTICES.txt. */
export function noticesOf(packages, archives) {
  const rule = "-".repeat(80);
  const parts = packages.map((it) => `${rule}\n${it.name} ${it.version} (${it.license})\n${rule}\n\n${it.text}\n`);
  const lines = archives.map((it) => `${it.group}:${it.name} ${it.version} (${it.license})\n`);
  const mit = packages.find(({ name }) => name === "ajv")?.text.replace(/^[\s\S]*?(?=Permission is)/, "");
  const texts = archives.flatMap(({ name, license }) => {
    if (license === "MIT" && !Object.hasOwn(copyrights, name))
      throw new Error(`The copyright of ${name} is not known.`);
    return license === "MIT" ? [`\n${rule}\n${name} (MIT)\n${rule}\n\n${copyrights[name]}\n\n${mit}\n`] : [];
  });
  return [
    `The bundles in dist/ contain code of these npm packages.\n\n${parts.join("\n")}\n`,
    "The folder dist/runner contains these jars, unchanged, with the notices in their META-INF/. The file LICENSE of this\n",
    `package has the text of Apache-2.0.\n\n${lines.join("")}${texts.join("")}`,
  ].join("");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [packages, archives] = [await bundledPackages(), jars()];
  const self = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  writeFileSync(join(root, "dist/THIRD-PARTY-NOTICES.txt"), noticesOf(packages, archives));
  writeFileSync(join(root, "dist/sbom.cdx.json"), `${JSON.stringify(sbomOf(packages, archives, self), null, 2)}\n`);
  console.log(`third parties in the package: ${packages.length} npm packages, ${archives.length} jars`);
}
