import type { Reference } from "../dockerfile/index.ts";
import type { Model } from "../model/model.ts";

/** True if an image stage sets a build argument of the image. Another policy checks the value that the stage sets. */
export function isReplaced({ services }: Model, { buildArguments }: Reference): boolean {
  return buildArguments.some((name) =>
    services.some(({ stages }) =>
      stages.some((it) => it.kind === "image" && (it.base?.argument === name || name in it.buildArguments)),
    ),
  );
}
