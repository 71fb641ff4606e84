import { join } from "node:path";
import { copy } from "fs-extra/esm";
import { beforeAll, expect, it, onTestFinished } from "vitest";
import { buildRunner } from "../../generator/rehearse/index.ts";
import { kustomizePath } from "../support/kustomize.ts";
import { makeTemporary, removeTemporary } from "../support/lab/index.ts";
import { cachesIn, managerPath } from "../support/public-applications/cached.ts";
import { expectWalk } from "../support/public-applications/expect.ts";
import { publicApplications } from "../support/public-applications/table.ts";
import { walk } from "../support/public-applications/walk.ts";
import { describeWith } from "../support/requires.ts";
import { toolFolder } from "../support/slow-tools.ts";

const applications = publicApplications.filter(({ ci }) => ci);
const tools = [...new Set(applications.flatMap(({ needs }) => needs))];

describeWith(
  [...tools, "buildah", "podman", "skopeo", "docker-registry", "busybox"],
  "applications of public generators",
  () => {
    let sources: string;
    let path: string;
    beforeAll(async () => {
      path = `${await kustomizePath()}:${await managerPath()}`;
      sources = await toolFolder("publicApplications");
      await buildRunner();
    });

    it.each(applications.map((it) => [it.name, it] as const))(
      "%s goes from init through build, image and deployment",
      async (name, application) => {
        const parent = await makeTemporary(name);
        onTestFinished(() => removeTemporary(parent));
        const folder = join(parent, name);
        await copy(join(sources, name), folder);
        expectWalk(application, await walk(application, folder, cachesIn(sources), path));
      },
    );

    it("has at least six applications", () => {
      expect(applications.length).toBeGreaterThanOrEqual(6);
    });
  },
);
