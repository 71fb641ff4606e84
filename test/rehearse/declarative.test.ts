import { expect, test } from "vitest";
import { describeWith } from "../support/requires.ts";
import { useRunner } from "./support.ts";

const pipeline = (stages: string, rest = "", agent = "none"): string =>
  `pipeline {\n    agent ${agent}\n    ${rest}\n    stages {\n${stages}\n    }\n}\n`;
const stage = (name: string, content: string): string => `stage('${name}') {\n${content}\n}\n`;
const steps = (body: string): string => `steps { ${body} }`;

const refused: readonly (readonly [string, string, string])[] = [
  ["no agent", "pipeline {\nstages { stage('a') { steps { echo 'x' } } }\n}", 'Missing required section "agent"'],
  ["no stages", "pipeline {\nagent none\n}", 'Missing required section "stages"'],
  ["an unknown section", pipeline(stage("a", steps("echo 'x'")), "wibble { }"), 'Undefined section "wibble"'],
  [
    "a duplicate section",
    pipeline(stage("a", steps("echo 'x'")), "agent any"),
    "Multiple occurrences of the agent section",
  ],
  [
    "two sections on a line",
    "pipeline {\nagent none stages { stage('a') { steps { echo 'x' } } }\n}",
    "Not a valid section definition",
  ],
  [
    "a duplicate stage",
    pipeline(stage("a", steps("echo 'x'")) + stage("a", steps("echo 'x'"))),
    'Duplicate stage name: "a"',
  ],
  [
    "an empty stage",
    pipeline(stage("a", "agent any")),
    'Expected one of "steps", "stages", or "parallel" for stage "a"',
  ],
  [
    "two contents",
    pipeline(stage("a", `${steps("echo 'x'")}\nstages { stage('b') { steps { echo 'x' } } }`)),
    "Only one of",
  ],
  ["steps outside of steps", pipeline(stage("a", "echo 'x'")), 'Unknown stage section "echo"'],
  ["empty steps", pipeline(stage("a", "steps { }")), "No steps specified for branch"],
  ["an object's method", pipeline(stage("a", steps("env.toString()"))), "Method calls on objects not allowed outside"],
  ["an assignment", pipeline(stage("a", steps("def x = 1"))), "Expected a step"],
  [
    "a condition in a step's block",
    pipeline(stage("a", steps("timeout(1) { if (true) { echo 'x' } }"))),
    "Expected a step",
  ],
  ["stage as a step", pipeline(stage("a", steps("stage('x') { echo 'x' }"))), 'Invalid step "stage" used'],
  ["properties as a step", pipeline(stage("a", steps("properties([])"))), 'Invalid step "properties" used'],
  [
    "parallel in parallel",
    pipeline(stage("a", "parallel { stage('b') { parallel { stage('c') { steps { echo 'x' } } } } }")),
    "no parallel inside of parallel",
  ],
  [
    "an agent around parallel",
    pipeline(stage("a", "agent any\nparallel { stage('b') { steps { echo 'x' } } }")),
    '"agent" is not allowed in stage "a"',
  ],
  [
    "parameters as an option",
    pipeline(stage("a", steps("echo 'x'")), "options { parameters([]) }"),
    'Invalid option type "parameters"',
  ],
  [
    "triggers as an option",
    pipeline(stage("a", steps("echo 'x'")), "options { pipelineTriggers([]) }"),
    'Invalid option type "pipelineTriggers"',
  ],
  [
    "a job property of a stage",
    pipeline(stage("a", `options { disableConcurrentBuilds() }\n${steps("echo 'x'")}`)),
    "in a stage's options",
  ],
  [
    "a bad condition",
    pipeline(stage("a", steps("echo 'x'")), "post { never { echo 'x' } }"),
    'Invalid condition "never"',
  ],
  ["a bad when", pipeline(stage("a", `when { sunny() }\n${steps("echo 'x'")}`)), "Unknown conditional sunny"],
  ["an empty when", pipeline(stage("a", `when { }\n${steps("echo 'x'")}`)), "Empty when closure"],
  ["a bad agent", pipeline(stage("a", `agent { lorry 'x' }\n${steps("echo 'x'")}`)), 'Invalid agent type "lorry"'],
  [
    "a list in environment",
    pipeline(stage("a", steps("echo 'x'")), "environment { A = [1] }"),
    "Environment variable values must either be",
  ],
  [
    "an environment variable twice",
    pipeline(stage("a", steps("echo 'x'")), "environment { A = '1'\nA = '2' }"),
    "Duplicate environment variable",
  ],
  ["a matrix without axes", pipeline(stage("a", "matrix { }")), "A matrix needs axes and stages"],
];

