import { expect, it } from "vitest";
import { canContainVersion } from "../../../generator/spec/version-file.ts";

it.each([
  "VERSION",
  ".version",
  "a/version.txt",
  "gradle.properties",
  "src/App.csproj",
  "setup.cfg",
  "Directory.Build.props",
])("the version can be read from %s", (path) => {
  expect(canContainVersion(path)).toBe(true);
});

it.each(["build.gradle", "build.gradle.kts", "setup.py", "CMakeLists.txt", "shop.gemspec", "Makefile", "Chart.yaml"])(
  "no version can be read from %s",
  (path) => {
    expect(canContainVersion(path)).toBe(false);
  },
);
