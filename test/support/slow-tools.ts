import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { copy } from "fs-extra/esm";
import { buildOnce, type SlowTool } from "./build-once.ts";
import { makeTemporary, removeTemporary } from "./lab/temporary.ts";
import { cachedApplications } from "./public-applications/cached.ts";
import { nodePrograms, pythonPrograms, twine, zizmor } from "./source-tool-programs.ts";
import { tektonChains, tektonCheck, tektonLint } from "./tekton/tools.ts";
import { languageService } from "./workflow-runner/language-service.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const shop = join(root, "examples/shop/apps/shop");
/** The version in docs/how-to/build-without-a-dockerfile.md. */
const JIB = "3.5.2";

/** Every tool that is slow to build. The global setup builds those of a run before its first test starts. */
export const slowTools = {
  kustomize: goProgram("kustomize", "sigs.k8s.io/kustomize/kustomize/v5@v5.8.1"),
  helm: goProgram("helm", "helm.sh/helm/v4/cmd/helm@v4.2.4"),
  actionlint: goProgram("actionlint", "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12"),
  act: goProgram("act", "github.com/nektos/act@v0.2.89"),
  yq: goProgram("yq", "github.com/mikefarah/yq/v4@v4.54.3"),
  ko: goProgram("ko", "github.com/google/ko@v0.18.1"),
  imageTools: {
    title: "syft, cosign, buildx and BuildKit: some minutes",
    ...script("image-tools", "test/support/image-tools/build.sh"),
    proof: "docker-buildx",
  },
  /** The tests of signatures and provenances run cosign 3, too. */
  cosign3: goProgram("cosign", "github.com/sigstore/cosign/v3/cmd/cosign@v3.1.2"),
  cluster: {
    title: "Kubernetes, Argo CD, etcd and kwok: a quarter of an hour",
    ...script("delivery", "test/delivery/tools/build.sh"),
  },
  rollouts: {
    title: "Argo Rollouts: a few minutes",
    ...script("rollouts", "test/delivery/tools/build-rollouts.sh"),
  },
  tektonServers: {
    title: "Tekton's controller and webhook: a few minutes",
    ...script("tekton", "test/delivery/tools/build-tekton.sh"),
  },
  tektonCheck,
  tektonChains,
  tektonLint,
  languageService,
  codeNarc: {
    title: "CodeNarc",
    folder: "codenarc-3.5.0",
    proof: ".",
    build: (folder) => {
      const goal = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies";
      return execa("mvn", ["-q", "-B", "-f", join(root, "test/lint/pom.xml"), goal, `-DoutputDirectory=${folder}`]);
    },
  },
  preCommit: preCommit("4.7.0"),
  oldPreCommit: preCommit("4.0.1"),
  nodePrograms,
  pythonPrograms,
  publicApplications: cachedApplications,
  zizmor,
  twine,
  mavenRepository: {
    title: "the Maven repository of the example's shop",
    folder: "m2",
    proof: `.filled-${hash(join(shop, "pom.xml"))}`,
    inPlace: true,
    build: (repository) => fillMavenRepository(repository, ["clean", "install"]),
  },
  /** The same with Jib, in a repository of its own: other tests show that the shop needs no plugin of it. */
  jibRepository: {
    title: "the Maven repository of the example's shop with Jib",
    folder: `m2-jib-${JIB}`,
    proof: `.filled-${hash(join(shop, "pom.xml"))}`,
    inPlace: true,
    build: (repository) =>
      fillMavenRepository(repository, [
        ...["clean", "install", `com.google.cloud.tools:jib-maven-plugin:${JIB}:buildTar`],
        "-Djib.from.image=scratch",
      ]),
  },
  /** The plugin that uploads a file to a repository. */
  deployPlugin: {
    title: "the deploy plugin of Maven",
    folder: "m2-deploy-1",
    proof: ".complete",
    inPlace: true,
    build: fillDeployRepository,
  },
} satisfies Record<string, SlowTool>;

/** The name of a tool in the table. */
export type SlowToolName = keyof typeof slowTools;

/** The folder of a tool; builds the tool if the global setup could not. */
export function toolFolder(name: SlowToolName): Promise<string> {
  return buildOnce(slowTools[name]);
}

function goProgram(name: string, module: string): SlowTool {
  return {
    title: name,
    folder: `${name}-${module.split("@v").at(-1)}`,
    proof: name,
    build: (folder) => {
      const env = { GOBIN: folder, GOFLAGS: "-modcacherw", CGO_ENABLED: "0" };
      return execa("go", ["install", "-ldflags", "-s -w", module], { env });
    },
  };
}

/** A folder that a script of this repository fills; a change of the script changes the folder's name. */
function script(name: string, path: string): Omit<SlowTool, "title"> {
  const file = join(root, path);
  return {
    folder: `${name}-${hash(file)}`,
    proof: ".",
    build: (folder) => execa(file, [folder], { stdio: ["ignore", "ignore", "inherit"] }),
  };
}

/** pre-commit from PyPI, in a virtual environment: its commands contain the path of their Python. */
function preCommit(version: string): SlowTool {
  return {
    title: `pre-commit ${version}`,
    folder: `pre-commit-${version}`,
    proof: ".complete",
    inPlace: true,
    build: async (folder) => {
      await execa("python3", ["-m", "venv", "--clear", folder]);
      const options = ["--quiet", "--disable-pip-version-check"];
      await execa(join(folder, "bin/python"), ["-m", "pip", "install", ...options, `pre-commit==${version}`]);
      await writeFile(join(folder, ".complete"), "");
    },
  };
}

/** Builds the shop once with the network, so that later builds find everything that they need. */
async function fillMavenRepository(repository: string, goals: readonly string[]): Promise<void> {
  const directory = await makeTemporary("maven");
  try {
    await copy(shop, directory);
    const options = ["--batch-mode", "--no-transfer-progress", "--quiet", `-Dmaven.repo.local=${repository}`];
    await execa("mvn", [...options, ...goals], { cwd: directory });
    await writeFile(join(repository, `.filled-${hash(join(shop, "pom.xml"))}`), "");
  } finally {
    await removeTemporary(directory);
  }
}

/** Uploads a file to a folder once, with the network. */
async function fillDeployRepository(repository: string): Promise<void> {
  const directory = await makeTemporary("deploy");
  try {
    await writeFile(join(directory, "a.jar"), "");
    const artifact = ["-DgroupId=a", "-DartifactId=a", "-Dversion=1", "-Dfile=a.jar", `-Durl=file://${directory}/to`];
    const options = ["--batch-mode", "--quiet", `-Dmaven.repo.local=${repository}`];
    await execa("mvn", [...options, "deploy:deploy-file", ...artifact], { cwd: directory });
    await writeFile(join(repository, ".complete"), "");
  } finally {
    await removeTemporary(directory);
  }
}

function hash(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 16);
}
