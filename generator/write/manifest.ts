import { basename } from "node:path";
import { Failure } from "../diagnostics/failure.ts";
import { type DiskFile, type Mode, readDiskFile } from "./disk.ts";
import { entriesIn, type FileSystem } from "./file-system.ts";
import { type Containment, ownFolder, pathObjection } from "./paths.ts";

/** The folder of the manifest's shards, relative to the output folder. */
export const manifestFolder = `${ownFolder}/manifest`;

/** The shard that also contains the tool's version. */
export const siteShard = "site";

/** The shard that also lists the names of the jobs. */
export const jobsShard = "jobs";

export interface ManifestEntry {
  readonly sha256: string;
  readonly mode: Mode;
}

/** One shard (`library`, `jobs`, `site`, `team/service`): the files that were written, and their inputs. */
export interface Shard {
  /** The tool's version; only in `site`, so that an upgrade changes no team's shard. */
  readonly tool: string | null;
  /** Spec file → SHA-256 of its values. */
  readonly inputs: ReadonlyMap<string, string>;
  /** Path of a generated file → the hash and mode that were written. */
  readonly files: ReadonlyMap<string, ManifestEntry>;
  /** Name of a job → its service; only in `jobs`, and null in manifests of older versions. */
  readonly jobs: ReadonlyMap<string, string> | null;
}

/** Shards by name. */
export type Manifest = ReadonlyMap<string, Shard>;

/** The path of a shard's file, relative to the output folder. */
export function shardPath(shard: string): string {
  return `${manifestFolder}/${shard}.json`;
}

/** Formats a shard with one line per file, to keep merges small. */
export function renderShard(shard: Shard): string {
  const fields = ['  "version": 1'];
  if (shard.tool !== null) fields.push(`  "tool": ${JSON.stringify(shard.tool)}`);
  fields.push(renderMap("inputs", shard.inputs, (hash) => JSON.stringify(hash)));
  if (shard.jobs !== null) fields.push(renderMap("jobs", shard.jobs, (service) => JSON.stringify(service)));
  fields.push(renderMap("files", shard.files, (it) => `{ "sha256": "${it.sha256}", "mode": "${it.mode}" }`));
  return `{\n${fields.join(",\n")}\n}\n`;
}

function renderMap<T>(name: string, map: ReadonlyMap<string, T>, render: (value: T) => string): string {
  const lines = [...map]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `    ${JSON.stringify(key)}: ${render(value)}`);
  return lines.length === 0 ? `  "${name}": {}` : `  "${name}": {\n${lines.join(",\n")}\n  }`;
}

/** Reads the shards with these names. Throws a Failure that names a damaged shard. */
export function readManifest(names: readonly string[], read: (path: string) => DiskFile | null): Manifest {
  const manifest = new Map<string, Shard>();
  for (const name of names) {
    const path = shardPath(name);
    const found = read(path);
    if (found !== null) manifest.set(name, parseShard(found.content.toString("utf8"), path));
  }
  return manifest;
}

/** Whether a path of the output folder is the path of a shard. */
export function isShard(path: string): boolean {
  return path.startsWith(`${manifestFolder}/`) && path.endsWith(".json");
}

/** The paths of the files in the shards of the output folder; shards that are damaged are ignored. */
export function* recordedPaths(containment: Containment, fs: FileSystem): Generator<string> {
  for (const name of listShards(containment, fs)) {
    const found = readDiskFile(containment, shardPath(name), fs);
    if (found !== null) yield* listedIn(found.content, shardPath(name));
  }
}

/** The paths of the files in a shard; none if it is damaged. */
export function listedIn(content: Buffer | string, path: string): Iterable<string> {
  try {
    return parseShard(content.toString("utf8"), path).files.keys();
  } catch (error) {
    if (error instanceof Failure) return [];
    throw error;
  }
}

/** The names of the shards in the output folder. */
export function listShards(containment: Containment, fs: FileSystem, below = ""): string[] {
  const folder = containment.resolve(below === "" ? manifestFolder : `${manifestFolder}/${below}`);
  const shards: string[] = [];
  for (const entry of entriesIn(folder, fs)) {
    const { name } = entry;
    const inside = below === "" ? name : `${below}/${name}`;
    if (entry.isDirectory()) shards.push(...listShards(containment, fs, inside));
    else if (name.endsWith(".json")) shards.push(inside.slice(0, -".json".length));
  }
  return shards;
}

/** Parses a shard. Throws a Failure with the problem, because anyone can have edited the file. */
export function parseShard(text: string, path: string): Shard {
  const value = parseJson(text, path);
  if (!isObject(value) || value.version !== 1) throw damaged(path, "it is not a manifest of version 1");
  const { tool = null, inputs, files, jobs = null } = value;
  if (tool !== null && typeof tool !== "string") throw damaged(path, '"tool" is not text');
  if (!isObject(inputs) || !isObject(files)) throw damaged(path, '"inputs" or "files" is missing');
  if (jobs !== null && !isObject(jobs)) throw damaged(path, '"jobs" is not a mapping');
  return {
    tool,
    inputs: new Map(Object.entries(inputs).map(([file, hash]) => [file, parseHash(hash, file, path)])),
    files: new Map(Object.entries(files).map(([file, entry]) => [file, parseEntry(entry, file, path)])),
    jobs: jobs && new Map(Object.entries(jobs).map(([job, service]) => [job, parseService(service, job, path)])),
  };
}

/** The service of a job. Messages print both. */
function parseService(service: unknown, job: string, path: string): string {
  if (typeof service === "string" && [service, job].every((it) => /^[\w./-]+$/.test(it))) return service;
  throw damaged(path, `the job ${JSON.stringify(job)} has no service, or no valid name`);
}

function parseEntry(entry: unknown, file: string, path: string): ManifestEntry {
  const objection = pathObjection(file);
  if (objection !== null) throw damaged(path, `"${file}" ${objection}`);
  if (file.toLowerCase().split("/")[0] === ownFolder) throw damaged(path, `"${file}" is in ${ownFolder}`);
  if (!isObject(entry)) throw damaged(path, `"${file}" has no hash`);
  if (entry.mode !== "0644" && entry.mode !== "0755") throw damaged(path, `"${file}" has no mode`);
  return { sha256: parseHash(entry.sha256, file, path), mode: entry.mode };
}

function parseHash(hash: unknown, file: string, path: string): string {
  if (typeof hash === "string" && /^[0-9a-f]{64}$/.test(hash)) return hash;
  throw damaged(path, `"${file}" has no SHA-256`);
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw damaged(path, /^<{7} /m.test(text) ? "it contains merge conflict markers" : "it is not JSON");
  }
}

function damaged(path: string, why: string): Failure {
  return new Failure(
    `the manifest ${path} is damaged: ${why}`,
    1,
    `restore ${basename(path)} from version control, or remove it; stagewright then adopts all listed files without manual changes`,
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
