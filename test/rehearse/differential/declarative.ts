import type { Difference } from "./difference.ts";

const steps = (body: string): string => `pipeline { agent none\nstages { stage('a') { steps { ${body} } `;
const post = (conditions: readonly string[]): string =>
  `post { ${conditions.map((name) => `${name} { echo 'post ${name}' }`).join("\n")} }`;
const ALL = [
  "cleanup",
  "failure",
  "unstable",
  "unsuccessful",
  "success",
  "aborted",
  "regression",
  "fixed",
  "changed",
  "always",
];

/** Declarative pipelines. */
export const declarative: readonly Difference[] = [
  {
    input: "post of a stage after catchError(stageResult: 'FAILURE')",
    script: `${steps("catchError(buildResult: 'SUCCESS', stageResult: 'FAILURE') { error 'x' }")}
${post(["success", "failure"])} } }
${post(["success"])} }`,
    log: [/post failure[\s\S]*post success/, "Post stage: success of pipeline"],
    not: "Post stage: success of a",
  },
  {
    input: "post of a good branch next to a failed one",
    script: `pipeline { agent none
stages { stage('p') { parallel {
  stage('bad') { steps { error 'x' } }
  stage('good') { steps { sleep(time: 300, unit: 'MILLISECONDS') }
    ${post(["success", "failure"])} } } } }
post { failure { echo 'all failed' } } }`,
    result: "FAILURE",
    log: ["\npost success\n", "\nall failed\n"],
  },
  {
    input: "failFast true, one branch fails",
    script: `pipeline { agent none
stages { stage('p') { failFast true
parallel {
  stage('bad') { steps { error 'x' } }
  stage('slow') { steps { sleep 60 } } } } }
${post(["failure", "aborted"])} }`,
    result: "FAILURE",
    log: "\npost failure\n",
    not: "\npost aborted\n",
  },
  {
    input: "the order of post conditions",
    script: `${steps("error 'x'")} } }\n${post(ALL)} }`,
    result: "FAILURE",
    log: /post always[\s\S]*post changed[\s\S]*post unsuccessful[\s\S]*post failure[\s\S]*post cleanup/,
  },
  {
    input: "changed in the first build",
    script: `${steps("echo 'x'")} } }\n${post(["changed"])} }`,
    log: "\npost changed\n",
  },
  {
    input: "currentBuild.result in post",
    script: `${steps("echo 'x'")} } }\npost { always { echo "<\${currentBuild.result}>" } } }`,
    log: "<SUCCESS>",
  },
  {
    input: "triggeredBy 'TimerTrigger'",
    script:
      "pipeline { agent none\nstages { stage('a') { when { triggeredBy 'TimerTrigger' }\nsteps { echo 'held' } } } }",
    log: "\nheld\n",
  },
  {
    input: "triggeredBy with another user",
    script:
      "pipeline { agent none\nstages { stage('a') { when { triggeredBy cause: 'UserIdCause', detail: 'bob' }\nsteps { echo 'held' } } } }",
    request: { user: "ann" },
    not: "\nheld\n",
  },
  {
    input: "triggeredBy with this user",
    script:
      "pipeline { agent none\nstages { stage('a') { when { triggeredBy cause: 'UserIdCause', detail: 'ann' }\nsteps { echo 'held' } } } }",
    request: { user: "ann" },
    log: "\nheld\n",
  },
  {
    input: "environment with a later variable",
    script:
      "pipeline { agent none\nenvironment { Q = \"<${QQ}>\"\nQQ = 'x' }\nstages { stage('a') { steps { echo env.Q } } } }",
    log: "\n<x>\n",
  },
  {
    input: "two pipeline blocks",
    script: `${steps("echo 'x'")} } } }\n${steps("echo 'x'")} } } }`,
    result: "FAILURE",
    error: /Only one pipeline \{ \.\.\. \} block can be executed/,
  },
  {
    input: "when { branch 5 }",
    script: "pipeline { agent none\nstages { stage('a') { when { branch 5 }\nsteps { echo 'x' } } } }",
    result: "FAILURE",
    error: /branch/,
  },
  {
    input: "an invalid cron in triggers",
    script: `pipeline { agent none\ntriggers { cron('H/61 * * * *') }\nstages { stage('a') { steps { echo 'x' } } } }`,
    result: "FAILURE",
    error: /cron|Invalid/,
  },
  {
    input: "a condition that needs a change log",
    script: "pipeline { agent none\nstages { stage('a') { when { changeset '**/*.js' }\nsteps { echo 'x' } } } }",
    result: "FAILURE",
    error: /change log/,
  },
  {
    input: "matrix",
    script: `pipeline { agent none
stages { stage('m') { matrix { axes { axis { name 'A'
values '1', '2' }
axis { name 'B'
values 'x', 'y' } }
excludes { exclude { axis { name 'A'
values '2' }
axis { name 'B'
values 'y' } } }
stages { stage('s') { steps { echo "cell \${A}\${B}" } } } } } } }`,
    log: ["\ncell 1x\n", "\ncell 1y\n", "\ncell 2x\n"],
    not: "cell 2y",
  },
];