describeWith(["java", "mvn"], "declarative pipelines", () => {
  const { run } = useRunner();

  test.each(refused)("rejects %s", async (_, script, message) => {
    const build = await run(script);
    expect(build.result).toBe("FAILURE");
    expect(build.error).toContain(message);
    expect(build.trace).toEqual([]);
  });

  test("reports all mistakes at once, with line and column", async () => {
    const build = await run("pipeline {\n  wibble { }\n  stages {\n    stage('a') { }\n  }\n}");
    expect(build.error).toMatch(/2: Undefined section "wibble" @ line 2, column 3/);
    expect(build.error).toMatch(/4: Expected one of .* @ line 4, column 5/);
    expect(build.error).toMatch(/3 errors/);
  });

  test("runs the parts of a stage in the order of Jenkins", async () => {
    const content = `
      when { beforeInput true
             expression { echo('when'); return true } }
      input { message 'input?' }
      options { timeout(5) }
      agent { label 'linux' }
      environment { C = credentials('login')
                    V = "v-\${C_USR}" }
      steps { echo "steps \${V}" }
      post { cleanup { echo 'cleanup' }
             always { echo 'always' }
             success { echo 'success' } }`;
    const build = await run(pipeline(stage("a", content)), {
      inputs: [{ submitter: "ann" }],
      credentials: [{ id: "login", kind: "usernamePassword", username: "bob", password: "s3cret" }],
    });
    expect(build.error, build.log).toBeNull();
    expect(build.trace.map(({ step, arguments: given }) => (step === "echo" ? given.message : step))).toEqual([
      "stage",
      "timeout",
      "when",
      "input",
      "node",
      "withCredentials",
      "withEnv",
      "steps v-bob",
      "always",
      "success",
      "cleanup",
    ]);
  });

  test.each([
    ["beforeAgent true", ["stage"]],
    ["beforeOptions true", ["stage"]],
    ["", ["stage", "node"]],
  ])("a skipped stage with %s runs only the necessary steps", async (before, taken) => {
    const content = `agent { label 'linux' }\nwhen { ${before}\nequals expected: 1, actual: 2 }\n${steps("echo 'x'")}`;
    const build = await run(pipeline(stage("a", content)));
    expect(build.trace.map(({ step }) => step)).toEqual(taken);
    expect(build.log).toContain('Stage "a" skipped due to when conditional');
  });

  test("skips later stages after a failure, and post receives the result", async () => {
    const stages =
      stage("a", `${steps("error 'boo'")}\npost { failure { echo 'a failed' } }`) + stage("b", steps("echo 'never'"));
    const build = await run(
      pipeline(
        stages,
        "post { success { echo 'good' }\nfailure { echo 'bad' }\nunsuccessful { echo 'unsuccessful' }\nalways { echo 'always' } }",
      ),
    );
    expect([build.result, build.error]).toEqual(["FAILURE", "boo"]);
    expect(build.log).toContain('Stage "b" skipped due to earlier failure(s)');
    expect(build.trace.filter(({ step }) => step === "echo").map(({ arguments: given }) => given.message)).toEqual([
      "a failed",
      "always",
      "unsuccessful",
      "bad",
    ]);
  });

  test("runs post for an unstable and an aborted build, and fails with a failing post", async () => {
    const post = "post { unstable { echo 'is unstable' }\naborted { echo 'is aborted' }\nsuccess { error 'post' } }";
    expect((await run(pipeline(stage("a", steps("unstable 'x'")), post))).log).toContain("\nis unstable\n");
    const aborted = await run(pipeline(stage("a", steps("input 'x'")), post), {
      inputs: [{ abort: true, submitter: "ann" }],
    });
    expect([aborted.result, aborted.error]).toEqual(["ABORTED", "Rejected by ann"]);
    expect(aborted.log).toContain("\nis aborted\n");
    expect(await run(pipeline(stage("a", steps("echo 'x'")), post))).toMatchObject({
      result: "FAILURE",
      error: "post",
    });
  });

  test("runs parallel and nested stages, and kubernetes with its default container", async () => {
    const stages =
      stage(
        "p",
        `parallel {\n${stage("x", steps("echo 'in x'"))}${stage("y", `stages {\n${stage("z", steps("echo 'in z'"))}}`)}}`,
      ) + stage("k", `agent { kubernetes { yaml 'kind: Pod'\ndefaultContainer 'maven' } }\n${steps("sh 'true'")}`);
    const build = await run(pipeline(stages), { agents: [{ name: "pod", labels: [], kubernetes: true }] });
    expect(build.error, build.log).toBeNull();
    expect(
      build.trace
        .filter(({ step }) => step === "echo" || step === "sh")
        .map(({ stage, agent, container }) => [stage, agent, container]),
    ).toEqual([
      ["p / x", "", ""],
      ["p / y / z", "", ""],
      ["k", "pod", "maven"],
    ]);
  });

  test.each([
    ["branch 'main'", { branch: "main" }, true],
    ["branch 'release/*'", { branch: "release/1" }, true],
    ["branch 'main'", { branch: "main2" }, false],
    ["branch 'PR-*'", { changeId: "1" }, false],
    ["changeRequest()", { changeId: "1" }, true],
    ["changeRequest target: 'main'", { changeId: "1", changeTarget: "old" }, false],
    ["tag 'v*'", { tag: "v1" }, true],
    ["buildingTag()", { branch: "main" }, false],
    ["not { branch 'main' }", { branch: "x" }, true],
    ["anyOf { branch 'main'\nbranch 'x' }", { branch: "x" }, true],
    ["allOf { branch 'main'\nenvironment name: 'A', value: 'b' }", { branch: "main" }, true],
    ["triggeredBy 'UserIdCause'", { branch: "main", user: "ann" }, true],
    ["expression { env.BRANCH_NAME == 'main' }", { branch: "main" }, true],
  ])("when %s for %j is %s", async (condition, request, holds) => {
    const script = pipeline(stage("a", `when { ${condition} }\n${steps("echo 'reached'")}`), "environment { A = 'b' }");
    const build = await run(script, {}, { multibranch: true }, request);
    expect(build.error, build.log).toBeNull();
    expect(build.log.includes("\nreached\n")).toBe(holds);
  });
});
