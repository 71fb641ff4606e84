import { chmod, cp, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { git, gitOutput } from "./git-run.ts";
import { makeTemporary, removeTemporary } from "./temporary.ts";

/** A commit in `git log`. */
export interface Commit {
  readonly id: string;
  readonly author: string;
  readonly subject: string;
  /** The whole message, trailers included. */
  readonly message: string;
}

/** What a commit changes: a path's new content, or null to remove it. */
export type Changes = Readonly<Record<string, string | null>>;

/** A bare repository on the server, with direct access: reads and commits without HTTP. */
export class GitRepository {
  constructor(
    /** For example `shop/shop`. */
    readonly name: string,
    /** The URL for clients. */
    readonly url: string,
    /** The bare repository. */
    readonly directory: string,
  ) {}

  /** The commit at the head of a branch (or of any other reference). */
  async head(reference = "main"): Promise<string> {
    return git(this.directory, "rev-parse", "--verify", `${reference}^{commit}`);
  }

  /** The commits from a reference back, the newest first. */
  async log(reference = "main"): Promise<Commit[]> {
    const text = await git(this.directory, "log", "--format=%H%x1f%an%x1f%s%x1f%B%x1e", reference);
    const records = text.split("\x1e").map((record) => record.trim());
    return records
      .filter((record) => record !== "")
      .map((record) => {
        const [id = "", author = "", subject = "", message = ""] = record.split("\x1f");
        return { id, author, subject, message: message.trim() };
      });
  }

  /** The commits with more than one parent. */
  async merges(reference = "main"): Promise<string[]> {
    const text = await git(this.directory, "rev-list", "--merges", reference);
    return text.split("\n").filter((line) => line !== "");
  }

  /** A file's content at a reference. */
  async read(path: string, reference = "main"): Promise<string> {
    return gitOutput(this.directory, "show", `${reference}:${path}`);
  }

  /** The paths at a reference. */
  async files(reference = "main"): Promise<string[]> {
    return (await git(this.directory, "ls-tree", "-r", "--name-only", reference)).split("\n");
  }

  /** Writes the files of a reference into an empty directory. */
  async export(directory: string, reference = "main"): Promise<void> {
    await git(directory, "clone", "--quiet", "--branch", reference, this.directory, ".");
  }

  /** The messages and changes of all commits, as text. */
  async history(): Promise<string> {
    return gitOutput(this.directory, "log", "--all", "--patch", "--format=fuller");
  }

  /** Moves a branch back (or on) to a commit. */
  async reset(commit: string, branch = "main"): Promise<void> {
    await git(this.directory, "update-ref", `refs/heads/${branch}`, commit);
  }

  /** The branches, sorted. */
  async branches(): Promise<string[]> {
    const text = await git(this.directory, "for-each-ref", "--format=%(refname:short)", "refs/heads");
    return text.split("\n").filter((line) => line !== "");
  }

  /** Commits changes on a branch, which is created from `from` if it does not exist; returns the commit. */
  async commit(changes: Changes, message: string, options: { branch?: string; from?: string } = {}): Promise<string> {
    const { branch = "main", from = "main" } = options;
    return this.edit(branch, from, message, async (tree) => {
      for (const [path, content] of Object.entries(changes)) {
        const file = join(tree, path);
        if (content === null) await rm(file);
        else await mkdir(dirname(file), { recursive: true }).then(() => writeFile(file, content));
      }
    });
  }

  /** Commits the content of a directory in addition to the existing files. */
  async commitDirectory(source: string, message: string, branch = "main"): Promise<string> {
    return this.edit(branch, "main", message, (tree) =>
      cp(source, tree, { recursive: true, preserveTimestamps: true }),
    );
  }

  /** Puts an annotated tag on a commit. */
  async tag(name: string, reference = "main"): Promise<void> {
    await git(this.directory, "tag", "--annotate", "--message", name, name, reference);
  }

  /** Installs a server hook, such as `pre-receive`: a shell script's body. */
  async hook(name: string, script: string): Promise<void> {
    const file = join(this.directory, "hooks", name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `#!/bin/sh\n${script}\n`);
    await chmod(file, 0o755);
  }

  private async edit(branch: string, from: string, message: string, change: (tree: string) => Promise<void>) {
    const tree = await makeTemporary("tree");
    try {
      await git(tree, "clone", "--quiet", "--no-checkout", this.directory, ".");
      const known = await this.branches();
      const start = known.includes(branch) ? branch : known.includes(from) ? from : null;
      await git(
        tree,
        ...(start
          ? ["checkout", "--quiet", "-B", branch, `origin/${start}`]
          : ["checkout", "--quiet", "--orphan", branch]),
      );
      await change(tree);
      await git(tree, "add", "--all", "--force", ".");
      await git(tree, "commit", "--quiet", "--allow-empty", "--message", message);
      await git(tree, "push", "--quiet", "origin", `HEAD:refs/heads/${branch}`);
      return await git(tree, "rev-parse", "HEAD");
    } finally {
      await removeTemporary(tree);
    }
  }
}
