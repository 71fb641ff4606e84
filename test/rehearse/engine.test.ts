import { readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import type { BuildId, Controller } from "../../generator/rehearse/index.ts";
import { describeWith } from "../support/requires.ts";
import { type Given, useRunner } from "./support.ts";

const LIBRARY = {
  "vars/greet.groovy": `
import com.acme.Greeter

def call(Map given) {
    def greeter = new Greeter(this, given.name)
    greeter.greet()
    def all = [:]
    for (name in ['a', 'b']) {
        def own = name
        all[own] = { echo "branch \${own}" }
    }
    parallel(all)
    ['x', 'y'].each { sh "echo \${it}" }
    return libraryResource('com/acme/text.txt').trim()
}
`,
  "src/com/acme/Greeter.groovy": `
package com.acme

class Greeter implements Serializable {
    private final Object steps
    private final String name

    Greeter(Object steps, String name) {
        this.steps = steps
        this.name = name
    }

    void greet() {
        steps.echo "Hello \${name}, \${letters(name)}"
    }

    @NonCPS
    static int letters(String text) {
        return text.replaceAll(/[^a-z]/, '').length()
    }
}
`,
  "src/test/Hidden.groovy": "package test\nclass Hidden { }",
  "resources/com/acme/text.txt": "from the library\n",
};

const PIPELINE = `
@Library(value = 'acme@v1', changelog = false) _

pipeline {
    agent none
    options { timeout(time: 5, unit: 'MINUTES') }
    environment { A = 'a' }
    stages {
        stage('work') {
            agent { label 'linux' }
            steps {
                script {
                    int i = 0
                    retry(2) {
                        i++
                        if (i == 1) { error 'once' }
                        env.GOT = greet(name: 'anna')
                    }
                }
                withCredentials([string(credentialsId: 'token', variable: 'T')]) {
                    sh 'echo "$T $A $GOT"'
                }
            }
        }
    }
    post { always { echo "post \${GOT}" } }
}
`;
const TOKEN = [{ id: "token", kind: "string", secret: "t0ken" }] as const;

describeWith(["java", "mvn"], "the engine", () => {
  const { controller, run, tree } = useRunner();
  const library = async (): Promise<Given> => ({
    libraries: [{ name: "acme", root: await tree(LIBRARY), version: "v1" }],
    credentials: TOKEN,
  });

  test("plain, restarted, sandboxed and trusted runs behave the same", async () => {
    const given = await library();
    const plain = await run(PIPELINE, given);
    expect(plain.result, plain.log).toBe("SUCCESS");
    expect(plain.log).toContain("**** a from the library");
    expect(plain.log).toContain("post from the library");
    expect(plain.restarts).toBe(0);
    const variants: Given[] = [
      { restart: "every-step" },
      { sandbox: true },
      { sandbox: true, restart: "every-step" },
      { sandbox: true, libraries: (given.libraries ?? []).map((one) => ({ ...one, trusted: true })) },
    ];
    for (const variant of variants) {
      const other = await run(PIPELINE, { ...given, ...variant });
      expect(other.trace, other.log).toEqual(plain.trace);
      expect(other.result).toBe("SUCCESS");
      if (variant.restart === "every-step") expect(other.restarts).toBeGreaterThan(plain.trace.length);
    }
  });

  test("restarts only after the selected steps", async () => {
    const build = await run(PIPELINE, { ...(await library()), restartAt: [2, 5] });
    expect([build.result, build.restarts], build.log).toEqual(["SUCCESS", 2]);
  });

  test("the trace contains stage, agent and arguments, but no paths of the machine", async () => {
    const build = await run("node('linux') { stage('s') { dir(pwd()) { echo 'x' } } }");
    expect(build.trace.map(({ step, stage, agent }) => [step, stage, agent])).toEqual([
      ["node", "", ""],
      ["stage", "", "one"],
      ["pwd", "s", "one"],
      ["dir", "s", "one"],
      ["echo", "s", "one"],
    ]);
    expect(build.trace[3]?.arguments).toEqual({ path: "$HOME_OF_CONTROLLER/agents/one/workspace/test/job" });
  });

  test.each([
    [
      "a Matcher",
      "def m = ('a' =~ /a/)\necho 'x'\necho m.toString()",
      /could not be saved: java\.io\.NotSerializableException: java\.util\.regex\.Matcher/,
    ],
    ["an instance of a class in the script", "class Plain { }\ndef p = new Plain()\necho 'x'\necho p.toString()", ""],
  ])("restarts while a variable contains %s", async (_, script, error) => {
    const build = await run(script, { restart: "every-step" });
    if (error === "") expect(build.result, build.log).toBe("SUCCESS");
    else expect(build.error).toMatch(error);
  });

  test("rejects an unknown version, the tests and missing resources of a library", async () => {
    const given = await library();
    expect((await run("@Library('acme@v2') _\necho 'x'", given)).error).toContain(
      "No version v2 found for library acme; it has v1",
    );
    expect((await run("@Library('acme') _\nnew test.Hidden()", given)).error).toContain(
      "unable to resolve class test.Hidden",
    );
    expect((await run("@Library('acme') _\nlibraryResource '/com/acme/text.txt'", given)).error).toContain(
      "must not start with a slash",
    );
    expect((await run("@Library('acme') _\nlibraryResource 'none'", given)).error).toBe(
      "No such library resource none could be found.",
    );
    const folder = { libraries: (given.libraries ?? []).map((one) => ({ ...one, folder: "/shop" })) };
    expect((await run("@Library('acme') _\necho 'x'", folder)).error).toContain("Library acme not found");
  });

  test.each([
    ["a file", "new File('/etc/passwd').text", "new java.io.File java.lang.String"],
    ["the environment", "System.getenv('PATH')", "staticMethod java.lang.System getenv java.lang.String"],
    [
      "a process",
      "'id'.execute()",
      "staticMethod org.codehaus.groovy.runtime.DefaultGroovyMethods execute java.lang.String",
    ],
    [
      "a field in a @NonCPS method",
      "f()\n@NonCPS def f() { 'x'.class.classLoader }",
      "method java.lang.Class getClassLoader",
    ],
    ["a constructor with other arguments", "new Date(120, 1, 1)", "new java.util.Date int int int"],
    [
      "a rejection that the script catches",
      "try { System.exit(1) } catch (e) { }",
      "staticMethod java.lang.System exit int",
    ],
  ])("the sandbox rejects %s", async (_, script, what) => {
    const build = await run(script, { sandbox: true });
    expect(build.result).toBe("FAILURE");
    expect(build.violations.join()).toContain(`Scripts not permitted to use ${what}`);
    expect((await run("echo 'x'", { sandbox: true })).result).toBe("SUCCESS");
  });

  test.each([
    ["the keys of a map", "def m = [a: 1]\necho m.keySet().toString()", "[a]"],
    ["entries in a loop", "for (e in [a: 1].entrySet()) { echo e.key }", "a"],
    ["a method that Groovy replaces", "def l = []\nl.addAll([a: 1].values())\necho l.toString()", "[1]"],
    ["a constructor without parameters", "echo(new Date().time > 0 ? 'now' : '')", "now"],
    ["a method of a supertype", "echo(f('a', 'b') ? 'less' : 'not')\n@NonCPS def f(a, b) { a < b && a != b }", "less"],
  ])("the sandbox permits %s", async (_, script, log) => {
    const build = await run(script, { sandbox: true });
    expect(build.violations).toEqual([]);
    expect(build.log).toContain(`\n${log}\n`);
  });

  test.each([
    ["a step in @NonCPS code", "f()\n@NonCPS def f() { sh 'x' }", "wound up catching sh"],
    ["a closure in sort", "['b', 'a'].toSorted { a, b -> a <=> b }", "wound up catching call"],
    [
      "toString of a CPS class",
      "class A { String toString() { 'a' } }\necho \"${new A()}\"",
      "wound up catching toString",
    ],
  ])("a CPS mismatch fails the build: %s", async (_, script, message) => {
    const build = await run(script);
    expect(build.result, build.log).toBe("FAILURE");
    expect(build.violations.join()).toContain(message);
  });

  test("timeout stops its body", async () => {
    const build = await run(
      "node { timeout(time: 1, unit: 'SECONDS') { sh 'trap \"echo trapped; exit 1\" TERM; sleep 30 & wait' } }",
    );
    expect(build.result, build.log).toBe("ABORTED");
    expect(build.log).toContain("Cancelling nested steps due to timeout");
    expect(build.log).toMatch(/\ntrapped\n/);
    expect(build.error).toBe("Timeout has been exceeded");
    expect(build.seconds).toBeLessThan(10);
  });

  test("abort sends SIGTERM to the process group of the script and runs finally", async () => {
    const script = "node { try { sh 'sleep 60 & echo started; wait' } finally { echo 'cleaned' } }";
    const jenkins = await controller({ jobs: [{ path: "/j", script }] });
    const id = await jenkins.startBuild({ job: "/j" });
    await until(jenkins, id, "\nstarted\n");
    await jenkins.abort(id, "ann");
    const build = await jenkins.wait(id);
    expect([build.result, build.error]).toEqual(["ABORTED", "Aborted by ann"]);
    expect(build.log).toMatch(/Sending interrupt signal to process[\s\S]*\ncleaned\n/);
    expect(build.seconds).toBeLessThan(10);
    await jenkins.close();
  });

  test("a lock allows one build at a time", async () => {
    const script = "node { lock('one') { sh 'mkdir $HOME/held; sleep 0.3; rmdir $HOME/held' } }";
    const jenkins = await controller({ jobs: ["/a", "/b", "/c"].map((path) => ({ path, script })) });
    for (const job of ["/a", "/b", "/c"]) await jenkins.startBuild({ job });
    await jenkins.idle();
    for (const job of ["/a", "/b", "/c"]) expect((await jenkins.result({ job, number: 1 })).result).toBe("SUCCESS");
    await jenkins.close();
  });

  test("a milestone stops the older build, disableConcurrentBuilds queues the newer build", async () => {
    const slow = "milestone 1\nif (currentBuild.number == 1) { sleep 60 }\nmilestone 2";
    const jenkins = await controller({
      jobs: [
        { path: "/m", script: slow },
        { path: "/q", script: "node { sh 'mkdir $HOME/q; sleep 0.3; rmdir $HOME/q' }", disableConcurrentBuilds: true },
      ],
    });
    const first = await jenkins.startBuild({ job: "/m" });
    await until(jenkins, first, "Sleeping");
    expect((await jenkins.build({ job: "/m" })).result).toBe("SUCCESS");
    expect(await jenkins.wait(first)).toMatchObject({ result: "NOT_BUILT", error: "Superseded by #2" });
    for (let i = 0; i < 3; i++) await jenkins.startBuild({ job: "/q" });
    await jenkins.idle();
    for (const number of [1, 2, 3]) expect((await jenkins.result({ job: "/q", number })).result).toBe("SUCCESS");
    await jenkins.close();
  });

  test("parallel with failFast stops the others; two builds of a job get two workspaces", async () => {
    const build = await run("parallel(a: { sleep 60 }, b: { error 'no' }, failFast: true)");
    expect([build.result, build.error]).toEqual(["FAILURE", "no"]);
    const jenkins = await controller({
      jobs: [{ path: "/j", script: "node { sh 'touch $BUILD_NUMBER; sleep 0.5; ls' }" }],
    });
    await jenkins.startBuild({ job: "/j" });
    await jenkins.startBuild({ job: "/j" });
    await jenkins.idle();
    await jenkins.close();
  });

  test("removes the secrets and scripts of a build", async () => {
    const home = await tree({});
    await run(PIPELINE, { ...(await library()), home });
    const left = readdirSync(home, { recursive: true, encoding: "utf8" }).filter((path) =>
      /durable|secretFiles\/|script/.test(path),
    );
    expect(left).toEqual([]);
    expect(readdirSync(join(home, "builds/test/job/1"))).toContain("log");
  });
});

async function until(jenkins: Controller, id: BuildId, text: string): Promise<void> {
  for (let i = 0; i < 200; i++) {
    if ((await jenkins.result(id)).log.includes(text)) return;
    await pause(50);
  }
  throw new Error(`The log does not contain "${text}": ${(await jenkins.result(id)).log}`);
}
