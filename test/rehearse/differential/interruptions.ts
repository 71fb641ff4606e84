import type { Difference } from "./difference.ts";

const slow = { parameters: [{ name: "N", kind: "string", default: "" }] } as const;

/** Time limits, aborts and the steps that catch errors. */
export const interruptions: readonly Difference[] = [
  {
    input: "sleep inside a closure",
    script: "timeout(time: 1, unit: 'SECONDS') { [1].each { sleep 30 } }",
    result: "ABORTED",
    log: "Sleeping for 30.0 sec",
  },
  { input: "println inside a closure", script: "[1].each { println 'in' }", log: "\nin\n" },
  {
    input: "retry inside a timeout",
    script: "timeout(time: 1, unit: 'SECONDS') { retry(3) { echo 'try'\nsleep 30 } }",
    result: "ABORTED",
    not: /\ntry\n[\s\S]*\ntry\n/,
  },
  {
    input: "a timeout inside retry is not an interruption of the retry",
    script: "retry(2) { echo 'try'\ntimeout(time: 300, unit: 'MILLISECONDS') { sleep 30 } }",
    result: "ABORTED",
    log: /\ntry[\s\S]*Retrying[\s\S]*\ntry\n/,
  },
  {
    input: "an abort that the script catches",
    script: "try { sleep 30 } catch (e) { echo 'caught' }",
    abortAt: "Sleeping",
    result: "ABORTED",
    log: "\ncaught\n",
  },
  { input: "timeout(time: 0)", script: "timeout(time: 0) { sleep 5 }", result: "ABORTED" },
  { input: "timeout(time: -1)", script: "timeout(time: -1) { sleep 5 }", result: "ABORTED" },
  {
    input: "catchError(UNSTABLE) around a timeout",
    script:
      "catchError(buildResult: 'UNSTABLE', stageResult: 'UNSTABLE') { timeout(time: 100, unit: 'MILLISECONDS') { sleep 30 } }\necho 'on'",
    result: "ABORTED",
    log: "\non\n",
  },
  {
    input: "warnError around a rejected input",
    script: "warnError('careful') { input 'go?' }\necho 'on'",
    given: { inputs: [{ match: "go?", abort: true }] },
    result: "ABORTED",
    log: "\non\n",
  },
  {
    input: "warnError around an abort",
    script: "warnError('careful') { sleep 30 }\necho 'on'",
    abortAt: "Sleeping",
    result: "ABORTED",
    log: "\non\n",
  },
  {
    input: "warnError around a failing build",
    script: "warnError('careful') { build 'other' }\necho 'on'",
    given: { jobs: [{ path: "/test/other", script: "error 'no'" }] },
    result: "FAILURE",
    log: "\non\n",
  },
  {
    input: "catchError(catchInterruptions: false) around a failing build",
    script: "catchError(catchInterruptions: false) { build 'other' }\necho 'on'",
    given: { jobs: [{ path: "/test/other", script: "error 'no'" }] },
    result: "FAILURE",
    log: "\non\n",
  },
  { input: "catchError(buildResult: null)", script: "catchError(buildResult: null) { error 'x' }", result: "SUCCESS" },
  { input: "the value of catchError", script: 'def v = catchError { 5 }\necho "<${v}>"', log: "<null>" },
  {
    input: "several failures in parallel: the most severe",
    script: `parallel(a: { sleep(time: 400, unit: 'MILLISECONDS')\nerror 'plain' }, b: { timeout(time: 100, unit: 'MILLISECONDS') { sleep 30 } })`,
    result: "FAILURE",
    error: "plain",
  },
  {
    input: "several failures in parallel: the first in time",
    script: `try { parallel(a: { sleep(time: 300, unit: 'MILLISECONDS')\nerror 'late' }, b: { error 'early' }) }
catch (e) { echo "<\${e.message}> \${e.suppressed.length}" }`,
    log: "<early> 1",
  },
  {
    input: "catch (hudson.AbortException e)",
    script: "try { error 'x' } catch (hudson.AbortException e) { echo \"caught ${e.message}\" }",
    log: "\ncaught x\n",
  },
  {
    input: "import of FlowInterruptedException",
    script: `import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException
try { timeout(time: 100, unit: 'MILLISECONDS') { sleep 30 } }
catch (FlowInterruptedException e) { echo "<\${e.result} \${e.causes[0].shortDescription}>" }`,
    log: "<ABORTED Timeout has been exceeded>",
  },
  {
    input: "an endless loop in timeout",
    script: "timeout(time: 1, unit: 'SECONDS') { while (true) { } }",
    result: "ABORTED",
  },
  {
    input: "currentBuild.result = 'BOGUS'",
    script: "currentBuild.result = 'BOGUS'",
    result: "FAILURE",
  },
  { input: "currentBuild.result = null", script: "currentBuild.result = null", result: "FAILURE" },
  { input: "retry(0)", script: 'def n = 0\nretry(0) { n++ }\necho "<${n}>"', log: "<1>" },
  { input: "timeout('5')", script: "timeout('5') { echo 'in' }", log: "\nin\n" },
  {
    input: "a parallel branch with a number as its name",
    script: "parallel([(1): { echo 'one' }])",
    log: "\none\n",
  },
  {
    input: "a parallel branch with a GString as its name",
    script: 'def n = 2\nparallel([("b${n}"): { echo "two" }])',
    log: "\ntwo\n",
  },
  {
    input: "timeout(activity: true) with output",
    script: `node { timeout(time: 1, unit: 'SECONDS', activity: true) { sh 'for i in 1 2 3 4 5; do echo $i; sleep 0.4; done' } }`,
    log: "\n5\n",
  },
  {
    input: "timeout(activity: true) without output",
    script: "node { timeout(time: 1, unit: 'SECONDS', activity: true) { sh 'sleep 20' } }",
    result: "ABORTED",
  },
  {
    input: "milestone(unsafe: true) in parallel",
    script: "parallel(a: { milestone(ordinal: 1, unsafe: true)\necho 'passed' })",
    log: "\npassed\n",
  },
  {
    input: "previousBuiltBuild and its siblings in the first build",
    script: `echo "<\${currentBuild.previousBuiltBuild} \${currentBuild.previousCompletedBuild} \${currentBuild.previousFailedBuild} " +
  "\${currentBuild.previousNotFailedBuild} \${currentBuild.previousBuildInProgress} \${currentBuild.nextBuild}>"`,
    log: "<null null null null null null>",
    job: slow,
  },
];
