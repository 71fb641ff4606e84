import type { Model } from "../../model/model.ts";
import type { ImageStage } from "../../model/service.ts";
import { pullLogin } from "./build-settings.ts";
import { type Lack, type lacksOf, when } from "./lack.ts";
import { registryOf } from "./phases.ts";

type Lacks = ReturnType<typeof lacksOf>["lacks"];

/** Registries whose only login is that of GitHub Actions, as another product reports them: there, each build would fail. */
export function identitiesOfGithub(lacks: Lacks, model: Model): Lack[] {
  const images = model.services.flatMap(({ stages }) => stages.filter((it) => it.kind === "image"));
  return images.flatMap((stage) => [...checkPush(lacks, model, stage), ...checkPull(lacks, model, stage)]);
}

function checkPush(lacks: Lacks, model: Model, { registry }: ImageStage): Lack[] {
  const { name, githubOidc, push } = registryOf(model, registry);
  return when(githubOidc !== null && push === null, () => credentials(lacks, name, "push"));
}

/** A stage that pulls from the registry of its image has the login for pushing. */
function checkPull(lacks: Lacks, model: Model, { base, registry }: ImageStage): Lack[] {
  if (base === null) return [];
  const { host, id } = pullLogin(model.registries, registryOf(model, base.registry ?? registry));
  const from = model.registries.find((it) => it.host === host);
  if (from === undefined || from.githubOidc === null || from.name === registry) return [];
  return when(id === null, () => credentials(lacks, from.name, "pull"));
}

function credentials(lacks: Lacks, name: string, key: "push" | "pull"): Lack {
  const reason = `only GitHub gives a run the token with which it logs in to the registry ${name}`;
  return lacks(`registries/${name}/githubOidc`, reason, `add credentials: { ${key}: … } to registries.${name}`);
}
