import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import type { PublicApplication } from "./application.ts";
import { cacheOf } from "./create.ts";

const cli = fileURLToPath(new URL("../../../dist/cli.js", import.meta.url));

/** An image that the registry of the rehearsal replaces with its own base image. */
const BASE = `registry.acme.internal/base:1@sha256:${"0".repeat(64)}`;

/** A build of a rehearsal. */
export interface WalkedBuild {
  readonly stages: readonly string[];
  readonly result: string;
  readonly images: readonly string[];
}

/** What an application went through. */
export interface Walk {
  /** The specs that `init` proposed, by the name of the service. */
  readonly proposed: Readonly<Record<string, string>>;
  /** The builds of each service, in order. */
  readonly builds: Readonly<Record<string, readonly WalkedBuild[]>>;
  /** The failures of the builds. */
  readonly failures: readonly string[];
}

/** Runs init, validate, generate and a rehearsal of each service in an application's folder. Throws if a command fails. */
export async function walk({ name }: PublicApplication, folder: string, caches: string, path: string): Promise<Walk> {
  const stagewright = (...words: readonly string[]) =>
    execa(process.execPath, [cli, ...words], { cwd: folder, env: { PATH: path }, maxBuffer: 64 * 1024 * 1024 });
  await execa("git", ["init", "--quiet", "--initial-branch=main"], { cwd: folder });
  await execa("git", ["remote", "add", "origin", `https://git.acme.internal/apps/${name}.git`], { cwd: folder });
  await stagewright("init", "--yes");
  const proposed = await specsOf(folder);
  await stagewright("validate");
  await stagewright("generate");
  await complete(folder, proposed, caches);
  await stagewright("generate");
  const builds: Record<string, readonly WalkedBuild[]> = {};
  const failures: string[] = [];
  for (const service of Object.keys(proposed)) {
    const options = ["rehearse", service, "--with-registry", "--with-gitops", "--json"];
    const { stdout, stderr } = await execa(process.execPath, [cli, ...options], {
      ...{ cwd: folder, env: { PATH: path }, maxBuffer: 64 * 1024 * 1024, reject: false },
    });
    if (!stdout.startsWith("{")) throw new Error(stderr);
    const report = JSON.parse(stdout) as {
      readonly rows: readonly WalkedBuild[];
      readonly failures: readonly unknown[];
    };
    builds[service] = report.rows.map(({ stages, result, images }) => ({ stages, result, images }));
    failures.push(...report.failures.map((it) => JSON.stringify(it, null, 2)));
  }
  return { proposed, builds, failures };
}

async function specsOf(folder: string): Promise<Record<string, string>> {
  const files = (await readdir(join(folder, "services"))).sort();
  const texts = files.map(async (file) => {
    return [file.replace(/\.yaml$/, ""), await readFile(join(folder, "services", file), "utf8")] as const;
  });
  return Object.fromEntries(await Promise.all(texts));
}

/** Does what the comments in the proposed specs ask for: pins the base images. Also sets the caches of the source tools. */
async function complete(folder: string, proposed: Readonly<Record<string, string>>, caches: string): Promise<void> {
  for (const [service, text] of Object.entries(proposed)) {
    const pinned = text.replaceAll("engine: buildah,", `engine: buildah, base: { image: '${BASE}', argument: BASE },`);
    const cached = pinned.replace(
      /tool: (?!command)([a-z]+)/,
      (it, tool) => `${it}, cache: '${cacheOf(caches, tool)}'`,
    );
    await writeFile(join(folder, "services", `${service}.yaml`), cached);
  }
  const platform = join(folder, "stagewright.yaml");
  await writeFile(platform, `${await readFile(platform, "utf8")}\nlocks: { replace: [source.cache] }\n`);
}
