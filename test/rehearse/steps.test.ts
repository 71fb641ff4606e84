import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { describeWith } from "../support/requires.ts";
import { type Given, useRunner } from "./support.ts";

interface Case {
  readonly does: string;
  readonly script: string;
  readonly log?: string | RegExp;
  readonly result?: string;
  readonly error?: string | RegExp;
  readonly given?: Given;
}

const CREDENTIALS: Given = {
  credentials: [
    { id: "login", kind: "usernamePassword", username: "bob", password: "pa'ss wörd" },
    { id: "token", kind: "string", secret: "t0ken" },
    { id: "settings", kind: "file", fileName: "settings.xml", content: "<settings/>" },
    { id: "key", kind: "sshUserPrivateKey", username: "git", privateKey: "KEY" },
    { id: "other", folder: "/elsewhere", kind: "string", secret: "hidden" },
  ],
};
const LOCKS: Given = { lockableResources: [{ name: "prod", labels: ["cluster"] }] };
const POD: Given = {
  agents: [
    {
      name: "pod",
      labels: [],
      kubernetes: true,
      containers: { maven: { env: { IN: "maven" } }, kaniko: { prefix: ["env", "IN=kaniko"] } },
    },
  ],
};
const onAgent = (body: string): string => `node('linux') { ${body} }`;

