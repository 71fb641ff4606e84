import { expect, test } from "vitest";
import { useRunner } from "../rehearse/support.ts";
import { describeWith } from "../support/requires.ts";

/** The longest time of 50 steps with a restart at each, in a warm JVM on a machine without other work. */
const LIMIT_MS = 500;
const STEPS = 50;
const ROUNDS = 12;

const LIBRARY = {
  "vars/walk.groovy": `
import com.acme.Walker

def call(int count) {
    def walker = new Walker(this)
    for (int i = 0; i < count; i++) {
        walker.step(i)
    }
}
`,
  "src/com/acme/Walker.groovy": `
package com.acme

class Walker implements Serializable {
    private final Object steps

    Walker(Object steps) {
        this.steps = steps
    }

    void step(int i) {
        steps.echo "step \${i}"
    }
}
`,
};

describeWith(["java", "mvn"], "restarts", () => {
  const { run, tree } = useRunner();

  test.each([
    ["a Jenkinsfile", `for (int i = 0; i < ${STEPS}; i++) { echo "step \${i}" }`],
    ["a library in the sandbox", `@Library('acme') _\nwalk(${STEPS})`],
  ])(`${STEPS} steps of %s, each with a restart`, async (title, script) => {
    const root = await tree(LIBRARY);
    const libraries = [{ name: "acme", root, version: "v1" }];
    const seconds: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const build = await run(script, { libraries, sandbox: true, restart: "every-step" });
      expect(build.result, build.log).toBe("SUCCESS");
      expect(build.restarts).toBeGreaterThanOrEqual(STEPS);
      seconds.push(build.seconds);
    }
    const without = (await run(script, { libraries, sandbox: true })).seconds;
    const best = Math.min(...seconds.slice(2)) * 1000;
    console.info(
      `${title}: ${best.toFixed(0)} ms (limit ${LIMIT_MS}), without restarts ${(without * 1000).toFixed(0)} ms; all: ${seconds.map((it) => it.toFixed(2)).join(" ")}`,
    );
    expect(best).toBeLessThan(LIMIT_MS);
  });
});
