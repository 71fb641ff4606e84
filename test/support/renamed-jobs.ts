import { expect } from "vitest";
import type { BuildResult, Controller } from "../../generator/rehearse/index.ts";

/** Job DSL's rule: the pattern of `previousNames` must match the whole name of a job. */
export function fits(calls: unknown, path: string): boolean {
  const all = (calls ?? []) as readonly { readonly method: string; readonly arguments: readonly string[] }[];
  const pattern = all.find(({ method }) => method === "previousNames")?.arguments[0];
  return pattern !== undefined && new RegExp(`^(?:${pattern})$`).test(path.slice(1));
}

/** The first build of a job, once all that it started has ended. */
export async function succeeded(controller: Controller, job: string): Promise<BuildResult> {
  await controller.startBuild({ job });
  await controller.idle();
  const build = await controller.result({ job, number: 1 });
  expect(build.result, build.log).toBe("SUCCESS");
  return build;
}