const works: Case[] = [
  { does: "echo", script: "echo 'hi'", log: "\nhi\n" },
  { does: "echo a GString", script: 'def x = 1\necho "n${x}"', log: "\nn1\n" },
  { does: "error caught", script: "try { error 'x1' } catch (e) { echo \"caught ${e.message}\" }", log: "caught x1" },
  { does: "unstable", script: "unstable 'shaky'", log: "WARNING: shaky", result: "UNSTABLE" },
  {
    does: "catchError",
    script: "catchError(buildResult: 'UNSTABLE', stageResult: 'FAILURE') { error 'x' }\necho 'on'",
    log: "\non\n",
    result: "UNSTABLE",
  },
  { does: "warnError", script: "warnError('careful') { error 'x' }", log: "careful", result: "UNSTABLE" },
  { does: "sh", script: onAgent("sh 'echo $((1+1))'"), log: "+ echo 2\n2\n" },
  {
    does: "sh returnStdout",
    script: onAgent("echo '<' + sh(script: 'printf x', returnStdout: true, label: 'L') + '>'"),
    log: "<x>",
  },
  {
    does: "sh returnStatus",
    script: onAgent("echo 'status ' + sh(script: 'exit 7', returnStatus: true)"),
    log: "status 7",
  },
  {
    does: "sh with a shebang",
    script: onAgent("sh '#!/usr/bin/env bash\\necho ${BASH_VERSION:+bash}'"),
    log: "\nbash\n",
  },
  {
    does: "sh in a clean environment",
    script: onAgent("sh 'env'"),
    log: /^(?![\s\S]*VITEST)[\s\S]*WORKSPACE_TMP=.*@tmp/,
  },
  {
    does: "withEnv without expansion",
    script: onAgent("withEnv(['A=$HOME x', 'PATH+B=/b']) { sh 'echo \"[$A] ${PATH%%:*}\"' }"),
    log: "[$HOME x] /b",
  },
  {
    does: "withEnv with an empty value removes a variable",
    script: onAgent(
      "withEnv(['A=a']) { withEnv(['A=', 'B=']) { sh 'echo \"[${A-none}] [${B-none}]\"'\necho '' + env.A } }",
    ),
    log: /\[none\] \[none\][\s\S]*\nnull\n/,
  },
  { does: "env set and read", script: "env.A = 'b'\necho env.A + A + env.NONE", log: "bbnull" },
  {
    does: "writeFile, readFile, fileExists",
    script: onAgent("writeFile file: 'd/f', text: 'ä'\necho readFile('d/f') + fileExists('d/f') + fileExists('g')"),
    log: "ätruefalse",
  },
  {
    does: "dir, pwd, deleteDir",
    script: onAgent(
      "dir('sub') { echo pwd(); deleteDir() }\necho \"${fileExists('sub')} ${isUnix()} ${pwd(tmp: true)}\"",
    ),
    log: /\/sub\n[\s\S]*false true .*@tmp/,
  },
  {
    does: "readJSON",
    script: 'def j = readJSON text: \'{"a":{"b":[1,"null"]}}\'\necho "${j.a.b[0]} ${j.a.b[1] == null}"',
    log: "1 false",
  },
  {
    does: "readJSON returnPojo",
    script: 'def j = readJSON(text: \'{"b":"null"}\', returnPojo: true)\necho "${j.b == null}"',
    log: "true",
  },
  {
    does: "writeJSON",
    script: onAgent("writeJSON file: 'x.json', json: [a: 'b']\necho readFile('x.json')"),
    log: '{"a":"b"}',
  },
  { does: "readYaml", script: "echo readYaml(text: 'a: [1, 2]').a[1].toString()", log: "\n2\n" },
  {
    does: "withCredentials masks the values",
    script: onAgent(
      "withCredentials([usernamePassword(credentialsId: 'login', usernameVariable: 'U', passwordVariable: 'P'), string(credentialsId: 'token', variable: 'T')]) { sh 'echo \"$U,$P,$T,${#P}\"' }",
    ),
    log: /bob,\*\*\*\*,\*\*\*\*,1\d/,
    given: CREDENTIALS,
  },
  {
    does: "withCredentials for files and SSH keys",
    script: onAgent(
      "withCredentials([file(credentialsId: 'settings', variable: 'F'), sshUserPrivateKey(credentialsId: 'key', keyFileVariable: 'K')]) { sh 'cat $F; stat -c %a $K; echo $F > ../left' }\nsh 'test ! -e $(cat ../left)'",
    ),
    log: /<settings\/>[\s\S]*400/,
    given: CREDENTIALS,
  },
  {
    does: "archiveArtifacts with Ant patterns",
    script: onAgent("sh 'mkdir -p a/b; touch a/x.jar a/b/y.jar a/z'\narchiveArtifacts artifacts: 'a/**/*.jar'"),
    log: "Archiving",
  },
  {
    does: "stash and unstash",
    script: onAgent("writeFile file: 'a', text: '1'\nstash 's'\ndeleteDir()\nunstash 's'\necho readFile('a')"),
    log: "\n1\n",
  },
  {
    does: "junit",
    script: onAgent(
      "writeFile file: 't.xml', text: '<testsuite><testcase name=\"a\"/><testcase name=\"b\"><failure/></testcase></testsuite>'\njunit 't.xml'",
    ),
    result: "UNSTABLE",
  },
  {
    does: "junit without reports",
    script: onAgent("junit testResults: '*.xml', allowEmptyResults: true"),
    log: "No test report files",
  },
  { does: "retry", script: "int n = 0\nretry(3) { n++; if (n < 3) { error 'again' } }\necho \"n=${n}\"", log: "n=3" },
  {
    does: "waitUntil",
    script: 'int n = 0\nwaitUntil(initialRecurrencePeriod: 1) { n++; return n > 2 }\necho "n=${n}"',
    log: "n=3",
  },
  { does: "parallel", script: 'def r = parallel(a: { 1 }, b: { 2 })\necho "${r.a}${r.b}"', log: "\n12\n" },
  {
    does: "lock by label with a variable",
    script: "lock(label: 'cluster', quantity: 1, variable: 'GOT') { echo env.GOT }",
    log: "\nprod\n",
    given: LOCKS,
  },
  { does: "milestone", script: "milestone 1\nmilestone()", result: "SUCCESS" },
  {
    does: "input",
    script:
      "def r = input(message: 'Go?', submitter: 'ops', submitterParameter: 'BY', parameters: [string(name: 'WHY', defaultValue: 'd')])\necho \"${r.BY} ${r.WHY}\"",
    log: "ann because",
    given: { inputs: [{ submitter: "ann", groups: ["ops"], parameters: { WHY: "because" } }] },
  },
  { does: "mail", script: "mail to: 'a@b', subject: 's', body: 'b'", result: "SUCCESS" },
  {
    does: "container",
    script:
      "podTemplate(yaml: 'x') { node(POD_LABEL) { container('maven') { sh 'echo in $IN' }\ncontainer(name: 'kaniko', shell: '/busybox/sh') { sh 'echo in $IN' } } }",
    log: /in maven[\s\S]*in kaniko/,
    given: POD,
  },
  { does: "timestamps and ansiColor", script: "timestamps { ansiColor('xterm') { echo env.TERM } }", log: "xterm" },
  {
    does: "properties and params",
    script: "properties([parameters([string(name: 'P', defaultValue: 'v')])])\necho params.P",
    log: "\nv\n",
  },
  {
    does: "currentBuild",
    script:
      "currentBuild.description = 'd'\necho \"${currentBuild.currentResult} ${currentBuild.number} ${currentBuild.getBuildCauses()[0].shortDescription}\"",
    log: "SUCCESS 1 Started by timer",
  },
  { does: "sleep", script: "sleep(time: 1, unit: 'MILLISECONDS')\nsleep 0", log: "Sleeping" },
  {
    does: "for-in, each, sort of strings",
    script:
      "def s = ''\nfor (x in [a: 1, b: 2]) { echo x.key; s += x.value }\n['b', 'a'].sort().each { s += it }\necho s",
    log: "\n12ab\n",
  },
];

