import { beforeAll, expect, test } from "vitest";
import { describeWith } from "../support/requires.ts";
import { type Given, useRunner } from "./support.ts";

interface Case {
  readonly does: string;
  readonly script: string;
  readonly log?: string | RegExp;
  readonly error?: string | RegExp;
  readonly given?: Given;
}

const onAgent = (body: string): string => `node { ${body} }`;
const DRY: Given = { rules: [{ id: "dry", step: "sh", exit: 0, output: "abc\n" }] };

const cases: Case[] = [
  {
    does: "a class of a plugin can be imported and named",
    script: 'import hudson.model.Run\ndef f(Run run) { run == null }\necho "none ${f(null)}"',
    log: "none true",
  },
  {
    does: "a nested class of a plugin can be imported and named",
    script:
      'import hudson.scm.ChangeLogSet\nimport hudson.model.Cause.UserIdCause\ndef f(ChangeLogSet.Entry e, UserIdCause c) { e == null }\necho "none ${f(null, null)}"',
    log: "none true",
  },
  {
    does: "the use of a class of a plugin fails with its name",
    script: "import jenkins.model.*\nJenkins.instance.pluginManager",
    error: /^The rehearsal does not have the class jenkins\.model\.Jenkins\. \(WorkflowScript\.groovy:2\)/,
  },
  {
    does: "a class by its full name, and its constructor",
    script: "new hudson.model.StringParameterValue('a', 'b')",
    error: /does not have the class hudson\.model\.StringParameterValue/,
  },
  {
    does: "an exception of a plugin can be thrown and caught",
    script:
      "import org.jenkinsci.plugins.scriptsecurity.sandbox.RejectedAccessException\ntry { throw new RejectedAccessException('no') } catch (RejectedAccessException e) { echo \"caught ${e.message}\" }",
    log: "caught no",
  },
  {
    does: "annotations and types of Jenkins",
    script:
      "import edu.umd.cs.findbugs.annotations.SuppressFBWarnings\nimport org.jenkinsci.plugins.workflow.cps.DSL\n@SuppressFBWarnings(value = 'X', justification = 'y') class A implements Serializable { DSL steps }\necho \"${new A(steps: steps).steps != null}\"",
    log: "\ntrue\n",
  },
  {
    does: "Utils of declarative pipelines",
    script: "org.jenkinsci.plugins.pipeline.modeldefinition.Utils.markStageSkippedForConditional('a')\necho 'on'",
    log: "\non\n",
  },
  {
    does: "a type check of a source that names a class of a plugin",
    script:
      "import groovy.transform.TypeChecked\nimport org.apache.http.client.utils.URIBuilder\n@TypeChecked class A implements Serializable { static URI f(String u) { new URIBuilder(u).build() } }\necho 'on'",
    log: "\non\n",
  },
  {
    does: "@Grab fetches nothing",
    script: "@Grab('com.example:tool:1.0')\nimport com.example.Tool\necho 'on'",
    log: "\non\n",
  },
  {
    does: "a synchronous step in code without CPS",
    script: "echo f()\n@NonCPS def f() { ['b', 'a'].sort().each { echo \"<${it}>\" }; 'done' }",
    log: /<a>[\s\S]*<b>[\s\S]*\ndone\n/,
  },
  {
    does: "error in code without CPS",
    script: "try { f() } catch (e) { echo \"caught ${e.message}\" }\n@NonCPS def f() { error 'bad' }",
    log: "caught bad",
  },
  { does: "a list with a spread", script: "def a = ['x', 'y']\necho([*a, 'z'].join('-'))", log: "\nx-y-z\n" },
  {
    does: "step with a class",
    script: onAgent(
      "writeFile(file: 'a.txt', text: 'a'); step([$class: 'hudson.tasks.ArtifactArchiver', artifacts: '*.txt'])",
    ),
    log: "Archiving artifacts",
  },
  {
    does: "step with an unknown class",
    script: onAgent("step([$class: 'Publisher'])"),
    error: /The rehearsal does not imitate the class Publisher of the step "step"; it imitates \[ArtifactArchiver, /,
  },
  {
    does: "wrap with a class",
    script: "wrap([$class: 'AnsiColorBuildWrapper', colorMapName: 'xterm']) { echo \"term ${env.TERM}\" }",
    log: "term xterm",
  },
  {
    does: "docker.image.inside runs on the agent",
    script: onAgent("docker.image('maven:3').inside('-v /a:/a') { sh 'echo in' }"),
    log: /The commands for the container of maven:3 run on the agent one[\s\S]*\nin\n/,
  },
  {
    does: "docker.build and push call docker",
    script: onAgent("docker.withRegistry('https://r.example/') { docker.build('team/app:1', '-f D .').push('2') }"),
    given: DRY,
    log: /\[Pipeline\] withDockerRegistry[\s\S]*\[Pipeline\] sh/,
  },
  {
    does: "the name of an image in a registry",
    script: onAgent(
      "docker.withRegistry('https://r.example:5000/v2/') { echo docker.image('team/app').imageName() }\ndocker.image('a').withRun('-d') { c -> echo \"id ${c.id}\" }",
    ),
    given: DRY,
    log: /\nr\.example:5000\/team\/app\n[\s\S]*\nid abc\n/,
  },
  {
    does: "withDockerRegistry needs its credential",
    script: onAgent("docker.withRegistry('https://r.example/', 'login') { }"),
    error: "Could not find credentials entry with ID 'login'",
  },
  {
    does: "agent docker",
    script:
      "pipeline { agent { docker { image 'node:20'; args '-u 0' } }\nstages { stage('a') { steps { sh 'echo in' } } } }",
    log: /container of node:20[\s\S]*\nin\n/,
  },
  {
    does: "agent dockerfile",
    script: "pipeline { agent { dockerfile true }\nstages { stage('a') { steps { sh 'echo in' } } } }",
    given: DRY,
    log: "container of stagewright-dockerfile",
  },
  {
    does: "containers of a pod",
    script:
      "podTemplate(containers: [containerTemplate(name: 'a', image: 'b', envVars: [envVar(key: 'k', value: 'v')])], volumes: [emptyDirVolume(mountPath: '/x', memory: true)]) { node(POD_LABEL) { container('a') { sh 'echo in' } } }",
    given: { agents: [{ name: "pod", labels: [], kubernetes: true }] },
    log: "\nin\n",
  },
  {
    does: "an unknown parameter is a warning if the controller is lenient",
    script: onAgent("sh(script: 'echo on', colour: 'red')"),
    given: { lenient: true },
    log: /WARNING: Unknown parameter\(s\) found for sh: colour[\s\S]*\non\n/,
  },
  {
    does: "an agent with any label",
    script: "node('a && !b') { echo 'on' }",
    given: { agents: [{ name: "one", labels: [], anyLabel: true }] },
    log: "\non\n",
  },
  {
    does: "the address of the build for its readers",
    script: "echo env.RUN_DISPLAY_URL",
    log: /job\/job\/1\/display\/redirect\n/,
  },
];

describeWith(["java", "mvn"], "code of other libraries", () => {
  const { run, tree } = useRunner();
  let root: string;
  beforeAll(async () => {
    root = await tree({
      "src/com/acme/Tool.groovy":
        "package com.acme\nclass Tool implements Serializable {\n  public static final String NAME = 'n'\n  def steps\n  Tool(steps) { this.steps = steps }\n  def say(String text) { steps.echo \"says ${text}\" }\n  static def twice(int n) { n * 2 }\n}\n",
      "vars/ask.groovy": "def call() { new com.acme.Tool(this).say('hello') }\n",
    });
  });

  test.each(cases)("$does", async ({ script, log, error, given }) => {
    const build = await run(script, given);
    if (error === undefined) expect(build.error).toBeNull();
    else expect(build.error ?? "").toMatch(error);
    if (log !== undefined) expect(build.log).toMatch(log);
  });

  test.each([true, false])("the classes of a library that the step library returns, trusted: %s", async (trusted) => {
    const script =
      "def lib = library(identifier: 'x@anything', retriever: modernSCM([$class: 'GitSCMSource', remote: 'r'])).com.acme\nlib.Tool.new(this).say(lib.Tool.NAME)\necho \"${lib.Tool.twice(4)}\"";
    const build = await run(script, { libraries: [{ name: "x", root, trusted, anyVersion: true }] });
    expect(build.error).toBeNull();
    expect(build.log).toMatch(/\nsays n\n[\s\S]*\n8\n/);
  });

  test("@Library in front of an import of a package", async () => {
    const script = "@Library('x')\nimport com.acme.*\nnew Tool(this).say('hi')";
    const build = await run(script, { libraries: [{ name: "x", root, trusted: true }] });
    expect(build.log).toContain("\nsays hi\n");
  });

  test("a misspelled class of the library's own package is an error", async () => {
    const build = await run("@Library('x')\nimport com.acme.Tol\necho 'on'", {
      libraries: [{ name: "x", root, trusted: true }],
    });
    expect(build.error).toContain("unable to resolve class com.acme.Tol");
  });
});
