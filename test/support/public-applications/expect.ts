import { expect } from "vitest";
import type { PublicApplication } from "./application.ts";
import type { Walk } from "./walk.ts";

/** Checks what `init` proposed, and that each proposed stage ran with success. */
export function expectWalk({ services, files }: PublicApplication, { proposed, builds, failures }: Walk): void {
  expect(Object.keys(proposed)).toEqual(Object.keys(services).sort());
  for (const [service, end] of Object.entries(services)) {
    expect(proposed[service]).toContain(end);
    const stages = [...(proposed[service] ?? "").matchAll(/^ {2}- \{ id: ([\w-]+)/gm)].map(([, id]) => id ?? "");
    expect(failures.join("\n")).toBe("");
    expect(builds[service]?.flatMap((it) => it.stages).sort()).toEqual(stages.sort());
    expect(builds[service]?.map(({ result }) => result)).toEqual(builds[service]?.map(() => "SUCCESS"));
  }
  const images = new Set(Object.values(builds).flatMap((all) => all.flatMap((build) => build.images)));
  expect(images.size).toBe(Object.keys(files).filter((path) => path.endsWith("Dockerfile")).length);
}
