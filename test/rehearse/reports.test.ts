import { expect, test } from "vitest";
import type { EventOf, RunEvent } from "../../generator/rehearse/index.ts";
import { describeWith } from "../support/requires.ts";
import { type Given, useRunner } from "./support.ts";

const LIBRARY = {
  "vars/greet.groovy": `import com.acme.Words

def call(Map given) {
    if (given.loud) {
        echo Words.upper(given.name)
    } else {
        sh(label: 'Whisper', script: 'echo whisper; exit 3')
    }
}
`,
  "src/com/acme/Words.groovy": `package com.acme

class Words implements Serializable {
    @NonCPS
    static String upper(String text) {
        if (text == null) {
            return ''
        }
        return text.toUpperCase()
    }
}
`,
  "vars/unused.groovy": "def call() {\n    echo 'never'\n}\n",
};

const of = <Type extends RunEvent["type"]>(events: readonly RunEvent[], type: Type) =>
  events.filter((it): it is EventOf<Type> => it.type === type);

const printed = (events: readonly RunEvent[]) =>
  of(events, "output")
    .map(({ text }) => text)
    .join("\n");

describeWith(["java", "mvn"], "reports of the runner", () => {
  const { controller, tree } = useRunner();

  const events = async (script: string, given: Given = {}) => {
    const root = await tree(LIBRARY);
    const jenkins = await controller({
      libraries: [{ name: "acme", root, trusted: true }],
      jobs: [{ path: "/a", script: `@Library('acme') _\n${script}` }],
      ...given,
    });
    const result = await jenkins.build({ job: "/a" });
    const found = await jenkins.events(0);
    const coverage = given.coverage ? await jenkins.coverage() : {};
    await jenkins.close();
    return { found, result, coverage, root };
  };

  test("a failing step has the lines of the library and of the Jenkinsfile", async () => {
    const { found } = await events("node('linux') {\n  greet(name: 'x')\n}");
    const step = of(found, "step").find(({ name }) => name === "sh");
    expect(step?.frames).toMatchObject([
      { class: "greet", file: "greet.groovy", line: 7 },
      { class: "WorkflowScript", line: 3 },
      { class: "WorkflowScript", line: 2 },
    ]);
    expect(of(found, "end").find((it) => it.step === step?.step)?.error).toBe("script returned exit code 3");
    expect(printed(found)).toMatch(/^whisper$/m);
    expect(of(found, "finished")).toMatchObject([{ result: "FAILURE", error: "script returned exit code 3" }]);
  });

  test("an error outside of a step has its line", async () => {
    const { found } = await events("echo 'a'\nnoSuchStep(1)");
    expect(of(found, "finished")[0]?.frames).toMatchObject([{ class: "WorkflowScript", line: 3 }]);
  });

  test("secrets are masked in arguments and output", async () => {
    const { found } = await events(
      "node('linux') { withCredentials([string(credentialsId: 't', variable: 'T')]) { sh 'echo $T'; echo env.T } }",
      { credentials: [{ id: "t", kind: "string", secret: "s3cr3t" }] },
    );
    expect(printed(found)).toMatch(/^\*{4}$/m);
    expect(JSON.stringify(found)).not.toContain("s3cr3t");
  });

  test("one credential file can have two bindings", async () => {
    const { result } = await events(
      "node('linux') { withCredentials([file(credentialsId: 'f', variable: 'A'), file(credentialsId: 'f', variable: 'B')]) " +
        '{ sh \'cmp "$A" "$B"\' } }',
      { credentials: [{ id: "f", kind: "file", fileName: "ca.pem", content: "text" }] },
    );
    expect(result.error).toBeNull();
  });

  test("rules replace the outcome of steps, before or after they run", async () => {
    const { found, result } = await events(
      "node('linux') {\n  def status = sh(returnStatus: true, label: 'a', script: 'exit 0')\n  echo \"status ${status}\"\n" +
        "  echo sh(returnStdout: true, label: 'b', script: 'exit 1')\n  sh(label: 'c', script: 'echo ran')\n}",
      {
        rules: [
          { id: "one", step: "sh", label: "a", exit: 5 },
          { id: "two", step: "sh", label: "b", output: "planted" },
          { id: "three", step: "sh", label: "c", run: true, fail: "no more" },
        ],
      },
    );
    expect(result.log).toMatch(/status 5[\s\S]*planted[\s\S]*ran[\s\S]*ERROR: no more/);
    expect(of(found, "rule").map(({ rule }) => rule)).toEqual(["one", "two", "three"]);
  });

  test("a rule applies to some of the calls, restarts the controller, or loses the agent", async () => {
    const { result } = await events(
      "node('linux') { def before = 'x'; for (i in [1, 2, 3]) { echo \"n${i}\" }; echo before; sh 'echo here' }",
      {
        rules: [
          { id: "second", step: "echo", contains: "n", skip: 1, times: 1, restart: true },
          { id: "lost", step: "sh", agent: "one", lost: true },
        ],
      },
    );
    expect(result.restarts).toBe(1);
    expect(result.error).toBe("The agent one was lost (planted)");
  });

  test.each([false, true])("coverage counts lines and branches, with the sandbox %s", async (sandbox) => {
    const { coverage, result, root } = await events("greet(name: 'x', loud: true)\ngreet(name: 'y', loud: true)", {
      coverage: true,
      sandbox,
      restart: "every-step",
    });
    expect(result.error).toBeNull();
    expect(coverage[`${root}/vars/greet.groovy`]).toEqual({
      lines: { 4: 2, 5: 2, 7: 0 },
      branches: { "4:0": 2, "4:1": 0 },
    });
    expect(coverage[`${root}/src/com/acme/Words.groovy`]).toEqual({
      lines: { 6: 2, 7: 0, 9: 2 },
      branches: { "6:0": 0, "6:1": 2 },
    });
    expect(coverage[`${root}/vars/unused.groovy`]?.lines).toEqual({ 2: 0 });
  });

  test("a stub stands for a step of a plugin, and the trace has its call", async () => {
    const stubs = await tree({
      "vars/slackSend.groovy": "def call(Map given) { echo 'sent'; return given.channel }\n",
    });
    const { result } = await events("echo slackSend(channel: '#a')\nsteps.slackSend(channel: '#b')", {
      libraries: [
        { name: "stubs", root: stubs, trusted: true, implicit: true, stubs: true },
        { name: "acme", root: await tree(LIBRARY), trusted: true },
      ],
    });
    expect(result.error).toBeNull();
    expect(result.trace.filter(({ step }) => step === "slackSend").map((it) => it.arguments)).toEqual([
      { channel: "#a" },
      { channel: "#b" },
    ]);
  });
});
