import { setTimeout } from "node:timers/promises";
import { expect, it } from "vitest";
import { compile } from "../../generator/compile.ts";
import { readInput } from "../support/generated-files.ts";
import { describeWith } from "../support/requires.ts";
import { hostileVersionFiles } from "../support/version-files.ts";
import { useRunner } from "./support.ts";

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <!-- <version>0.0.1</version> -->
  <parent><artifactId>all</artifactId><version>2.0.0</version></parent>
  <dependencies><dependency><version>9.9.9</version></dependency></dependencies>
  OWN
  <build><plugins><plugin><version>3.1.0</version></plugin></plugins></build>
  <properties><revision>4.5.6</revision></properties>
</project>`;

/** Files, with the version of the application in them. */
const files: readonly (readonly [path: string, text: string, version: string])[] = [
  ["pom.xml", pom.replace("OWN", "<version>1.4.0-SNAPSHOT</version>"), "1.4.0"],
  ["backend/pom.xml", pom.replace("OWN", "<artifactId>shop</artifactId>"), "2.0.0"],
  ["pom.xml", pom.replace("OWN", "<version>${revision}</version>"), "4.5.6"],
  [
    "package.json",
    '{ "dependencies": { "version": "9.9.9" }, "version": "1.2.3", "x": { "y": { "version": "8" } } }',
    "1.2.3",
  ],
  ["package.json", '{ "name": "shop" }', ""],
  ["pyproject.toml", '[tool.x]\nversion = "9"\n[project]\nname = "shop"\nversion = "0.3.1"\n', "0.3.1"],
  ["Cargo.toml", "[package]\nname = 'shop'\nversion = '0.9.0'\n[dependencies]\nversion = '7'\n", "0.9.0"],
  ["VERSION", "7.1\nmore\n", "7.1"],
  ["gradle.properties", "# version=9\nkotlin.version=8\nversion = 1.4.0-SNAPSHOT\nversions=7\n", "1.4.0"],
  [
    "Directory.Build.props",
    "<Project><!-- <Version>9</Version> --><PropertyGroup><Version>3.2.1</Version></PropertyGroup></Project>",
    "3.2.1",
  ],
  ["src/App.csproj", "<PropertyGroup><VersionPrefix>2.0</VersionPrefix></PropertyGroup>", "2.0"],
  ["setup.cfg", "[options]\nversion = 9\n[metadata]\nname = shop\nversion = 0.5.1\n", "0.5.1"],
  ["composer.json", '{ "version": "2.2" }', "2.2"],
  ["package.json", '{ "a": ["version", { "version": "9" }], "b": "\\"{", "x": "version", "version" : "2.3" }', "2.3"],
  [
    "src/Dependency.csproj",
    '<ItemGroup Condition="a"><PackageReference Include="X"><Version>13.0.3</Version></PackageReference></ItemGroup>' +
      '<Target Name="x"><Version>9</Version></Target><TargetFramework>net8.0</TargetFramework><ItemGroup />' +
      "<PropertyGroup><VersionPrefix>2.1</VersionPrefix></PropertyGroup>",
    "2.1",
  ],
  ["src/Condition.csproj", `<Version />\n<Version Condition="'$(X)' > '1'">\n 3.0.0-SNAPSHOT\n</Version>`, "3.0.0"],
];

/** What the reason says about the text of a file. */
const objections: readonly (readonly [text: string, reason: string])[] = [
  ["1.4.0", ""],
  ["v2-rc.1+7", ""],
  [
    "plugins {",
    'The file f contains no version of the application, but "plugins {". A version has a digit and no blank.',
  ],
  ["", "The file f contains no version of the application."],
];

/** A text as Groovy. */
function literal(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n")}'`;
}

describeWith(["java", "mvn"], "the version of an application", () => {
  const { run } = useRunner();
  const { files: generated } = compile(readInput("test/golden/pods/spec"));
  const classes = ["Text", "Version"]
    .map((name) => generated?.find(({ path }) => path.endsWith(`/${name}.groovy`))?.content ?? "")
    .map((it) => it.replace(/^(package|import) .*$/gm, ""));
  const imports = ["com.cloudbees.groovy.cps.NonCPS", "java.util.regex.Matcher", "java.util.regex.Pattern"];
  const script = (lines: readonly string[]) =>
    [...imports.map((it) => `import ${it}`), ...classes, ...lines].join("\n");

  it.each([{}, { sandbox: true }])("is read from its file: %j", async (config) => {
    const lines = files.map(
      ([path, text], index) => `echo "version ${index}: " + Version.of('${path}', ${literal(text)}) + '.'`,
    );
    const reasons = objections.map(
      ([text], index) => `echo "reason ${index}: " + Version.objection('f', ${literal(text)})`,
    );
    const { log, error } = await run(script([...lines, ...reasons]), config);
    expect(error ?? "").toBe("");
    files.forEach(([path, , version], index) => {
      expect(log, path).toContain(`version ${index}: ${version}.\n`);
    });
    objections.forEach(([text, reason], index) => {
      expect(log, text).toContain(`reason ${index}: ${reason}\n`);
    });
  });

  it("is read in limited time from a hostile file", async () => {
    const lines = hostileVersionFiles.map(({ path, start, part, count, end }, index) => {
      const text = `${literal(start)} + ${literal(part)} * ${count} + ${literal(end)}`;
      return `read(${index}, '${path}', ${text})`;
    });
    const read =
      "void read(int n, String path, String text) {\n echo(n + Version.objection(path, Version.of(path, text)))\n}";
    const reading = run(script([read, ...lines])).then(({ error }) => error ?? "no error");
    expect(await Promise.race([reading, setTimeout(60_000, "not read in 60 seconds")])).toBe("no error");
  });

  it("is not read from a file with more than 1,000,000 characters", async () => {
    const read =
      "String text = 'version=1' * 200000\necho Version.objection('f.properties', Version.of('f.properties', text))";
    const { log } = await run(script([read]));
    expect(log).toContain("The file f.properties has 1800000 characters. A file with a version has at most 1000000.\n");
  });
});
