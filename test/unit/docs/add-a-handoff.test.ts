import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stepsOf } from "../../support/page-walk.ts";
import { testPartPage } from "../../support/source-copy.ts";

const page = join(import.meta.dirname, "../../../docs/how-to/add-a-handoff.md");

testPartPage("add-a-handoff.md, executed in a copy of the sources", stepsOf(readFileSync(page, "utf8")), [
  "generator/handoffs/nomad.ts",
  "schemas/handoffs/nomad.schema.json",
  "vars-templates/jenkins/library/resources/deploy/nomad/deploy.sh.hbs",
]);
