import { type Difference, onAgent } from "./difference.ts";

const prints = (step: string, script: string, log: string | readonly string[]): Difference => ({
  input: step,
  script: onAgent(script),
  log,
});
const refuses = (step: string, script: string, error: RegExp): Difference => ({
  input: step,
  script: onAgent(script),
  result: "FAILURE",
  error,
});

/** Steps that common plugins have. */
export const pluginSteps: readonly Difference[] = [
  prints(
    "readProperties",
    "def p = readProperties(text: 'a=1\\nb = x y', defaults: [c: 'd'])\necho \"<${p.a}|${p.b}|${p.c}>\"",
    "<1|x y|d>",
  ),
  prints("readProperties of a missing file", "echo '<' + readProperties(file: 'none').size() + '>'", [
    "does not exist",
    "<0>",
  ]),
  prints("writeYaml", "writeYaml file: 'x.yaml', data: [a: [1, 2], b: 'c']\nsh 'cat x.yaml'", "a:\n- 1\n- 2\nb: c\n"),
  refuses(
    "writeYaml over a file",
    "writeYaml file: 'x', data: [a: 1]\nwriteYaml file: 'x', data: [a: 1]",
    /FileAlreadyExistsException/,
  ),
  prints("readCSV", 'def r = readCSV text: \'a,b\\nc,"d e"\'\necho "<${r.size()} ${r[1][1]}>"', "<2 d e>"),
  prints("writeCSV", "writeCSV file: 'x.csv', records: [['a', 'b c'], ['d', 'e,f']]\nsh 'cat x.csv'", 'd,"e,f"'),
  prints(
    "readMavenPom",
    "writeFile file: 'pom.xml', text: '<project><artifactId>shop</artifactId><version>1.2</version></project>'\ndef m = readMavenPom()\necho \"<${m.artifactId} ${m.version}>\"\nm.version = '1.3'\nwriteMavenPom model: m\nsh 'grep version pom.xml'",
    ["<shop 1.2>", "<version>1.3</version>"],
  ),
  prints("readTOML", 'def t = readTOML text: \'a = 1\\n[b]\\nc = "d"\'\necho "<${t.a} ${t.b.c}>"', "<1 d>"),
  prints(
    "readManifest",
    "def m = readManifest text: 'Manifest-Version: 1.0\\nMain-Class: a.B\\n'\necho '<' + m.main['Main-Class'] + '>'",
    "<a.B>",
  ),
  prints(
    "zip and unzip",
    "sh 'mkdir d; echo one > d/f'\nzip zipFile: 'x.zip', dir: 'd'\nunzip zipFile: 'x.zip', dir: 'e'\nsh 'cat e/f'\necho '<' + unzip(zipFile: 'x.zip', read: true)['f'].trim() + '>'",
    ["\none\n", "<one>"],
  ),
  refuses("zip over a file", "sh 'touch f x.zip'\nzip zipFile: 'x.zip', glob: 'f'", /x\.zip exists/),
  prints(
    "tar and untar",
    "sh 'mkdir d; echo two > d/f'\ntar file: 'x.tgz', dir: 'd', compress: true\nuntar file: 'x.tgz', dir: 'e'\nsh 'cat e/f'",
    "\ntwo\n",
  ),
  prints(
    "sha256, sha1, md5",
    "writeFile file: 'f', text: 'abc'\necho \"<${sha256('f').take(8)} ${sha1('f').take(8)} ${md5('f').take(8)}>\"".replaceAll(
      ".take(8)",
      ".substring(0, 8)",
    ),
    "<ba7816bf a9993e36 90015098>",
  ),
  refuses("verifySha256", "writeFile file: 'f', text: 'abc'\nverifySha256 file: 'f', hash: 'abc'", /hash mismatch/i),
  prints("touch", "def f = touch 'd/f'\necho \"<${f.name} ${fileExists('d/f')}>\"", "<f true>"),
  prints(
    "prependToFile",
    "writeFile file: 'f', text: 'b'\nprependToFile file: 'f', content: 'a'\necho '<' + readFile('f') + '>'",
    "<ab>",
  ),
  prints("tee", "tee('log.txt') { sh 'echo inside'\necho 'too' }\nsh 'tr \"\\\\n\" \" \" < log.txt'", "inside too"),
  prints(
    "compareVersions",
    "echo \"<${compareVersions(v1: '1.2', v2: '1.10')} ${compareVersions(v1: '1.0', v2: '1.0-SNAPSHOT')}>\"",
    "<-1 1>",
  ),
  prints("nodesByLabel", "echo \"<${nodesByLabel('linux')}>\"", "<[one]>"),
  {
    input: "waitForBuild",
    script:
      "def b = build(job: 'other', waitForStart: true)\nwaitForBuild(runId: b.externalizableId)\necho '<' + b.result + '>'",
    given: { jobs: [{ path: "/test/other", script: "sleep(time: 200, unit: 'MILLISECONDS')" }] },
    log: "<SUCCESS>",
  },
  prints("publishChecks and withChecks", "publishChecks name: 'n'\nwithChecks('n') { echo 'in' }", "\nin\n"),
  prints(
    "archive and unarchive",
    "sh 'echo three > f'\narchive 'f'\nunarchive mapping: ['f': 'g']\nsh 'cat g'",
    "\nthree\n",
  ),
  {
    input: "library",
    script: "library 'acme@v1'\ngreet('ann')",
    given: { libraries: [{ name: "acme", root: "LIBRARY", version: "v1" }] },
    log: "\nHello ann\n",
  },
  {
    input: "libraries of a declarative pipeline",
    script: "pipeline { agent none\nlibraries { lib('acme@v1') }\nstages { stage('a') { steps { greet('bob') } } } }",
    given: { libraries: [{ name: "acme", root: "LIBRARY", version: "v1" }] },
    log: "\nHello bob\n",
  },
  {
    input: "library with an unknown version",
    script: "library 'acme@v2'",
    given: { libraries: [{ name: "acme", root: "LIBRARY", version: "v1" }] },
    result: "FAILURE",
    error: /No version v2 found/,
  },
  {
    input: "readTrusted",
    script: "node { echo '<' + readTrusted('vars/greet.txt').trim() + '>' }",
    job: { multibranch: true },
    request: { branch: "main", checkout: "LIBRARY" },
    log: "<greets>",
  },
  refuses("bat", "bat 'dir'", /Batch scripts can only be run on Windows nodes/),
  refuses("powershell", "powershell 'dir'", /PowerShell/),
  refuses("tool", "tool 'maven-3'", /No tool named maven-3 found/),
  refuses("envVarsForTool", "envVarsForTool(toolId: 'x', toolVersion: 'y')", /tool/),
  refuses("step", "step([$class: 'Publisher'])", /does not imitate the class Publisher of the step "step"/),
  refuses("wrap", "wrap([$class: 'X']) { }", /wrap/),
  refuses("withContext", "withContext(5) { }", /withContext/),
  refuses("validateDeclarativePipeline", "validateDeclarativePipeline 'Jenkinsfile'", /validateDeclarativePipeline/),
  refuses("resolveScm", "resolveScm(source: [$class: 'X'], targets: ['main'])", /resolveScm/),
  refuses("load", "load 'x.groovy'", /move the code to the shared library/),
  refuses("evaluate", "evaluate 'x'", /move the code to the shared library/),
];
