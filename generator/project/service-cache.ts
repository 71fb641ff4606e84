import { resolve } from "node:path";
import type { CompileInput, KnownServices, SourceText } from "../compile.ts";
import { Bug } from "../diagnostics/bug.ts";
import type { GeneratedFile } from "../render/file.ts";
import type { Console, Memory } from "../terminal/console.ts";
import { sha256 } from "../write/hash.ts";
import { linesOf, nameFor, readCacheFile, writeCacheFile } from "./cache-file.ts";

type Root = NonNullable<ReturnType<KnownServices["findRoot"]>>;

type FileRecord = readonly [path: string, shard: string, executable: boolean, sha256: string];

/**
 * What a compile found out about one service spec: three lines of the cache file. Objects of 10,000 services would need
 * much memory, so the second and the third line are parsed when they are used.
 */
interface Entry {
  readonly facts: Facts;
  /** The file records as JSON; empty if there are none. */
  readonly records: Buffer | string;
  /** The root of the document as JSON; empty if it is not known. */
  readonly root: Buffer | string;
}

interface Facts {
  readonly path: string;
  /** SHA-256 of the spec's text. */
  readonly text: string;
  /** SHA-256 of all that the files depend on, except for the spec; null if there are no files. */
  readonly context: string | null;
}

/** The first line of the cache file. */
interface Head {
  readonly spec: string;
  /** The build of stagewright that compiled. */
  readonly build: string;
}

/** The files of a service that this run has, and their context. An earlier run already has the records of known files. */
interface ServiceFiles {
  readonly context: string;
  readonly files: readonly GeneratedFile[];
  readonly records: Buffer | string | null;
}

/**
 * Remembers services between runs, in the user's cache folder: a service whose spec did not change is not parsed, and its
 * files are not rendered while the platform's part of the input is the same too.
 */
export class ServiceCache implements KnownServices {
  private readonly texts: ReadonlyMap<string, string>;
  private readonly roots = new Map<string, Buffer | string>();
  private readonly files = new Map<string, ServiceFiles>();
  private readonly platform: string;
  private context: { readonly others: string; readonly hash: string } | null = null;
  private changed = false;

  private constructor(
    private readonly memory: Memory,
    private readonly spec: string,
    input: CompileInput,
    private readonly earlier: ReadonlyMap<string, Entry>,
  ) {
    // The model has neither the date nor the Dockerfiles: only policies read them.
    const { services, today, dockerfiles, ...platform } = input;
    this.platform = JSON.stringify(platform);
    this.texts = new Map(services.map(({ path, text }) => [path, sha256(text)]));
    this.changed = services.length !== earlier.size;
  }

  /** Reads the cache of a project; null if the user has no cache. */
  static read(spec: string, input: CompileInput, { folder, memory }: Console): ServiceCache | null {
    if (memory === null) return null;
    const path = resolve(folder, spec);
    return new ServiceCache(memory, path, input, readEntries(path, memory));
  }

  findRoot({ path }: SourceText): Root | null {
    const root = this.earlierOf(path)?.root ?? "";
    if (root.length === 0) return null;
    this.roots.set(path, root);
    return JSON.parse(root.toString()) as Root;
  }

  keepRoot({ path }: SourceText, root: Root): void {
    this.roots.set(path, Buffer.from(JSON.stringify(root)));
    this.changed = true;
  }

  filesOf(specFile: string, others: string, render: () => readonly GeneratedFile[]): readonly GeneratedFile[] {
    const context = this.contextOf(others);
    const earlier = this.earlierOf(specFile);
    const records = earlier?.facts.context === context ? earlier.records : null;
    const files = records === null ? render() : knownFiles(records, render);
    this.files.set(specFile, { context, files, records });
    this.changed ||= records === null;
    return files;
  }

  /** Writes the cache if it changed. `hashes` has the SHA-256 of each file. */
  write(hashes: ReadonlyMap<string, string>): void {
    if (this.changed) writeCacheFile(this.memory, nameOf(this.spec), this.lines(hashes));
  }

  private *lines(hashes: ReadonlyMap<string, string>): Generator<Buffer | string> {
    const head: Head = { spec: this.spec, build: this.memory.build };
    yield `${JSON.stringify(head)}\n`;
    for (const [path, text] of this.texts) {
      const own = this.files.get(path);
      const facts: Facts = { path, text, context: own?.context ?? null };
      yield `${JSON.stringify(facts)}\n`;
      yield own === undefined ? "" : (own.records ?? recordsOf(own.files, hashes));
      yield "\n";
      yield this.roots.get(path) ?? "";
      yield "\n";
    }
  }

  /** The hash of all that the files of a service depend on, except for its spec. */
  private contextOf(others: string): string {
    if (this.context?.others !== others)
      this.context = { others, hash: sha256(JSON.stringify([this.platform, others])) };
    return this.context.hash;
  }

  private earlierOf(path: string): Entry | null {
    const entry = this.earlier.get(path);
    return entry !== undefined && entry.facts.text === this.texts.get(path) ? entry : null;
  }
}

function recordsOf(files: readonly GeneratedFile[], hashes: ReadonlyMap<string, string>): string {
  const records = files.map(({ path, shard, executable }): FileRecord => {
    return [path, shard, executable, hashes.get(path) ?? ""];
  });
  return JSON.stringify(records);
}

/** The files of an earlier compile. Their content is rendered when something reads it. */
function knownFiles(records: Buffer | string, render: () => readonly GeneratedFile[]): readonly GeneratedFile[] {
  const contents = new KnownContents(render);
  const parsed = JSON.parse(records.toString()) as readonly FileRecord[];
  return parsed.map(([path, shard, executable, hash]) => new KnownFile(path, shard, executable, hash, contents));
}

class KnownFile implements GeneratedFile {
  constructor(
    readonly path: string,
    readonly shard: string,
    readonly executable: boolean,
    readonly sha256: string,
    private readonly contents: KnownContents,
  ) {}

  get content(): string {
    const content = this.contents.of(this.path);
    if (sha256(content) !== this.sha256) throw new Bug(`${this.path} differs from the known file`);
    return content;
  }
}

/** The contents of the known files of a service, rendered when the first one is read. */
class KnownContents {
  private rendered: ReadonlyMap<string, GeneratedFile> | null = null;

  constructor(private readonly render: () => readonly GeneratedFile[]) {}

  of(path: string): string {
    this.rendered ??= new Map(this.render().map((file) => [file.path, file]));
    const file = this.rendered.get(path);
    if (file === undefined) throw new Bug(`${path} is known, but not generated`);
    return file.content;
  }
}

/** Empty if there is no valid cache file. */
function readEntries(spec: string, memory: Memory): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  try {
    const [first = "", ...lines] = linesOf(readCacheFile(memory, nameOf(spec)) ?? Buffer.alloc(0));
    const head = JSON.parse(first.toString()) as Head;
    if (head.spec !== spec || head.build !== memory.build) return entries;
    for (let at = 0; at < lines.length; at += 3) {
      const [facts = "", records = "", root = ""] = lines.slice(at, at + 3);
      const parsed = JSON.parse(facts.toString()) as Facts;
      entries.set(parsed.path, { facts: parsed, records, root });
    }
    return entries;
  } catch {
    return new Map();
  }
}

function nameOf(spec: string): string {
  return `services-${nameFor(spec)}.json`;
}
