import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stepsOf } from "../../support/page-walk.ts";
import { testPartPage } from "../../support/source-copy.ts";

const page = join(import.meta.dirname, "../../../docs/how-to/add-a-policy.md");

testPartPage("add-a-policy.md, executed in a copy of the sources", stepsOf(readFileSync(page, "utf8")), [
  "generator/policies/short-timeouts.ts",
  "test/unit/bad-specs/cases/short-timeouts.ts",
]);
