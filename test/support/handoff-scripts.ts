import type { Model } from "../../generator/model/model.ts";
import { render } from "../../generator/render/index.ts";
import { planLibrary } from "../../generator/targets/jenkins/library.ts";

/** The generated scripts of a site's handoffs, by path in `deploy/`: `argocd/commit-kustomize.sh`. */
export function handoffScripts(model: Model): ReadonlyMap<string, string> {
  const files = render(planLibrary(model).filter(({ path }) => path.includes("/deploy/")));
  return new Map(files.map(({ path, content }) => [path.replace(/^.*\/deploy\//, ""), content]));
}
