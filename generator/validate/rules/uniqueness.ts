import type { PlatformSpec } from "../../generated/spec-types.ts";
import type { Checked } from "../../spec/specs.ts";
import { onlyOnce, type Rule } from "./rule.ts";

/** Services, stages, parameters, folders and registries' hosts must each be the only one of their name. */
export const uniqueness: Rule = ({ platform, services }) => {
  const service = onlyOnce("another file's service");
  return [
    ...(platform === null ? [] : ofPlatform(platform)),
    ...services.flatMap(({ document, spec }) => service(spec.service, document.valueSpan(["service"]))),
    ...services.flatMap(({ document, spec }) => {
      const stage = onlyOnce("another stage's id");
      const parameter = onlyOnce("another parameter's name");
      return [
        ...spec.stages.flatMap(({ id }, index) => stage(id, document.valueSpan(["stages", index, "id"]))),
        ...(spec.parameters ?? []).flatMap(({ name }, index) =>
          parameter(name, document.valueSpan(["parameters", index, "name"])),
        ),
      ];
    }),
  ];
};

function ofPlatform({ document, spec }: Checked<PlatformSpec>) {
  const folder = onlyOnce("another team's folder");
  const host = onlyOnce("another registry's host");
  return [
    ...Object.entries(spec.teams).flatMap(([team, it]) =>
      folder(
        it.folder ?? team,
        it.folder === undefined ? document.keySpan(["teams", team]) : document.valueSpan(["teams", team, "folder"]),
      ),
    ),
    ...Object.entries(spec.registries ?? {}).flatMap(([name, it]) =>
      host(it.host, document.valueSpan(["registries", name, "host"])),
    ),
  ];
}
