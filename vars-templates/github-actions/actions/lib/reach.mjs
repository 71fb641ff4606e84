// Selects the stages that a commit reaches.
import { appendFileSync } from "node:fs";
import { fail, input, thisSource } from "./context.mjs";
import { objection } from "./fields.mjs";

const reach = input();
const source = thisSource();
const stages = [];
for (const [stage, patterns] of Object.entries(reach)) {
  const reason = objection(source, patterns);
  const missing = patterns.needs.filter((id) => !stages.includes(id));
  if (reason === "" && missing.length === 0) stages.push(stage);
  else console.log(`${stage} does not run: ${reason === "" ? `${missing.join(", ")} does not run` : reason}.`);
}
const output = process.env.GITHUB_OUTPUT ?? fail("The runner does not set GITHUB_OUTPUT.");
appendFileSync(output, `stages=${JSON.stringify(stages)}\n`);
