import { forbiddenChanges, listed } from "../api/check-api.ts";
import { readApi } from "../api/read-api.ts";
import type { Output } from "../project/compile-project.ts";
import type { Comparison } from "../write/index.ts";

/**
 * Why the output may not replace the API that lies there: it breaks it under the same major version. Null where it may,
 * and where releases are recorded: then they say what was promised, not what somebody generated in between.
 */
export function brokenPromise({ model }: Output, { files }: Comparison): string | null {
  if (model.library.releases.length > 0) return null;
  const api = files.find(({ path, shard }) => shard === "library" && path.endsWith("api.json"));
  // What a hand changed promises nothing.
  if (api === undefined || api.wanted === null || api.found === null || api.state === "changed") return null;
  const [old, now] = [readApi(api.found.content.toString("utf8")), readApi(api.wanted.content)];
  if ("problem" in old || "problem" in now) return null;
  const broken = forbiddenChanges(old.value, now.value);
  if (broken === null) return null;
  const { library, version } = now.value;
  return (
    `${library} ${version} may not break what ${old.value.version} promised, so nothing was written: ${listed(broken.changes)}\n` +
    `keep it, deprecated, or set library.version: ${broken.demanded}; what was never released is not promised: record releases by stagewright release\n`
  );
}
