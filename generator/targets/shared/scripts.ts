import { handoffNamed } from "../../handoffs/index.ts";
import type { Model } from "../../model/model.ts";
import { sourceTools } from "../../source-tools/index.ts";
import type { EngineFile } from "./engine-files.ts";
import { imageTools } from "./image-tools.ts";

/** The scripts that the site's stages may call; verbatim scripts have no view. */
export function scripts(model: Model): EngineFile[] {
  const used = new Set(model.environments.map(({ handoff }) => handoff));
  return [
    ...sourceTools
      .map(({ name }) => name)
      .map((tool) => ({
        path: `source/${tool}.sh`,
        template: `resources/source/${tool}.sh.hbs`,
        view: {},
      })),
    ...["contain", "start-services", "stop-services"].map((name) => ({
      path: `source/${name}.sh`,
      template: `resources/source/${name}.sh.hbs`,
      view: {},
    })),
    { path: "image/artifacts.sh", template: "resources/image/artifacts.sh.hbs", view: {} },
    ...imageTools(model).map(({ name }) => ({
      path: `image/${name}.sh`,
      template: `resources/image/${name}.sh.hbs`,
      view: {},
    })),
    ...(model.environments.some(({ requires }) => requires.length > 0)
      ? [{ path: "deploy/verify.sh", template: "resources/deploy/verify.sh.hbs", view: {} }]
      : []),
    ...[...used].flatMap((name) =>
      (handoffNamed(name)?.scripts(model) ?? []).map(({ name: script, template, view }) => ({
        path: `deploy/${name}/${script}.sh`,
        template: `resources/deploy/${name}/${template}`,
        view,
      })),
    ),
  ];
}
