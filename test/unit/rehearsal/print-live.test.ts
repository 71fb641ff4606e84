import { expect, it } from "vitest";
import { liveLines } from "../../../generator/rehearsal/print-live.ts";
import { skippedIn, Timeline } from "../../../generator/rehearsal/timeline.ts";
import type { RunEvent } from "../../../generator/rehearse/index.ts";

/** Prints events of builds as they arrive: [job, what, milliseconds]. */
function print(events: readonly (readonly [string, string, number])[]): readonly string[] {
  const timeline = new Timeline();
  const live = liveLines(() => null, { verbose: false });
  const lines: string[] = [];
  let steps = 0;
  const add = (event: object) => {
    timeline.add(event as RunEvent);
    lines.push(...live.add(event as RunEvent, timeline));
  };
  for (const [job, what, at] of events) {
    const id = { job: `/${job}`, number: 1, at };
    if (what === "begin") add({ ...id, type: "build", cause: "Started by user rehearsal" });
    else if (what === "end")
      add({ ...id, type: "finished", result: "FAILURE", error: null, violations: [], frames: [] });
    else {
      const step = { step: ++steps, parent: 0, name: "sh", arguments: { label: what }, stage: "s" };
      add({ ...id, type: "step", ...step, agent: "", container: "", frames: [] });
      add({ ...id, type: "end", step: steps, error: null, value: 0 });
    }
  }
  lines.push(...live.end(timeline));
  return lines
    .map((line) => line.replace(/ \.+ .*| +[\d.]+ s$/, "").trim())
    .filter((line) => line !== "" && line !== "s");
}

it("the steps of a job stay in order after a job that is silent", () => {
  const printed = print([
    ...([
      ["a", "begin", 0],
      ["a", "sh a1", 10],
    ] as const),
    ...([
      ["b", "begin", 20],
      ["b", "sh b1", 30],
      ["b", "sh b2", 40],
    ] as const),
    ...([
      ["b", "sh b3", 5000],
      ["b", "end", 5010],
      ["a", "sh a2", 5020],
      ["a", "end", 5030],
    ] as const),
  ]);
  expect(printed).toEqual([
    "/a #1",
    "sh  sh a1",
    "/b #1",
    "sh  sh b1",
    "sh  sh b2",
    "sh  sh b3",
    "FAILURE",
    "/a #1",
    "sh  sh a2",
    "FAILURE",
  ]);
});

it("the end prints the steps of jobs that were waiting", () => {
  const printed = print([
    ["a", "begin", 0],
    ["a", "sh a1", 10],
    ["b", "begin", 20],
    ["b", "sh b1", 30],
  ]);
  expect(printed).toEqual(["/a #1", "sh  sh a1", "/b #1", "sh  sh b1"]);
});

it("a stage that the library reports as skipped is known by its name", () => {
  const steps = ["Stage dev is skipped: the timer did not start its build. The release stays unchanged.", "built"];
  const all = steps.map((message) => ({ name: "echo", arguments: { message } }));
  expect(skippedIn({ steps: all } as unknown as Parameters<typeof skippedIn>[0])).toEqual([
    { stage: "dev", reason: "the timer did not start its build" },
  ]);
});
