import { access } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { folder, type GitOpsRun, newDigest, prepareGitOps, repositoryOfImage } from "../support/gitops-run.ts";
import { kustomizeBuild } from "../support/kustomize.ts";
import { removeTemporary } from "../support/lab/index.ts";
import { describeWith } from "../support/requires.ts";

const deployed = `${repositoryOfImage}:1.0.2@${newDigest}`;
const old = `sha256:${"a".repeat(64)}`;

const deployment = (image: string, more = "") => `apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  template:
    spec:
      containers:
        - name: shop
          image: ${image}
${more}`;

describeWith(["git", "go"], "what the commit of a release changes", () => {
  let run: GitOpsRun;
  beforeAll(async () => {
    run = await prepareGitOps();
  });
  afterAll(async () => {
    if (run !== undefined) await removeTemporary(run.home);
  });

  /** The lines that differ between the first commit and the release, with - and +. */
  const changes = async () =>
    (await run.git("diff", "--unified=0", "main~1", "main")).split("\n").filter((it) => /^[-+](?![-+])/.test(it));

  const overlay = (images: string, name = "kustomization.yaml") => ({
    [`${folder}/${name}`]: `# The overlay of prod.\nresources: [deployment.yaml]\n\n${images}`,
  });
  const rendered = async () => await kustomizeBuild(join(await run.checkOut(), folder));

  describe("with kustomize", () => {
    it.each([
      [
        "newName",
        "shop",
        `images: # set by the pipeline\n  - name: shop\n    newName: ${repositoryOfImage}\n    newTag: 1.0.1\n`,
      ],
      ["newName, in one line", "shop", `images: [{name: shop, newName: ${repositoryOfImage}, newTag: 1.0.1}]\n`],
      ["name", repositoryOfImage, `images:\n- digest: ${old}\n  name: ${repositoryOfImage}\n  newTag: '1.0.1'\n`],
      ["name, with only a name", repositoryOfImage, `images:\n  - name: ${repositoryOfImage}\n`],
      ["no entry", repositoryOfImage, ""],
      ["an entry of another image", repositoryOfImage, "images:\n    -   name: other\n        newTag: 1.0.1\n"],
    ])("the overlay entry with the image gets the release: %s", async (_, image, images) => {
      const files: Record<string, string> = { [`${folder}/deployment.yaml`]: deployment(image), ...overlay(images) };
      await run.fill(files);
      const { failure, output } = await run.commit("kustomize");
      expect(failure, output).toBe("");
      expect(await rendered()).toContain(`image: ${deployed}\n`);
      const text = await run.read(`${folder}/kustomization.yaml`);
      // All lines that do not name the release are as they were.
      for (const line of (files[`${folder}/kustomization.yaml`] ?? "").split("\n")) {
        if (!/newTag: '?1.0.1|digest/.test(line) || line.includes("other")) expect(text.split("\n")).toContain(line);
      }
      expect((await run.commit("kustomize")).output).toContain("prod already has this release");
    });

    it("every entry of the image gets it, and no other entry", async () => {
      const images = [
        `images:\n  - name: shop\n    newName: ${repositoryOfImage}\n    newTag: "1"\n    digest: ${old}`,
        `  - name: worker\n    newName: ${repositoryOfImage}\n    newTag: "1"\n    digest: ${old}`,
        `  - name: shop-db\n    newName: ${repositoryOfImage}-db\n    newTag: "1"\n`,
      ].join("\n");
      await run.fill({
        [`${folder}/deployment.yaml`]: deployment(
          "shop",
          "        - { name: worker, image: worker }\n        - { name: db, image: shop-db }\n",
        ),
        ...overlay(images),
      });
      const { failure, output } = await run.commit("kustomize");
      expect(failure, output).toBe("");
      expect(await rendered()).toContain(`image: ${repositoryOfImage}-db:1\n`);
      expect(await changes()).toEqual([
        ...['-    newTag: "1"', `-    digest: ${old}`, '+    newTag: "1.0.2"', `+    digest: ${newDigest}`],
        ...['-    newTag: "1"', `-    digest: ${old}`, '+    newTag: "1.0.2"', `+    digest: ${newDigest}`],
      ]);
    });

    it("a digest that the overlay does not deploy is an error", async () => {
      await run.fill({ [`${folder}/deployment.yaml`]: deployment("shop"), ...overlay("") });
      const { failure } = await run.commit("kustomize");
      expect(failure).toContain(`kustomize build ${folder} does not contain it.`);
      expect(await run.git("log", "--format=%s", "main")).toBe("Beginning");
    });

    it.each([
      ["an anchor", `images:\n  - &shop\n    name: ${repositoryOfImage}\n    newTag: "1"\n`],
      ["a merge", `x: &x { newTag: "1" }\nimages:\n  - <<: *x\n    name: ${repositoryOfImage}\n`],
      ["a text in several lines", `images:\n  - name: ${repositoryOfImage}\n    newTag: >-\n      1.0\n`],
    ])("an entry with %s is refused", async (_, images) => {
      await run.fill({ [`${folder}/deployment.yaml`]: deployment(repositoryOfImage), ...overlay(images) });
      expect((await run.commit("kustomize")).failure).toContain("cannot be edited. Write it without anchors");
    });

    it.each(["kustomization.yml", "Kustomization"])("the kustomization may be %s", async (name) => {
      await run.fill({ [`${folder}/deployment.yaml`]: deployment(repositoryOfImage), ...overlay("", name) });
      expect((await run.commit("kustomize")).failure).toBe("");
      expect(await rendered()).toContain(`image: ${deployed}\n`);
      await expect(access(join(await run.checkOut(), folder, "kustomization.yaml"))).rejects.toThrow();
    });
  });

  describe("with a chart", () => {
    const values = (text: string) => run.fill({ [`${folder}/values.yaml`]: text });

    it("only the repository and the tag change, and every other line stays", async () => {
      await values(
        `# Values.\n\nimage:   # of the shop\n    repository: ${repositoryOfImage}\n    tag: 1.0.1  # old\n\nsidecar: {image: {repository: a/b,   tag: "1"}}\n`,
      );
      expect((await run.commit("helm")).failure).toBe("");
      expect(await changes()).toEqual([
        `-    repository: ${repositoryOfImage}`,
        "-    tag: 1.0.1  # old",
        `+    repository: "${repositoryOfImage}"`,
        `+    tag: "1.0.2@${newDigest}"  # old`,
      ]);
    });

    it("several images are below their names", async () => {
      await values(`shop:\n  image: {repository: x, tag: ''}\ndb:\n  image:\n    tag: ""\n    repository: y\n`);
      const db = `harbor.acme.internal/shop/db:2@${old}`;
      const { failure } = await run.commit("helm", { IMAGE_COUNT: "2", IMAGE_1: db });
      expect(failure).toBe("");
      expect(await run.read(`${folder}/values.yaml`)).toBe(
        [
          `shop:\n  image: {repository: "${repositoryOfImage}", tag: '1.0.2@${newDigest}'}`,
          `db:\n  image:\n    tag: "2@${old}"\n    repository: "harbor.acme.internal/shop/db"`,
        ].join("\n"),
      );
    });

    it.each([
      ["an anchor", "image: &base\n  repository: x\n  tag: y\nsidecar:\n  image: *base\n"],
      ["an alias", "base: &base {repository: x, tag: y}\nimage: *base\n"],
      ["a merge", "base: &base {repository: x, tag: y}\nimage:\n  <<: *base\n  tag: z\n"],
      ["an anchor of the tag", "image:\n  repository: x\n  tag: &tag z\nversion: *tag\n"],
    ])("values with %s are refused, with what to write", async (_, text) => {
      await values(text);
      expect((await run.commit("helm")).failure).toBe(
        `The value image of ${folder}/values.yaml uses an anchor, an alias or a merge. Write it as a mapping of its own, each key on its own line: repository: ${repositoryOfImage} and tag: "".`,
      );
      expect(await run.read(`${folder}/values.yaml`)).toBe(text.trimEnd());
    });

    it.each([
      ["is not a mapping", "image: x:1\n"],
      ["is not there", "replicas: 1\n"],
      ["has no tag", `image: {repository: x}\n`],
      ["has no text as its tag", "image:\n  repository: x\n  tag:\n"],
    ])("an image that %s is refused", async (problem, text) => {
      await values(text);
      expect((await run.commit("helm")).failure).toContain(`${folder}/values.yaml ${problem}. Write it as`);
    });
  });

  describe("with plain manifests", () => {
    it("only the image of the container changes, and no file without one", async () => {
      const image = `${repositoryOfImage}:1.0.1`;
      const own = deployment(
        `'${image}' # released`,
        `      initContainers: [{name: migrate, image: "${image}@${old}"}]\n`,
      );
      const others = {
        [`${folder}/template.yaml`]: "kind: ConfigMap\ndata:\n  value: {{ .Values.x }}\n",
        [`${folder}/broken.yaml`]: `image: ${image}\nvalue: {{ .Values.x }}: {\n`,
        [`${folder}/config.yaml`]: `kind: ConfigMap\n\ndata: {image:   "${image}"}\nmetadata:\n      annotations: {image: "${image}"}\n`,
        [`${folder}/other.yaml`]: deployment(`${repositoryOfImage}-other:1.0.1`),
        [`${folder}/README.md`]: `containers: [{image: "${image}"}]\n`,
      };
      await run.fill({ [`${folder}/deployment.yaml`]: own, ...others });
      const { failure, output } = await run.commit("manifests");
      expect(failure, output).toBe("");
      expect(await changes()).toEqual([
        `-          image: '${image}' # released`,
        `-      initContainers: [{name: migrate, image: "${image}@${old}"}]`,
        `+          image: '${deployed}' # released`,
        `+      initContainers: [{name: migrate, image: "${deployed}"}]`,
      ]);
      expect((await run.commit("manifests")).output).toContain("prod already has this release");
    });

    it("an image in no container is an error", async () => {
      await run.fill({ [`${folder}/config.yaml`]: `kind: ConfigMap\nimage: ${repositoryOfImage}\n` });
      expect((await run.commit("manifests")).failure).toContain(`No container in ${folder} uses the image`);
    });

    it("an image with an alias is refused", async () => {
      await run.fill({
        [`${folder}/d.yaml`]: deployment(`&image ${repositoryOfImage}:1`, "        - { name: b, image: *image }\n"),
      });
      expect((await run.commit("manifests")).failure).toContain("has an anchor or an alias. Write each image");
    });
  });
});
