import { chmodSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { type Checkout, checkout } from "../../support/source-script.ts";

function repository(files: Readonly<Record<string, string>>): Checkout {
  const created = checkout(files);
  onTestFinished(created.remove);
  return created;
}

const wrapper = (name: string) => `#!/bin/sh\nprintf '%s\\n' "${name} $*" >used.txt\n`;
const jar = { "gradle/wrapper/gradle-wrapper.jar": "" };

it.each([
  ["maven", "mvnw", "--batch-mode --no-transfer-progress verify", {}],
  ["gradle", "gradlew", "--no-daemon --console=plain build", jar],
] as const)("%s uses the wrapper, also without its permission to run, and from a module", (tool, name, words, more) => {
  const app = repository({ [name]: wrapper("own"), ...more, "module/pom.xml": "" });
  const path = app.bare();
  expect(app.build(tool, { path })).toMatchObject({ message: "" });
  expect(app.read("used.txt")).toBe(`own ${words}\n`);
  expect(app.build(tool, { path, directory: "module" })).toMatchObject({ message: "" });
  expect(app.read("module/used.txt")).toBe(`own ${words}\n`);
  chmodSync(join(app.folder, name), 0o755);
  expect(app.build(tool, { path })).toMatchObject({ message: "" });
});

it.each([
  ["maven", "mvn"],
  ["gradle", "gradle"],
  ["go", "go"],
  ["npm", "npm"],
  ["pnpm", "pnpm"],
  ["yarn", "yarn"],
  ["dotnet", "dotnet"],
])("%s says that its program is missing", (tool, program) => {
  const app = repository({ "package.json": "{}" });
  expect(app.build(tool, { path: app.bare() }).message).toContain(
    `${program} is not installed. Install it on the agent, or set toolImage`,
  );
});

it("gradle says that the wrapper's jar is missing", () => {
  const app = repository({ gradlew: wrapper("own") });
  expect(app.build("gradle").message).toMatch(/^gradlew needs the file gradle\/wrapper\/gradle-wrapper\.jar/);
});
