import { defaults } from "../generated/defaults.ts";
import type { PlatformSpec, ServiceSpec } from "../generated/spec-types.ts";
import type { Release } from "../model/api.ts";
import type { Model, TargetName } from "../model/model.ts";
import type { Origin } from "../model/origin.ts";
import type { OwnPart } from "../model/own.ts";
import type { Service } from "../model/service.ts";
import type { Checked, Specs } from "../spec/specs.ts";
import { freeze } from "./freeze.ts";
import { lowerDelivery } from "./lower-delivery.ts";
import { lowerEngines } from "./lower-engines.ts";
import { lowerEnvironments } from "./lower-environments.ts";
import { lowerLibrary } from "./lower-library.ts";
import { type Locks, locksOf, lowerLocks } from "./lower-locks.ts";
import { lowerPipelines } from "./lower-pipelines.ts";
import { lowerPolicy, lowerProducts } from "./lower-policy.ts";
import { lowerRegistries } from "./lower-registries.ts";
import { lowerService } from "./lower-service.ts";
import { lowerSite } from "./lower-site.ts";
import { lowerTeams } from "./lower-teams.ts";
import { LazyOrigins } from "./origins.ts";
import { Section } from "./section.ts";

/**
 * Builds the model from valid specs: fills in defaults, splits services into jobs and records origins. Never throws.
 * `target` overrides the target of the spec.
 */
export function lower(
  specs: Specs,
  releases: readonly Release[] = [],
  own: OwnPart | null = null,
  target: TargetName | null = null,
): Model {
  const { platform, services } = specs;
  const origins = new Map<string, Origin>();
  const { document, spec } = platform;
  const root = new Section(origins, document, "", []);
  // Each service has its own value; this records the origin of the platform's value.
  if (spec.topology !== undefined) root.take("topology", spec.topology, spec.topology);
  const specTarget = root.take<TargetName>("target", spec.target, defaults.platform.target);
  const model = freeze({
    target: target ?? specTarget,
    library: lowerLibrary(spec.library, releases, own, root.within("library")),
    pipelines: lowerPipelines(spec.pipelines, root.within("pipelines")),
    site: lowerSite(spec.site, root.within("site")),
    teams: lowerTeams(spec.teams, root.within("teams")),
    registries: lowerRegistries(spec.registries ?? {}, root.within("registries")),
    engines: lowerEngines(spec, root.within("engines")),
    delivery: lowerDelivery(spec.delivery, root.within("delivery")),
    environments: lowerEnvironments(spec, root.within("environments")),
    policy: lowerPolicy(spec.policy, root.within("policy")),
    products: lowerProducts(spec.products, root.within("products")),
    services: services.map((service) => lowerWith(null, service, spec)),
    specFile: document.path,
  });
  const locks = locksOf(platform);
  const ofServices = services.map((service) => [service.spec.service, () => originsOf(service, spec, locks)] as const);
  return Object.freeze({ ...model, origins: new LazyOrigins(origins, new Map(ofServices)) });
}

function lowerWith(
  origins: Map<string, Origin> | null,
  { document, spec }: Checked<ServiceSpec>,
  platform: PlatformSpec,
): Service {
  return lowerService(platform, spec, document.path, new Section(origins, document, `services/${spec.service}`, []));
}

function originsOf(service: Checked<ServiceSpec>, platform: PlatformSpec, locks: Locks): Map<string, Origin> {
  const origins = new Map<string, Origin>();
  lowerWith(origins, service, platform);
  lowerLocks(origins, service, locks);
  return origins;
}
