import { chmod, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { compile } from "../../../generator/compile.ts";
import { type RunOptions, type RunResult, runWorkflow } from "./index.ts";
import { ghProgram } from "./own-actions.ts";

const platform = `apiVersion: stagewright/v1
stagewright: '*'
target: github-actions
library: { name: nimbus-ci, package: dev.nimbus.ci, version: 0.3.0 }
pipelines: { git: 'https://github.com/nimbus/pipelines.git', directory: '', owner: web }
site:
  network: online
  agent: { label: ubuntu-24.04 }
  agents: { pullRequests: { label: ubuntu-24.04 }, delivery: { label: delivery }, seed: { label: seed } }
teams: { web: { reviewers: ['@nimbus/web'] } }
services: services/*.yaml
`;

/** A small application in a repository on this machine, and the workflows of its spec. */
export interface SmallGitHub {
  /** Commits files, and returns the commit. */
  commit(files: Readonly<Record<string, string>>): Promise<string>;
  /** Runs the workflow of the application for a commit. */
  run(options: Pick<RunOptions, "event" | "ref" | "sha" | "number"> & Partial<RunOptions>): Promise<RunResult>;
}

/**
 * Compiles the stages of a service for GitHub Actions. `programs` are commands of the machine, `machine` its variables, and `more`
 * keys of the platform.
 */
export async function startSmallGitHub(
  home: string,
  stages: string,
  programs: Readonly<Record<string, string>>,
  machine: Readonly<Record<string, string>> = {},
  more = "",
): Promise<SmallGitHub> {
  const service = `service: web\ngit: https://github.com/nimbus/web.git\n${stages}`;
  const { files, diagnostics } = compile({
    platform: { path: "stagewright.yaml", text: platform + more },
    services: [{ path: "services/web.yaml", text: service }],
  });
  if (files === null) throw new Error(JSON.stringify(diagnostics, null, 1));
  const pipelines = join(home, "pipelines");
  for (const { path, content } of files) await write(join(pipelines, path), content);
  const bin = join(home, "bin");
  for (const [name, text] of Object.entries({ gh: ghProgram, ...programs })) {
    await write(join(bin, name), text);
    await chmod(join(bin, name), 0o755);
  }
  const app = join(home, "app");
  const git = (...words: string[]) => execa("git", ["-C", app, "-c", "user.name=t", "-c", "user.email=t@t", ...words]);
  await mkdir(app, { recursive: true });
  await git("init", "--quiet", "--initial-branch=main");
  return {
    async commit(changes) {
      for (const [path, text] of Object.entries(changes)) await write(join(app, path), text);
      await git("add", "--all");
      await git("commit", "--quiet", "--message=Change");
      return (await git("rev-parse", "HEAD")).stdout;
    },
    run: async (options) =>
      runWorkflow({
        home: join(home, "github"),
        workflow: join(pipelines, "applications/web/.github/workflows/web.yml"),
        repository: "nimbus/web",
        clone: app,
        repositories: { "nimbus/pipelines": pipelines },
        environments: {},
        machine: {
          ...{ HOME: join(home, "user"), TMPDIR: home, ...machine },
          PATH: [bin, dirname(process.execPath), machine.PATH ?? process.env.PATH].join(":"),
        },
        ...options,
      }),
  };
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
