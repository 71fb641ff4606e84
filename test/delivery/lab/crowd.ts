import type { BuildResult, Controller } from "../../../generator/rehearse/index.ts";
import type { DeliverySite } from "./site.ts";

/** What became of one run's release. */
export interface Fate extends BuildResult {
  readonly service: string;
  readonly version: string;
}

/** Makes releases of both services, and hands all of them to dev at once. */
export async function handOffAtOnce(site: DeliverySite, jenkins: Controller, each: number) {
  const services = ["shop", "web"] as const;
  await Promise.all(services.map((service) => makeReleases(site, jenkins, service, each)));
  await jenkins.idle();
  const started = Date.now();
  const builds = await Promise.all(
    services.flatMap((service) =>
      Array.from({ length: each }, (_, index) => {
        const parameters = { UPSTREAM_BUILD: String(index + 1) };
        return jenkins.startBuild({ job: `/shop/${service}-dev`, parameters, user: "ann" });
      }),
    ),
  );
  const results = await Promise.all(builds.map((it) => jenkins.wait(it)));
  const seconds = Math.round((Date.now() - started) / 1000);
  const log = (await site.repositories.dev.log()).reverse();
  return {
    seconds,
    fates: results.map((it): Fate => {
      const service = it.job === "/shop/shop-dev" ? "shop" : "web";
      return { ...it, service, version: `3.${it.parameters.UPSTREAM_BUILD}.0` };
    }),
    /** Versions of a service that were committed, in their order. */
    releases: (service: string): string[] =>
      log.flatMap(({ message }) => {
        const trailer = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(message)?.[1] ?? "";
        return trailer("Service") === service && trailer("Version").startsWith("3.") ? [trailer("Version")] : [];
      }),
  };
}

async function makeReleases(
  site: DeliverySite,
  jenkins: Controller,
  service: "shop" | "web",
  count: number,
): Promise<void> {
  for (let page = 1; page <= count; page++) {
    await site.repositories[service].commit({ page: `${service} ${page}` }, `Page ${page}`);
    const { result, log } = await jenkins.build({ job: `/shop/${service}-build` });
    if (result !== "SUCCESS") throw new Error(log);
  }
}
