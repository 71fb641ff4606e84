import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stepsOf } from "../../support/page-walk.ts";
import { testPartPage } from "../../support/source-copy.ts";

const page = join(import.meta.dirname, "../../../docs/how-to/add-a-source-tool.md");

testPartPage("add-a-source-tool.md, executed in a copy of the sources", stepsOf(readFileSync(page, "utf8")), [
  "generator/source-tools/bundler.ts",
  "schemas/source-tools/bundler.schema.json",
  "test/unit/source-tools/bundler.test.ts",
  "vars-templates/jenkins/library/resources/source/bundler.sh.hbs",
]);