const refused: Case[] = [
  { does: "an unknown step", script: "wibble 'x'", error: "No such DSL method 'wibble' found among steps" },
  {
    does: "an unknown parameter",
    script: onAgent("sh script: 'x', returnStdOut: true"),
    error: 'sh: unknown parameter "returnStdOut" (it takes script, label?, encoding?, returnStdout?, returnStatus?)',
  },
  { does: "a missing parameter", script: onAgent("writeFile file: 'x'"), error: 'writeFile: missing parameter "text"' },
  { does: "a wrong type", script: "timeout(time: 'x') { }", error: '"time" must be a whole number, not the text "x"' },
  {
    does: "a wrong value",
    script: "timeout(time: 5, unit: 'minutes') { }",
    error: '"unit" must be one of NANOSECONDS, MICROSECONDS',
  },
  { does: "a step with an unexpected body", script: "echo('x') { }", error: "echo: this step takes no body" },
  { does: "a step without its body", script: "timeout(5)", error: "timeout: step must be called with a body" },
  { does: "sh without an agent", script: "sh 'x'", error: "Required context class hudson.FilePath is missing" },
  {
    does: "an unknown label",
    script: "node('windows') { }",
    error: "There are no nodes with the label ‘windows’; known: [linux, one]",
  },
  { does: "a failing sh", script: onAgent("sh 'exit 3'"), error: "script returned exit code 3" },
  { does: "load", script: onAgent("load 'x.groovy'"), error: '"load" runs code that no check has validated' },
  { does: "evaluate", script: "evaluate('1')", error: "evaluate" },
  { does: "a missing file", script: onAgent("readFile 'none'"), error: /NoSuchFileException: .*none/ },
  {
    does: "a credential of another folder",
    script: "withCredentials([string(credentialsId: 'other', variable: 'X')]) { }",
    error: "Could not find credentials entry with ID 'other'",
    given: CREDENTIALS,
  },
  {
    does: "a credential of another kind",
    script: "withCredentials([string(credentialsId: 'login', variable: 'X')]) { }",
    error: "is of type 'usernamePassword' where 'string' was expected",
    given: CREDENTIALS,
  },
  {
    does: "a binding of the wrong kind",
    script: "withCredentials([lastSuccessful()]) { }",
    error: '"bindings" must be of usernamePassword(…)',
  },
  {
    does: "a lock with an unknown label",
    script: "lock(label: 'none', quantity: 1) { }",
    error: "The resource label does not exist: none; known: [cluster]",
    given: LOCKS,
  },
  {
    does: "a lock without a resource",
    script: "lock() { }",
    error: "Either resource label or resource name must be specified.",
  },
  {
    does: "archiveArtifacts without a matching file",
    script: onAgent("archiveArtifacts 'x/*.jar'"),
    error: 'No artifacts found that match the file pattern "x/*.jar". Configuration error?',
  },
  { does: "unstash of an unknown stash", script: onAgent("unstash 'x'"), error: "No such saved stash ‘x’" },
  {
    does: "junit without a report",
    script: onAgent("junit '*.xml'"),
    error: "No test report files were found. Configuration error?",
  },
  { does: "bad JSON", script: "readJSON text: '{'", error: "readJSON: " },
  {
    does: "readJSON without file or text",
    script: "readJSON()",
    error: "At least one of file or text needs to be provided to readJSON.",
  },
  {
    does: "a milestone in parallel",
    script: "parallel(a: { milestone 1 })",
    error: "Using a milestone step inside parallel is not allowed",
  },
  {
    does: "an input from a user without permission",
    script: "input message: 'Go?', submitter: 'ops'",
    error: "You need to be ops to submit this. (eve is not)",
    given: { inputs: [{ submitter: "eve" }] },
  },
  { does: "an input without an answer", script: "input 'Go?'", error: 'input: no configured answer matches "Go?"' },
  {
    does: "a container on an agent that is not a pod",
    script: onAgent("container('x') { }"),
    error: 'container: the agent "one" is not a pod',
  },
  {
    does: "an unknown container",
    script: "podTemplate { node(POD_LABEL) { container('x') { } } }",
    error: "container x was not found",
    given: POD,
  },
  { does: "an unknown job", script: "build job: '/a/b'", error: "No item named /a/b found; the jobs are [/test/job]" },
  {
    does: "withEnv with a value that is not NAME=value",
    script: "withEnv(['A']) { }",
    error: 'withEnv: "A" is not of the form NAME=value',
  },
  {
    does: "withEnv with a text instead of a list",
    script: "withEnv('A=b') { }",
    error: '"overrides" must be a list of Strings, not the text "A=b"',
  },
  {
    does: "checkout scm without a repository",
    script: onAgent("checkout scm"),
    error: "‘checkout scm’ is only available",
  },
  { does: "an unknown variable", script: "echo nothing", error: "No such property: nothing" },
  {
    does: "an unknown library",
    script: "@Library('none@1') _\necho 'x'",
    error: 'Library none@1 not found: no library with the name "none"',
  },
];

