import { expect, it } from "vitest";
import { readJenkinsfile } from "../../../generator/init/existing/jenkinsfile.ts";

/** The `tests` of the specs and the report, for a repository with these folders. */
function read(tool: string, steps: readonly string[], folders: readonly string[] = []) {
  const text = `node {\n${steps.join("\n")}\n}\n`;
  const has = (path: string) => folders.includes(path);
  const context = { tool, runsCommand: tool === "command", git: "", has };
  const { facts, leftovers } = readJenkinsfile("Jenkinsfile", text, context);
  const named = leftovers.filter(({ construct }) => construct.startsWith("stages.build.tests: "));
  return [
    ...facts.flatMap((fact) => (fact.key === "tests" ? [fact.value.join(" ")] : [])),
    ...named.map((it) => `${it.construct}: ${it.instead}`),
  ];
}

it.each([
  ["maven", "**/target/surefire-reports/*.xml", []],
  ["maven", "target/surefire-reports/TEST-com.acme.*.xml", []],
  ["maven", "**/target/*-reports/TEST-*.xml", []],
  ["maven", "*/target/failsafe-reports/**/*.xml", []],
  ["maven", "**/surefire-reports/", []],
  ["maven", "core/target/surefire-reports/*.xml", ["core"]],
  ["gradle", "**/build/test-results/**/*.xml", []],
  ["gradle", "build/test-results/integrationTest/*.xml", []],
  ["python", "reports/*.xml", []],
])("keeps the reports that the script of %s writes: %s", (tool, pattern, folders) => {
  expect(read(tool, [`junit '${pattern}'`], folders)).toEqual([pattern]);
});

it.each([
  ["npm", "npm test"],
  ["yarn", "yarn test"],
  ["pnpm", "pnpm run test"],
  ["command", "./build.sh all"],
])("keeps the reports of a command that the stage runs, too, with %s: %s", (tool, command) => {
  expect(read(tool, [`sh '${command}'`, "junit 'out/*.xml'"])).toEqual(["out/*.xml"]);
});

it("says which command wrote the reports that the stage does not write, and what can write them", () => {
  expect(
    read("go", ["sh 'make unit-test PASSWORD=x'", "sh 'echo done'", "junit 'target/unit-tests/*-tests.xml'"]),
  ).toEqual([
    "stages.build.tests: target/unit-tests/*-tests.xml: the old pipeline wrote these files with the command make (line 2), " +
      "and the script of `tool: go` writes no reports: write them with gotestsum --junitfile in a custom stage with `tests`",
  ]);
});

it.each([
  ["dotnet", "sh 'dotnet test'", "src/github.com/acme/**/*.xml", "JunitXml.TestLogger"],
  [
    "maven",
    "sh 'mvn verify'",
    "src/github.com/acme/web/target/surefire-reports/*.xml",
    "writes only target/surefire-reports/",
  ],
  ["maven", "sh './e2e.sh'", "reports/*.xml", "with the command e2e.sh (line 2)"],
  ["gradle", "sh './gradlew check'", "build/reports/*.xml", "writes only build/test-results/"],
  ["npm", "sh 'npm run test:ci'", "junit.xml", "such as jest-junit"],
  ["command", "sh 'make; ./test.sh'", "out/*.xml", "with the old command"],
])("takes over no reports that the stage does not write, with %s: %s", (tool, step, pattern, expected) => {
  const found = read(tool, [step, `junit '${pattern}'`]);
  expect(found).toEqual([expect.stringContaining(`stages.build.tests: ${pattern}: `)]);
  expect(found[0]).toContain(expected);
});

it("keeps the reports of make, if the stage runs the Makefile", () => {
  const text = "node {\n  sh 'make'\n  junit 'out/*.xml'\n}\n";
  const context = { tool: "command", runsCommand: false, git: "", has: () => false };
  expect(readJenkinsfile("Jenkinsfile", text, context).facts).toEqual([expect.objectContaining({ key: "tests" })]);
});

it("decides about each pattern of a step", () => {
  const found = read("maven", ["junit '**/target/surefire-reports/*.xml, e2e/*.xml'"]);
  expect(found).toEqual([
    "**/target/surefire-reports/*.xml",
    expect.stringContaining("tests: e2e/*.xml: the script of"),
  ]);
});

it("is fast for long patterns", () => {
  const start = process.cpuUsage();
  for (const part of ["**/", "*/", "**/*/", "a/"]) read("maven", [`junit '${part.repeat(50_000)}x'`]);
  expect(process.cpuUsage(start).user).toBeLessThan(4_000_000);
});
