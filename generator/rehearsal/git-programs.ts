import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { isSsh, repositoryKey } from "../model/git-address.ts";
import type { GitServer, Login } from "./git-server.ts";
import type { LocalRepository } from "./repositories.ts";

type Served = Pick<LocalRepository, "git" | "aliases" | "logins">;

/** Variables with which git uses the server instead of the HTTP addresses of repositories. */
export function gitEnvironment(
  server: Pick<GitServer, "url">,
  repositories: readonly Served[],
): Record<string, string> {
  const pairs = new Map<string, string>();
  for (const { git, aliases } of repositories)
    for (const address of [git, ...aliases])
      if (!isSsh(address)) pairs.set(address, `url.${server.url}/${repositoryKey(git)}.git.insteadOf`);
  const variables: Record<string, string> = { GIT_CONFIG_COUNT: String(pairs.size) };
  for (const [index, [value, key]] of [...pairs].entries()) {
    variables[`GIT_CONFIG_KEY_${index}`] = key;
    variables[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return variables;
}

/**
 * Makes a folder for `PATH` with a git that always uses these variables: scripts with credentials ignore those of the agent.
 * Its ssh serves the repositories below `root` that have SSH addresses. Returns null if git is not in `path`.
 */
export async function writePrograms(
  folder: string,
  variables: Readonly<Record<string, string>>,
  path: string,
  root: string,
  repositories: readonly Served[],
): Promise<string | null> {
  const git = findProgram("git", path);
  if (git === null) return null;
  const exports = Object.entries(variables).map(([name, value]) => `export ${name}=${quoted(value)}`);
  await mkdir(folder, { recursive: true });
  const write = (name: string, text: string) => writeFile(join(folder, name), text, { mode: 0o755 });
  await write("git", ["#!/bin/sh", ...exports, `exec ${quoted(git)} "$@"`, ""].join("\n"));
  await write("ssh", sshScript(git, findProgram("ssh", path), root, repositories));
  return folder;
}

function findProgram(name: string, path: string): string | null {
  const folders = path.split(":").filter((folder) => isAbsolute(folder));
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A program with the options of ssh. It compares the key with those of the repository; other hosts get the real ssh. */
function sshScript(git: string, ssh: string | null, root: string, repositories: readonly Served[]): string {
  const entries = repositories.flatMap((it) =>
    [it.git, ...it.aliases].filter(isSsh).map((address) => entryOf(address, it, root)),
  );
  const other = ssh === null ? `refuse "no repository $host$port/$path"` : `exec ${quoted(ssh)} "$@"`;
  return `#!/bin/sh
refuse() {
    echo "ssh: $1" >&2
    exit 255
}
key= port= destination= command= option=
for word; do
    if [ -n "$destination" ]; then
        command=$command$word
    elif [ -n "$option" ]; then
        case $option in
        i) key=$word ;;
        p) port=:$word ;;
        esac
        option=
    else
        case $word in
        -[BbcDEeFIiJLlmOoPpQRSWw]) option=\${word#-} ;;
        -*) ;;
        *) destination=$word ;;
        esac
    fi
done
program=\${command%% *}
path=\${command#*"'"}
path=\${path%"'"}
path=\${path#/}
path=\${path%.git}
host=$(printf '%s' "\${destination#*@}" | tr '[:upper:]' '[:lower:]')
case $host$port/$path in
${[...entries, `*) ${other} ;;`].join("\n")}
esac
sum=\${key:+$(printf '%s' "$(cat "$key")" | ${quoted(git)} hash-object --stdin)}
case $allowed in
any | *",\${sum:-none},"*) ;;
*) refuse "$destination: Permission denied (publickey)." ;;
esac
case $program in
git-upload-pack | git-receive-pack) exec ${quoted(git)} -c 'safe.directory=*' "\${program#git-}" "$repository" ;;
esac
refuse 'the rehearsal only serves git'
`;
}

function entryOf(address: string, { git, logins }: Served, root: string): string {
  const sums = logins.flatMap((it) => (it !== null && "key" in it ? [sumOf(it.key)] : []));
  const allowed = logins.includes(null as Login) ? "any" : `,${sums.join(",")},`;
  const repository = join(root, `${repositoryKey(git)}.git`);
  return `${quoted(repositoryKey(address))}) repository=${quoted(repository)} allowed=${quoted(allowed)} ;;`;
}

/** What `git hash-object` prints for a key without line ends at its end, so that no file contains the key. */
function sumOf(key: string): string {
  const text = Buffer.from(key.replace(/\n+$/, ""));
  return createHash("sha1").update(`blob ${text.length}\0`).update(text).digest("hex");
}
