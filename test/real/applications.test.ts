import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import { applicationSource, copyApplication, mavenEnvironment } from "../support/applications.ts";
import {
  type BaseImage,
  type Lab,
  makeTemporary,
  pushBaseImage,
  removeTemporary,
  startLab,
} from "../support/lab/index.ts";
import { describeWith } from "../support/requires.ts";

describeWith(["mvn", "javac", "npm"], "the example's applications", () => {
  let directory: string;
  beforeAll(async () => {
    directory = await makeTemporary("applications");
    await copyApplication("shop", join(directory, "shop"));
    await copyApplication("catalog", join(directory, "catalog"));
  });
  afterAll(() => removeTemporary(directory));

  it("shop: Maven builds the same jar each time, without the network, with test reports", async () => {
    const cwd = join(directory, "shop");
    const env = await mavenEnvironment();
    const build = async () => {
      await execa("mvn", ["--offline", "--batch-mode", "clean", "package"], { cwd, env });
      return readFile(join(cwd, "target/shop.jar"));
    };
    const first = await build();
    expect((await build()).equals(first)).toBe(true);
    const report = await readFile(join(cwd, "target/surefire-reports/TEST-com.acme.shop.ShopTest.xml"), "utf8");
    expect(report).toMatch(/tests="2" errors="0" skipped="0" failures="0"/);
  });

  it("catalog: npm builds it without the network, with test reports", async () => {
    const cwd = join(directory, "catalog");
    for (const args of [["ci", "--offline", "--no-audit"], ["run", "build"], ["test"]])
      await execa("npm", args, { cwd });
    const { stdout } = await execa("tar", ["-tzf", "dist/catalog-1.0.0.tgz"], { cwd });
    expect(stdout.split("\n").sort()).toEqual([
      "package/package.json",
      "package/src/catalog.js",
      "package/src/server.js",
    ]);
    const report = await readFile(join(cwd, "reports/junit.xml"), "utf8");
    expect(report.match(/<testcase /g)).toHaveLength(3);
    expect(report).not.toContain("<failure");
  });
});

const engines = ["docker-registry", "htpasswd", "busybox", "dockerd", "buildah"];
describeWith([...engines, "mvn", "javac", "npm"], "the example's images", () => {
  let lab: Lab<{ registry: true; docker: true; containers: true }>;
  let base: BaseImage;
  let directory: string;
  beforeAll(async () => {
    lab = await startLab({ registry: true, docker: true, containers: true });
    base = await pushBaseImage(lab.registry);
    directory = await makeTemporary("images");
  });
  afterAll(async () => {
    await lab?.stop();
    await removeTemporary(directory);
  });

  it("docker builds shop, which contains the jar but no sources", async () => {
    const cwd = join(directory, "shop");
    await copyApplication("shop", cwd);
    const quick = ["--offline", "--batch-mode", "-DskipTests", "package"];
    await execa("mvn", quick, { cwd, env: await mavenEnvironment() });
    const image = `${lab.registry.host}/shop/shop:1`;
    const env = { ...lab.environment, DOCKER_CONFIG: join(directory, "docker") };
    await execa("docker", ["build", "--network=none", "--build-arg", `BASE=${base.pinned}`, "--tag", image, "."], {
      cwd,
      env,
    });
    await execa("docker", ["push", image], { env });
    await expectImage("shop/shop", "10001", "app/shop.jar");
  });

  it("buildah builds catalog, which contains the package but no tests", async () => {
    const cwd = join(directory, "catalog");
    await copyApplication("catalog", cwd);
    await execa("npm", ["run", "build"], { cwd });
    const plain = "--tls-verify=false";
    const env = lab.environment;
    const from = `BASE=${lab.registry.host}/${base.repository}@${base.digest}`;
    await execa("buildah", ["build", plain, "--build-arg", from, "--tag", "localhost/catalog:1", "."], { cwd, env });
    await execa("buildah", ["push", plain, "localhost/catalog:1", `docker://${lab.registry.host}/shop/catalog:1`], {
      env,
    });
    await expectImage("shop/catalog", "10002", "app/src/server.js");
    const server = await readFile(join(applicationSource("catalog"), "src/server.js"), "utf8");
    expect((await lab.registry.file("shop/catalog", "1", "app/src/server.js"))?.toString()).toBe(server);
  });

  async function expectImage(repository: string, user: string, file: string): Promise<void> {
    const { config } = await lab.registry.image(repository, "1");
    expect(config.config.User).toBe(user);
    const files = (await lab.registry.layers(repository, "1")).slice(1).flat();
    expect(files).toContain(file);
    expect(files.filter((path) => /pom\.xml|Test|test\.js|Dockerfile/.test(path))).toEqual([]);
  }
});
