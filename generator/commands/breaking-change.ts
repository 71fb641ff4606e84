import { forbiddenChanges, listed } from "../api/check-api.ts";
import { readApi } from "../api/read-api.ts";
import type { Output } from "../project/compile-project.ts";
import type { Comparison } from "../write/index.ts";

/**
 * Returns a message if the output would break the API in the output folder under the same major version; else null.
 * Also null if releases are recorded: then the API is compared with the releases, not with the output folder.
 */
export function findBreakingChange({ model }: Output, { files }: Comparison): string | null {
  if (model.library.releases.length > 0) return null;
  const api = files.find(({ path, shard }) => shard === "library" && path.endsWith("api.json"));
  // An API file that was edited by hand is not a basis for comparison.
  if (api === undefined || api.wanted === null || api.found === null || api.state === "changed") return null;
  const [old, now] = [readApi(api.found.content.toString("utf8")), readApi(api.wanted.content)];
  if ("problem" in old || "problem" in now) return null;
  const broken = forbiddenChanges(old.value, now.value);
  if (broken === null) return null;
  const { library, version } = now.value;
  return (
    `${library} ${version} breaks the API of version ${old.value.version}, so nothing was written: ${listed(broken.changes)}\n` +
    `keep the old API as deprecated, or set library.version: ${broken.demanded}; to check against releases only, record them with stagewright release\n`
  );
}
