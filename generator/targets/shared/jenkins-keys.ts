import type { Model } from "../../model/model.ts";
import { type Lack, type lacksOf, when } from "./lack.ts";

type Differs = ReturnType<typeof lacksOf>["differs"];

/** Keys about Jenkins itself, as a product without them reports them. `keeps` states who keeps its runs, and how to limit them. */
export function jenkinsKeys(
  differs: Differs,
  { origins, services }: Model,
  keeps: { readonly consequence: string; readonly hint: string },
): Lack[] {
  const isSet = (path: string) => origins.get(path)?.kind === "spec";
  return [
    ...["builds", "days"]
      .map((key) => `site/keep/${key}`)
      .filter(isSet)
      .map((path) => differs(path, keeps.consequence, keeps.hint)),
    ...services.flatMap(({ name }) =>
      when(isSet(`services/${name}/jenkinsfile`), () =>
        differs(
          `services/${name}/jenkinsfile`,
          "no Jenkinsfile is generated, so its path has no effect",
          "remove jenkinsfile",
        ),
      ),
    ),
  ];
}
