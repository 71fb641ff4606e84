import { resolve } from "node:path";
import type { CompileInput, KnownServices, SourceText } from "../compile.ts";
import { Bug } from "../diagnostics/bug.ts";
import type { GeneratedFile } from "../render/file.ts";
import type { Console, Memory } from "../terminal/console.ts";
import { sha256 } from "../write/hash.ts";
import { nameFor, readCacheFile, writeCacheFile } from "./cache-file.ts";

type Root = NonNullable<ReturnType<KnownServices["findRoot"]>>;

type FileRecord = readonly [path: string, shard: string, executable: boolean, sha256: string];

/** What a compile found out about one service spec. */
interface Entry {
  /** SHA-256 of the spec's text. */
  readonly text: string;
  /** The root of its document as JSON: as objects, those of 10,000 services would need much memory. */
  readonly root: string | null;
  readonly files: {
    /** SHA-256 of all that the files depend on, except for the spec. */
    readonly context: string;
    readonly records: readonly FileRecord[];
  } | null;
}

interface Content {
  readonly spec: string;
  /** The build of stagewright that compiled. */
  readonly build: string;
  readonly services: readonly (readonly [path: string, entry: Entry])[];
}

/** The files of a service that this run has, and their context. */
interface ServiceFiles {
  readonly context: string;
  readonly files: readonly GeneratedFile[];
}

/**
 * Remembers services between runs, in the user's cache folder: a service whose spec did not change is not parsed, and its
 * files are not rendered while the platform's part of the input is the same too.
 */
export class ServiceCache implements KnownServices {
  private readonly texts: ReadonlyMap<string, string>;
  private readonly roots = new Map<string, string>();
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
    const root = this.earlierOf(path)?.root ?? null;
    if (root === null) return null;
    this.roots.set(path, root);
    return JSON.parse(root) as Root;
  }

  keepRoot({ path }: SourceText, root: Root): void {
    this.roots.set(path, JSON.stringify(root));
    this.changed = true;
  }

  filesOf(specFile: string, others: string, render: () => readonly GeneratedFile[]): readonly GeneratedFile[] {
    const context = this.contextOf(others);
    const found = this.earlierOf(specFile)?.files ?? null;
    const known = found?.context === context ? knownFiles(found.records, render) : null;
    const files = known ?? render();
    this.files.set(specFile, { context, files });
    this.changed ||= known === null;
    return files;
  }

  /** Writes the cache if it changed. `hashes` has the SHA-256 of each file. */
  write(hashes: ReadonlyMap<string, string>): void {
    if (!this.changed) return;
    const services = [...this.texts].map(([path, text]) => [path, this.entryOf(path, text, hashes)] as const);
    const content: Content = { spec: this.spec, build: this.memory.build, services };
    writeCacheFile(this.memory, nameOf(this.spec), JSON.stringify(content));
  }

  /** The hash of all that the files of a service depend on, except for its spec. */
  private contextOf(others: string): string {
    if (this.context?.others !== others)
      this.context = { others, hash: sha256(JSON.stringify([this.platform, others])) };
    return this.context.hash;
  }

  private entryOf(path: string, text: string, hashes: ReadonlyMap<string, string>): Entry {
    const own = this.files.get(path);
    const records = own?.files.map(({ path: file, shard, executable }): FileRecord => {
      return [file, shard, executable, hashes.get(file) ?? ""];
    });
    const files = own === undefined || records === undefined ? null : { context: own.context, records };
    return { text, root: this.roots.get(path) ?? null, files };
  }

  private earlierOf(path: string): Entry | null {
    const entry = this.earlier.get(path);
    return entry !== undefined && entry.text === this.texts.get(path) ? entry : null;
  }
}

/** The files of an earlier compile. Their content is rendered when something reads it. */
function knownFiles(records: readonly FileRecord[], render: () => readonly GeneratedFile[]): readonly GeneratedFile[] {
  let rendered: ReadonlyMap<string, string> | null = null;
  const contentOf = (path: string) => {
    rendered ??= new Map(render().map((file) => [file.path, file.content]));
    const content = rendered.get(path);
    if (content === undefined) throw new Bug(`${path} is known, but not generated`);
    return content;
  };
  return records.map(([path, shard, executable, hash]) => ({
    path,
    shard,
    executable,
    sha256: hash,
    get content() {
      const content = contentOf(path);
      if (sha256(content) !== hash) throw new Bug(`${path} differs from the known file`);
      return content;
    },
  }));
}

/** Empty if there is no valid cache file. */
function readEntries(spec: string, memory: Memory): ReadonlyMap<string, Entry> {
  try {
    const content = JSON.parse(readCacheFile(memory, nameOf(spec)) ?? "") as Content;
    return new Map(content.spec === spec && content.build === memory.build ? content.services : []);
  } catch {
    return new Map();
  }
}

function nameOf(spec: string): string {
  return `services-${nameFor(spec)}.json`;
}
