import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { buildRunner } from "../../generator/rehearse/index.ts";
import { kustomizePath } from "../support/kustomize.ts";
import { makeTemporary, removeTemporary } from "../support/lab/index.ts";
import { managerPath } from "../support/public-applications/cached.ts";
import { createApplication } from "../support/public-applications/create.ts";
import { expectWalk } from "../support/public-applications/expect.ts";
import { type PageRow, pageWith } from "../support/public-applications/page.ts";
import { publicApplications } from "../support/public-applications/table.ts";
import { walk } from "../support/public-applications/walk.ts";
import { missing } from "../support/requires.ts";

// npm run test:applications: creates all applications of the table and rehearses them; with `-- -t NAME`, one of them. With
// APPLICATIONS_WRITE=1, it updates their rows in docs/applications.md.
const page = fileURLToPath(new URL("../../docs/applications.md", import.meta.url));
const rows: PageRow[] = [];
let caches: string;
let path: string;

beforeAll(async () => {
  caches = await makeTemporary("caches");
  path = `${await kustomizePath()}:${await managerPath()}`;
  await buildRunner();
});
afterAll(async () => {
  await removeTemporary(caches);
  if (process.env.APPLICATIONS_WRITE !== "1") return;
  await writeFile(page, pageWith(await readFile(page, "utf8"), publicApplications, rows));
});

it.each(publicApplications.map((it) => [it.name, it] as const))(
  "%s goes from init through build, image and deployment",
  async (name, application) => {
    const absent = missing(application.needs);
    if (absent.length > 0) {
      rows.push({ application, ran: `nothing: ${absent.join(", ")} is not installed` });
      return;
    }
    const parent = await makeTemporary(name);
    onTestFinished(() => removeTemporary(parent));
    await createApplication(application, parent, caches, path);
    const done = await walk(application, join(parent, name), caches, path);
    expectWalk(application, done);
    const stages = Object.values(done.builds).flatMap((builds) => builds.flatMap((it) => it.stages));
    rows.push({ application, ran: summaryOf(stages) });
  },
);

/** `build, image-a, image-b, dev` is `build, 2 images, deployment`. */
function summaryOf(stages: readonly string[]): string {
  const count = (pattern: RegExp) => stages.filter((id) => pattern.test(id)).length;
  const parts = [
    [count(/^build$/), "build"],
    [count(/^image/), "image"],
    [count(/^dev$/), "deployment"],
  ] as const;
  return parts.flatMap(([number, one]) => (number === 0 ? [] : [number === 1 ? one : `${number} ${one}s`])).join(", ");
}

it("has at least twelve applications that run", () => {
  expect(publicApplications.filter(({ needs }) => !needs.includes("dotnet")).length).toBeGreaterThanOrEqual(12);
});
