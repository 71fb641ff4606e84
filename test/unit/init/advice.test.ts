import { expect, it } from "vitest";
import { adviceFor, STEPS } from "../../../generator/init/existing/advice.ts";
import { readJenkinsfile } from "../../../generator/init/existing/jenkinsfile.ts";

it.each(["parallel", "matrix"])("the advice for %s names the group, which no image is left out of", (word) => {
  expect(adviceFor(word, STEPS)).toContain("next to each other, with the same `needs` and `parallel: NAME`");
});

it.each([
  ["publishHTML", "no key publishes HTML"],
  ["skipStagesAfterUnstable", "by default"],
  ["issueCommentTrigger", "triggers: { comment:"],
  ["parameterizedCron", "no key of the spec"],
])("the advice for %s says %s", (word, text) => {
  expect(adviceFor(word, STEPS)).toContain(text);
});

it("takes over a boolean and a number without quotes as the value of a variable, and no expression", () => {
  const lines = ["A = true", "B = 42", "C = 1 + 2", "D = other"].join("\n");
  const text = `pipeline {\nenvironment {\n${lines}\n}\nstages {}\n}`;
  const { facts, leftovers } = readJenkinsfile("Jenkinsfile", text, {
    tool: "maven",
    runsCommand: false,
    git: "",
    has: () => true,
  });
  const values = facts.flatMap(({ key, value }) => (key === "variables" ? [value] : []));
  expect(values).toEqual([[["A", "true"]], [["B", "42"]]]);
  expect(leftovers.map(({ construct }) => construct)).toEqual(["the variable C", "the variable D"]);
});
