import type { Origin, Origins } from "../model/origin.ts";

type OriginMap = ReadonlyMap<string, Origin>;

/**
 * The origins of a site. Those of a service are determined when something asks for them, and only the last service's are
 * kept: most compiles need few, and those of 10,000 services take 350 MB.
 */
export class LazyOrigins implements Origins {
  private last: { readonly service: string; readonly origins: OriginMap } | null = null;

  /** `services` returns the origins of a service, by name. */
  constructor(
    readonly platform: OriginMap,
    private readonly services: ReadonlyMap<string, () => OriginMap>,
  ) {}

  get(path: string): Origin | undefined {
    return this.mapOf(path)?.get(path);
  }

  has(path: string): boolean {
    return this.get(path) !== undefined;
  }

  *[Symbol.iterator](): Iterator<readonly [string, Origin]> {
    yield* this.platform;
    for (const origins of this.services.values()) yield* origins();
  }

  private mapOf(path: string): OriginMap | null {
    const [first, service = ""] = path.split("/", 2);
    if (first !== "services") return this.platform;
    if (this.last?.service === service) return this.last.origins;
    const origins = this.services.get(service)?.();
    if (origins === undefined) return null;
    this.last = { service, origins };
    return origins;
  }
}

/** The origins of the platform spec alone. They keep no document of a service in memory. */
export function platformOrigins(origins: Origins): Origins {
  return origins instanceof LazyOrigins ? origins.platform : origins;
}
