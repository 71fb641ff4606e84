import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { conformancePage, features, passwordless, targets, verdictOf } from "./features.ts";

const page = readFileSync(join(import.meta.dirname, "../../../docs/reference/targets.md"), "utf8");

describe("the table of targets", () => {
  it("is up to date", () => {
    expect(page).toBe(conformancePage());
  });

  const others = features.filter(({ name }) => name !== passwordless);
  it.each(others.map((feature) => [feature.name, feature] as const))("%s works on Jenkins", (_, feature) => {
    expect(verdictOf(feature, "jenkins")).toEqual({ verdict: "yes", text: "" });
  });

  it("has each verdict, with a reason for each no and a consequence for each partly", () => {
    const verdicts = features.flatMap((feature) => targets.map((target) => verdictOf(feature, target)));
    expect(new Set(verdicts.map(({ verdict }) => verdict))).toEqual(new Set(["yes", "no", "partly"]));
    for (const { verdict, text } of verdicts) expect(text === "").toBe(verdict === "yes");
  });
});
