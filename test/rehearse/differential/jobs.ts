import { type Difference, onAgent } from "./difference.ts";

const multibranch = { multibranch: true, scm: { url: "https://git.example/shop.git" } } as const;
const branchJob = (branch: string, name: string): Difference => ({
  input: `the branch job of ${branch}`,
  script: "echo '<' + env.JOB_NAME + '>'",
  job: multibranch,
  request: { branch },
  log: `<test/job/${name}>`,
});
const badCron = (spec: string): Difference => ({
  input: `cron('${spec}')`,
  script: `properties([pipelineTriggers([cron('${spec}')])])`,
  result: "FAILURE",
  error: /Invalid input|invalid/i,
});
const goodCron = (spec: string): Difference => ({
  input: `cron('${spec}')`,
  script: `properties([pipelineTriggers([cron('''${spec}''')])])`,
});
const other = { jobs: [{ path: "/test/other", script: "echo 'x'" }] };

/** Parameters, causes, locks and other things of jobs and builds. */
export const jobs: readonly Difference[] = [
  branchJob("ümlaut", "ümlaut"),
  branchJob("a(b)", "a(b)"),
  branchJob("a&b", "a&b"),
  branchJob("feature/x", "feature%2Fx"),
  {
    input: "BUILD_URL of a branch with other letters",
    script: "echo '<' + env.BUILD_URL + '>'",
    job: multibranch,
    request: { branch: "a/ü b" },
    log: "<http://jenkins.example/job/test/job/job/job/a%252F%C3%BC%20b/1/>",
  },
  {
    input: "BRANCH_IS_PRIMARY of another branch",
    script: 'echo "<${env.BRANCH_IS_PRIMARY}>"',
    job: multibranch,
    request: { branch: "dev" },
    log: "<null>",
  },
  {
    input: "env of a parameter that this run defines",
    script: "properties([parameters([string(name: 'P', defaultValue: 'd')])])\necho \"<${env.P} ${params.P}>\"",
    log: "<null d>",
  },
  {
    input: "choices as lines of a text",
    script: "properties([parameters([choice(name: 'C', choices: 'a\\nb')])])\necho \"<${params.C}>\"",
    log: "<a>",
  },
  {
    input: "a password parameter",
    script: 'echo "<${params.P.getClass().name} ${params.P}>"',
    job: { parameters: [{ name: "P", kind: "password", default: "pw" }] },
    log: "<hudson.util.Secret pw>",
  },
  ...[
    "0 0 * * MON-",
    "@reboot",
    "@every 5m",
    "H/61 * * * *",
    "*/0 * * * *",
    "* * * *",
    "0 0 * * * *",
    "60 * * * *",
    "0 0 0 * *",
    "H(9-3) * * * *",
  ].map(badCron),
  ...[
    "H H * * *",
    "@daily",
    "@midnight",
    "H/15 * * * *",
    "0 5 * * 1-5",
    "H(0-29)/10 * * * *",
    "0 0 * * 7",
    "TZ=Europe/Berlin\\n0 5 * * *",
    "# comment\\n0 1 * * *",
    "0 0 * * mon",
  ].map(goodCron),
  badCron("TZ=Nope/Zone\\n0 5 * * *"),
  badCron("0 5 30 2 *"),
  {
    input: "lock('')",
    script: "lock('') { echo 'in' }",
    result: "FAILURE",
    error: "Either resource label or resource name must be specified.",
  },
  {
    input: "lock with extra",
    script: "lock(resource: 'a', extra: [[resource: 'b']], variable: 'V') { echo \"<${env.V} ${env.V0} ${env.V1}>\" }",
    log: "<a,b a b>",
  },
  {
    input: "lock of a label with a variable",
    script: "lock(label: 'l', variable: 'V') { echo \"<${env.V0} ${env.V1}>\" }",
    given: {
      lockableResources: [
        { name: "r1", labels: ["l"] },
        { name: "r2", labels: ["l"] },
      ],
    },
    log: "<r1 r2>",
  },
  {
    input: "mail without recipients",
    script: "mail(subject: 's', body: 'b')",
    result: "FAILURE",
    error: /No recipients of any kind/,
  },
  {
    input: "getBuildCauses by simple name",
    script:
      "echo \"<${currentBuild.getBuildCauses('TimerTriggerCause').size()} ${currentBuild.getBuildCauses('hudson.triggers.TimerTrigger$TimerTriggerCause').size()}>\"".replace(
        "'hudson.triggers.TimerTrigger$",
        "'hudson.triggers.TimerTrigger\\$",
      ),
    log: "<0 1>",
  },
  {
    input: "a library with an unknown version",
    script: "@Library('acme@nope') _\necho 'x'",
    given: { libraries: [{ name: "acme", root: "/nonexistent" }] },
    result: "FAILURE",
    error: /version/,
  },
  {
    input: "specific('lastSuccessfulBuild')",
    script: onAgent(`sh 'echo t > f'
archiveArtifacts 'f'
build 'other'
copyArtifacts(projectName: 'other', selector: specific('lastSuccessfulBuild'), filter: 'g', target: 'd')
sh 'cat d/g'`),
    given: {
      jobs: [
        {
          path: "/test/other",
          script: onAgent("sh 'echo from-other > g'\narchiveArtifacts 'g'"),
          copyArtifactPermission: ["/test/job"],
        },
      ],
    },
    log: "\nfrom-other\n",
  },
  {
    input: "getBuildCauses prints JSON",
    script: "echo '<' + currentBuild.getBuildCauses().toString() + '>'",
    log: /<\[\{"_class":"hudson\.triggers\.TimerTrigger\$TimerTriggerCause"/,
  },
  {
    input: "copyArtifacts expands variables in its filter",
    script: onAgent(`build 'other'
copyArtifacts(projectName: 'other', filter: '$NAME.txt,$$x.txt')
sh 'cat one.txt; ls'`),
    given: {
      environment: { NAME: "one" },
      jobs: [
        {
          path: "/test/other",
          script: onAgent(
            "sh 'echo from-one > one.txt; touch two.txt $(printf %s \"\\\\$x.txt\")'\narchiveArtifacts '*.txt'",
          ),
          copyArtifactPermission: ["/test/job"],
        },
      ],
    },
    log: ["\nfrom-one\n", "\n$x.txt\n"],
    not: "two.txt\n$",
  },
  {
    input: "build returns the result of the other build",
    script: "echo '<' + build('other').result + '>'",
    given: other,
    log: "<SUCCESS>",
  },
];
