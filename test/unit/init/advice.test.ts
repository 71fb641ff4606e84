import { expect, it } from "vitest";
import { adviceFor, STEPS } from "../../../generator/init/existing/advice.ts";

it.each(["parallel", "matrix"])("the advice for %s names the group, which no image is left out of", (word) => {
  expect(adviceFor(word, STEPS)).toContain("next to each other, with the same `needs` and `parallel: NAME`");
});
