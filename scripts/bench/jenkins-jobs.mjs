// The same jobs with Jenkins Job Builder, whose CPU time `npm run bench -- scale` compares with that of `generate`.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { servicePath } from "./large-site.mjs";

const version = "6.5.0";

/** The jobs of a service of the large site: owner's folder, and stage. */
const jobs = [
  ["team", "build"],
  ["platform", "image"],
  ["team", "dev"],
  ["release", "prod"],
];

/** Renders the jobs of a number of services with `jenkins-jobs test`. Returns the CPU time in seconds. Installs it from PyPI once. */
export function renderWithJobBuilder(folder, services) {
  const program = install();
  const input = join(folder, "jobs.yaml");
  mkdirSync(folder, { recursive: true });
  const all = Array.from({ length: services }, (_, index) => jobsOf(index)).flat();
  writeFileSync(input, `- job-template:\n${template}${all.join("")}`);
  // The children's CPU time of Python itself, because Node.js has none for a child.
  const measure =
    "import resource,subprocess,sys\nsubprocess.run(sys.argv[1:],check=True,stderr=subprocess.DEVNULL)\nu=resource.getrusage(resource.RUSAGE_CHILDREN)\nprint(u.ru_utime+u.ru_stime)";
  const command = ["-c", measure, program, "test", input, "-o", join(folder, "xml")];
  const { status, stdout, stderr } = spawnSync("python3", command, { encoding: "utf8" });
  if (status !== 0) throw new Error(`jenkins-jobs failed: ${stderr.slice(-2000)}`);
  return { cpu: Number(stdout), jobs: all.length };
}

function install() {
  const cache = process.env.STAGEWRIGHT_CACHE ?? join(homedir(), ".cache/stagewright-test");
  const folder = join(cache, `jenkins-job-builder-${version}`);
  const program = join(folder, "bin/jenkins-jobs");
  if (existsSync(program)) return program;
  run("python3", ["-m", "venv", "--clear", folder]);
  // Jenkins Job Builder imports pkg_resources, which setuptools 81 no longer has.
  run(join(folder, "bin/pip"), ["install", "--quiet", `jenkins-job-builder==${version}`, "setuptools<81"]);
  return program;
}

function run(program, args) {
  const { status, stderr } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")} failed: ${stderr}`);
}

const template = `    name: '{folder}/{service}-{stage}'
    description: 'Service {service}, stage {stage}. Generated from {spec}.'
    project-type: pipeline
    build-discarder: { days-to-keep: 90, num-to-keep: 50 }
    parameters:
      - string: { name: UPSTREAM_BUILD, default: '', description: 'Number of the build whose release is used.' }
    disabled: false
    concurrent: false
    pipeline-scm:
      script-path: 'out/jenkinsfiles/{folder}/{service}/{stage}.Jenkinsfile'
      lightweight-checkout: true
      scm:
        - git: { url: 'https://git.acme.internal/ci/pipelines.git', credentials-id: pipelines-read, branches: [main] }
`;

function jobsOf(index) {
  const spec = servicePath("", index);
  const service = spec.replace(/^.*\/|\.yaml$/g, "");
  const team = `team-${String(Math.floor(index / 50)).padStart(3, "0")}`;
  return jobs.map(
    ([owner, stage]) => `- project:
    name: ${service}-${stage}
    service: ${service}
    stage: ${stage}
    folder: ${owner === "team" ? team : owner}
    spec: ${spec}
    jobs: ['{folder}/{service}-{stage}']
`,
  );
}