describeWith(["java", "mvn", "git"], "steps", () => {
  const { run } = useRunner();

  test.each(works)("$does", async ({ script, log, result, given }) => {
    const build = await run(script, given);
    expect(build.error, build.log).toBeNull();
    expect(build.result, build.log).toBe(result ?? "SUCCESS");
    if (log !== undefined) expect(build.log).toMatch(log);
    if (given === CREDENTIALS) expect(build.log).not.toMatch(/pa'ss|t0ken/);
  });

  test.each(refused)("rejects $does", async ({ script, error, given }) => {
    const build = await run(script, given);
    expect(build.result).toBe("FAILURE");
    expect(build.error).toMatch(error ?? "");
    expect(build.log).toMatch(/ERROR: [\s\S]*Finished: FAILURE\n$/);
    expect(build.log).not.toMatch(/^\tat /m);
  });
});

describeWith(["java", "mvn"], "httpRequest", () => {
  const { run } = useRunner();
  const server = createServer((request, response) => {
    response.statusCode = request.url === "/no" ? 403 : 200;
    response.end(`${request.method} ${request.headers["x-a"]} ${request.headers.authorization ?? ""}`);
  });
  const url = (path: string): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  beforeAll(() => new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve)));
  afterAll(() => void server.close());

  test("sends the request", async () => {
    const script = `def r = httpRequest(url: '${url("/yes")}', httpMode: 'POST', requestBody: 'x', authentication: 'login', customHeaders: [[name: 'X-A', value: 'b']])\necho "\${r.status} \${r.content}"`;
    expect((await run(script, CREDENTIALS)).log).toMatch(/200 POST b Basic /);
  });

  test("rejects any other status", async () => {
    expect((await run(`httpRequest '${url("/no")}'`)).error).toBe(
      "Fail: Status code 403 is not in the accepted range: 100:399",
    );
  });
});
