import { createHash } from "node:crypto";
import { cp, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { execa } from "execa";
import type { Place } from "./steps.ts";
import { FIRST_ID } from "./workflow.ts";

type Inputs = Readonly<Record<string, string>>;

/** Does what GitHub's own actions do, with folders instead of services. */
export async function runOwnAction(uses: string, inputs: Inputs, place: Place) {
  const action = /^actions\/([a-z/-]+)@/.exec(uses)?.[1] ?? "";
  const run = actions[action];
  if (run === undefined) throw new Error(`the stand-in does not know ${uses}`);
  try {
    const outputs = ((await run(inputs, place)) ?? {}) as Record<string, string>;
    return { failed: false, log: "", outputs, variables: [] };
  } catch (error) {
    return {
      failed: true,
      log: `${action}: ${error instanceof Error ? error.message : error}\n`,
      outputs: {},
      variables: [],
    };
  }
}

type OwnAction = (inputs: Inputs, place: Place) => Promise<unknown>;

const actions: Readonly<Record<string, OwnAction>> = {
  checkout: async ({ path = ".", ref = "" }, { clone, sha, folder }) => {
    const target = join(folder, "workspace", path);
    await execa("git", ["clone", "--quiet", clone, target]);
    await execa("git", ["-C", target, "checkout", "--quiet", "--detach", ref || sha]);
  },
  "upload-artifact": async ({ name = "", path = "", "if-no-files-found": missing }, { artifacts }) => {
    const found = await stat(path).catch(() => null);
    if (found === null && missing === "ignore") return;
    if (found === null) throw new Error(`no file at ${path}`);
    const target = join(artifacts, name);
    await mkdir(target, { recursive: true });
    await cp(path, found.isDirectory() ? target : join(target, basename(path)), { recursive: true });
  },
  "download-artifact": async ({ name = "", path = "", ...more }, { artifacts, number }) => {
    // Without a token, the action ignores the run.
    const run = more["github-token"] ? Number(more["run-id"]) - FIRST_ID : number;
    await mkdir(path, { recursive: true });
    await cp(join(artifacts, "..", String(run), name), path, { recursive: true });
  },
  // Every run also reads the caches of the default branch.
  "cache/restore": async ({ path = "", key = "" }, place) => {
    const scopes = [place.ref, "refs/heads/main"].map((ref) => cacheOf(place, ref, key));
    const found = await Promise.all(scopes.map((it) => stat(it).catch(() => null)));
    const from = scopes[found.findIndex((it) => it !== null)];
    if (from !== undefined) await cp(from, path, { recursive: true });
    return { "cache-hit": from === undefined ? "" : "true" };
  },
  "cache/save": async ({ path = "", key = "" }, place) => {
    await cp(path, cacheOf(place, place.ref, key), { recursive: true });
  },
  "attest-build-provenance": async ({ "subject-path": path = "" }, { home, signer, sha }) => {
    const digest = createHash("sha256")
      .update(await readFile(path))
      .digest("hex");
    await mkdir(join(home, "attestations"), { recursive: true });
    await writeFile(join(home, "attestations", digest), `${signer} ${sha}\n`);
  },
};

/** The cache of a key in the scope of a branch, a tag or a pull request: another one cannot write there. */
function cacheOf({ home }: Place, ref: string, key: string): string {
  return join(home, "caches", encodeURIComponent(ref), key);
}

/** The parts of `gh` that workflows use, as a program for PATH: it reads the attestations and the runs of the stand-in. */
export const ghProgram = `#!/bin/sh
# gh api repos/OWNER/NAME/actions/workflows/FILE/runs?per_page=100&page=N
if [ "$1" = api ]; then
    file=\${2#*/workflows/}
    case "$2" in
    *"&page=1") cat "$STAND_IN_RUNS/\${file%%/*}.json" ;;
    *) echo '{"workflow_runs":[]}' ;;
    esac
    exit
fi
# gh attestation verify FILE --repo R --cert-identity I --source-digest S
file=$3
shift 3
while [ "$#" -gt 0 ]; do
    case "$1" in
    --cert-identity) signer=$2 ;;
    --source-digest) source=$2 ;;
    --repo) ;;
    *) exit 2 ;;
    esac
    shift 2
done
digest=$(sha256sum "$file" | cut -d' ' -f1)
grep -qxF "$signer $source" "$STAND_IN_ATTESTATIONS/$digest" || { echo "no attestation of $signer for $file" >&2; exit 1; }
`;
