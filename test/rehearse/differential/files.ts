import { type Difference, onAgent } from "./difference.ts";

const fails = (input: string, script: string, error: string | RegExp): Difference => ({
  input,
  script: onAgent(script),
  result: "FAILURE",
  error,
});

/** Steps that read and write files and data. */
export const files: readonly Difference[] = [
  {
    input: "readJSON of null and 'null'",
    script: `def j = readJSON text: '{"n": null, "t": "null"}'
echo "<\${j.n == null} \${j.t == null} \${j.n ? 'true' : 'false'} \${j.n} \${j.none == null}>"`,
    log: "<false false true null true>",
  },
  {
    input: "readJSON of a decimal and of duplicate keys",
    script: `def j = readJSON text: '{"d": 2.5, "k": 1, "k": 2}'
echo "<\${j.d.getClass().simpleName} \${j.k}>"`,
    log: "<Double [1, 2]>",
  },
  {
    input: "readJSON with returnPojo",
    script: `def j = readJSON(text: '{"n": null, "l": [1]}', returnPojo: true)
echo "<\${j.n == null} \${j.l}>"`,
    log: "<true [1]>",
  },
  fails("writeJSON of a plain text", "writeJSON file: 'x', json: 'plain'", /Invalid JSON/i),
  {
    input: "writeJSON of other letters",
    script: onAgent("writeJSON file: 'x', json: [a: 'ä€']\nsh 'cat x'"),
    log: '{"a":"ä€"}',
  },
  {
    input: "writeJSON pretty",
    script: onAgent("writeJSON file: 'x', json: [a: [1, 2], b: 'c'], pretty: 2\necho readFile('x')"),
    log: '{\n  "a":   [\n    1,\n    2\n  ],\n  "b": "c"\n}',
  },
  {
    input: "readYaml of several documents",
    script: "echo \"<${readYaml(text: 'a: 1\\n---\\nb: 2')}>\"",
    log: "<[[a:1], [b:2]]>",
  },
  fails("a stash named ../x", "sh 'touch f'\nstash '../x'", /unsafe character/),
  fails("a stash without a name", "sh 'touch f'\nstash ''", /No name is specified/),
  {
    input: "a stash with a link",
    script: onAgent(
      "sh 'mkdir -p d; echo t > d/f; ln -s f d/l'\nstash 's'\ndeleteDir()\nunstash 's'\nsh 'cat d/l; ls -l d/l'",
    ),
    log: ["\nt\n", "l -> f"],
  },
  fails("findFiles in a missing directory", "dir('d') { deleteDir()\nfindFiles(glob: '*') }", /java\.io\.IOException/),
  {
    input: "the objects of findFiles",
    script: onAgent(`sh 'mkdir d; printf abc > d/f; touch g'
def all = findFiles()
echo "<\${all.length} \${all.collect { it.path }.sort().join(' ')} \${all.find { it.directory }.name}>"
def one = findFiles(glob: 'd/*')[0]
echo "<\${one.length} \${one.lastModified > 0} \${one}>"`),
    log: ["<2 d/ g d>", "<3 true d/f>"],
  },
  {
    input: "deleteDir() of the workspace, then sh",
    script: onAgent("deleteDir()\nsh 'pwd; ls -a | wc -l'"),
    log: "\n2\n",
  },
  {
    input: "pwd(tmp: true) in dir('q')",
    script: onAgent("dir('q') { echo '<' + pwd(tmp: true) + '>' }"),
    log: /<.*\/test\/job\/q@tmp>/,
  },
  {
    input: "ws('rel')",
    script: onAgent("ws('rel') { echo \"<${pwd()}> ${env.WORKSPACE == pwd()}\" }"),
    log: /<[^\n]*\/agents\/one\/rel> true/,
  },
  {
    input: "ws(env.WORKSPACE)",
    script: onAgent("ws(env.WORKSPACE) { echo '<' + pwd() + '>' }"),
    log: /<.*\/test\/job@2>/,
  },
  {
    input: "archiveArtifacts onlyIfSuccessful when UNSTABLE",
    script: onAgent("sh 'touch f'\nunstable 'x'\narchiveArtifacts artifacts: 'f', onlyIfSuccessful: true"),
    result: "UNSTABLE",
    not: "Skipped",
  },
  {
    input: "junit with a file that is not XML",
    script: onAgent(
      "writeFile file: 'a.xml', text: 'nothing'\ndef r = junit 'a.xml'\necho \"<${r.totalCount} ${r.failCount}>\"",
    ),
    result: "UNSTABLE",
    log: "<1 1>",
  },
  {
    input: "a background child of sh after the node block",
    script: `node { sh '(sleep 300; true) & echo $! > $HOME/child' }
node { sh 'sleep 0.5; tr -d "\\\\0" < /proc/$(cat $HOME/child)/cmdline | grep -q . && echo alive || echo dead' }`,
    log: "\ndead\n",
  },
  {
    input: "a missing file, caught by its exception",
    script: onAgent(
      "try { readFile 'none' } catch (java.nio.file.NoSuchFileException e) { echo '<' + e.message + '>' }",
    ),
    log: /<.*\/none>/,
  },
  {
    input: "the methods of what junit returns",
    script: onAgent(`writeFile file: 'a.xml', text: '<testsuite><testcase name="a"/></testsuite>'
echo "<\${junit('a.xml').getTotalCount()} \${junit('a.xml').passCount}>"`),
    sandbox: true,
    log: "<1 1>",
  },
  {
    input: "withEnv ignores the case of names",
    script: "withEnv(['foo=1', 'FOO=2']) { echo \"<${env.foo} ${env.FOO}>\" }",
    log: "<2 2>",
  },
  { input: "node('')", script: "node('') { echo '<' + env.NODE_NAME + '>' }", log: "<one>" },
  {
    input: "a label expression with brackets",
    script: "node('(linux || mac) && !windows') { echo 'in' }",
    log: "\nin\n",
  },
  { input: "a label expression with an implication", script: "node('windows -> mac') { echo 'in' }", log: "\nin\n" },
];
