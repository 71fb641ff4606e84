import { posix } from "node:path";
import { isSameRepository } from "../model/git-address.ts";
import type { Model } from "../model/model.ts";
import type { Findings } from "./inspect-repository.ts";
import type { Names } from "./proposal.ts";
import { imagesFolder } from "./propose-platform.ts";

/** The names that the project's other services use. */
export function namesOf({ services, teams, engines, registries, environments }: Model, git: string): Names {
  const stages = services.flatMap((service) => service.stages);
  const source = stages.find(({ kind }) => kind === "source");
  const image = stages.find((it) => it.kind === "image");
  const first = teams[0]?.name ?? "";
  const team = source?.owner ?? first;
  const registry = image?.registry ?? registries[0]?.name ?? null;
  const host = registries.find(({ name }) => name === registry)?.host ?? null;
  return {
    team,
    imageTeam: image?.owner ?? teams.find(({ name }) => name === "platform")?.name ?? first,
    engine: image?.engine ?? engines[0]?.name ?? null,
    registry,
    images: imagesFolder(git, host, team),
    // A release to a protected environment is a decision of its team.
    environments: environments
      .filter((it) => !it.protected)
      .slice(0, 1)
      .map(({ name }) => name),
  };
}

/** The folder of the service specs: `services`. */
export function servicesFolder({ services }: Model): string {
  return posix.dirname(services[0]?.specFile ?? "services/first.yaml");
}

/** The applications without a spec, each with a name that no service of the project has. */
export function unknownApplications(found: Findings, { services }: Model): Findings {
  const known = services.map(({ git, stages }) => ({
    git,
    directories: stages.flatMap((it) =>
      it.kind === "source" ? [it, ...it.also].map(({ directory }) => directory) : [],
    ),
  }));
  const names = new Set(services.map(({ name }) => name));
  const unknown = found.applications.filter(
    ({ directory }) =>
      !known.some(({ git, directories }) => isSameRepository(git, found.git) && directories.includes(directory)),
  );
  const applications = unknown.map((application) => {
    const service = freeName(application.service, names);
    names.add(service);
    return { ...application, service };
  });
  return { ...found, applications };
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  const candidates = [name, ...Array.from({ length: taken.size }, (_, index) => `${name}-${index + 2}`)];
  return candidates.find((it) => !taken.has(it)) ?? name;
}
