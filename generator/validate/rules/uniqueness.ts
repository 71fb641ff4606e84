import { onlyOnce } from "../../diagnostics/only-once.ts";
import type { PlatformSpec } from "../../generated/spec-types.ts";
import type { Checked } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

/** Names of services, stages, parameters, folders and registry hosts are unique. */
export const uniqueness: Rule = ({ platform, services }) => {
  const service = onlyOnce("the name of a service in another file");
  return [
    ...(platform === null ? [] : ofPlatform(platform)),
    ...services.flatMap(({ document, spec }) => service(spec.service, document.valueSpan(["service"]))),
    ...services.flatMap(({ document, spec }) => {
      const stage = onlyOnce("the id of another stage");
      const parameter = onlyOnce("the name of another parameter");
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
  const folder = onlyOnce("the folder of another team");
  const host = onlyOnce("the host of another registry");
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
