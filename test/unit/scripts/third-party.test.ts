import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bundledPackages, describeJars, noticesOf, sbomOf } from "../../../scripts/third-party.mjs";

const root = join(import.meta.dirname, "../../..");

describe("the package", () => {
  it("contains no code that V8 compiled on another machine", () => {
    const printed = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const paths = (JSON.parse(printed)[0].files as { path: string }[]).map(({ path }) => path);
    expect(paths).toContain("dist/cli.js");
    expect(paths.filter((path) => path.endsWith(".cache"))).toEqual([]);
  });

  it("names the license of each npm package in the bundles", async () => {
    const packages = await bundledPackages();
    expect(packages.map(({ name }) => name)).toEqual(expect.arrayContaining(["ajv", "handlebars", "yaml"]));
    for (const { name, license, text } of packages) {
      expect(["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "BlueOak-1.0.0"], name).toContain(license);
      expect(text.length, name).toBeGreaterThan(500);
    }
  });

  it("names the license of each jar, and refuses a jar that is not known", () => {
    const files = ["groovy-sandbox-1.19.jar", "json-lib-2.4-jdk15.jar", "rehearsal-1.jar", "sums"];
    expect(describeJars(files).map(({ name, version, license }) => `${name} ${version} ${license}`)).toEqual([
      "groovy-sandbox 1.19 MIT",
      "json-lib 2.4-jdk15 Apache-2.0",
    ]);
    expect(() => describeJars(["other-2.0.jar"])).toThrow("The license of other-2.0.jar is not known");
  });

  it("contains the license of a jar that does not contain it itself", async () => {
    const notices = noticesOf(await bundledPackages(), describeJars(["groovy-sandbox-1.19.jar", "guava-11.0.1.jar"]));
    expect(notices).toContain("com.google.guava:guava 11.0.1 (Apache-2.0)\n");
    const [, text = ""] = notices.split("groovy-sandbox (MIT)\n");
    expect(text).toMatch(/^-+\n\nCopyright \(c\) 2012-2014 Kohsuke Kawaguchi.*\n\nPermission is hereby granted/);
  });

  it("has an SBOM with a package URL for each part", () => {
    const [jar] = describeJars(["guava-11.0.1.jar"]);
    if (jar === undefined) throw new Error("no jar");
    const packages = [{ name: "@clack/core", version: "1.6.0", license: "MIT", text: "" }];
    const self = { name: "stagewright", version: "0.1.0", license: "Apache-2.0" };
    const { components } = sbomOf(packages, [{ ...jar, sha256: "0".repeat(64) }], self);
    expect(components.map(({ purl }) => purl)).toEqual([
      "pkg:npm/%40clack/core@1.6.0",
      "pkg:maven/com.google.guava/guava@11.0.1",
    ]);
  });
});
