import { type DslBlock, readJobDsl } from "./job-dsl.ts";

/** The configuration of a controller and a git host according to the generated files only. */
export class Configuration {
  readonly dsl: readonly DslBlock[];

  constructor(readonly files: ReadonlyMap<string, string>) {
    this.dsl = [...files].filter(([path]) => path.startsWith("jenkins/jobs/")).flatMap(([, text]) => readJobDsl(text));
  }

  /** The text of a generated file. */
  file(path: string): string {
    const text = this.files.get(path);
    if (text === undefined) throw new Error(`${path} is not generated`);
    return text;
  }

  /** A job's definition: `/shop/shop-dev`. */
  job(path: string): DslBlock {
    const job = this.dsl.find(({ method, texts }) => /Job$/.test(method) && texts[0] === path.slice(1));
    if (job === undefined) throw new Error(`${path} is no job`);
    return job;
  }

  /** A folder's definition; the last one that a seed run makes holds. */
  folder(path: string): DslBlock | undefined {
    return this.dsl.findLast(({ method, texts }) => method === "folder" && texts[0] === path.slice(1));
  }
}
