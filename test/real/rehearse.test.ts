import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildRunner } from "../../generator/rehearse/index.ts";
import { shipJars } from "../../generator/rehearse/shipped.ts";
import { kustomizePath } from "../support/kustomize.ts";
import { describeWith } from "../support/requires.ts";

const root = join(import.meta.dirname, "../..");
const examples = ["startup", "hospital", "booking", "shop"];

interface Report {
  readonly rows: readonly {
    owner: string;
    stages: readonly string[];
    build: string;
    result: string;
    images: readonly string[];
  }[];
  readonly failures: readonly { build: string; failing: { message: string } }[];
}

describeWith(["git", "java", "mvn"], "stagewright rehearse", () => {
  const folder = mkdtempSync(join(tmpdir(), "stagewright-rehearse-"));
  beforeAll(async () => {
    await buildRunner();
    for (const name of examples) cpSync(join(root, "examples", name), join(folder, name), { recursive: true });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (at: string, options: readonly string[], env: NodeJS.ProcessEnv = process.env, cli = "dist/cli.js") => {
    const command = [join(cli === "dist/cli.js" ? root : "", cli), "rehearse", ...options];
    return spawnSync(process.execPath, command, { cwd: at, encoding: "utf8", env, maxBuffer: 64 * 1024 * 1024 });
  };
  const report = (at: string, ...options: readonly string[]): Report => {
    const { stdout, stderr } = run(at, [...options, "--json"]);
    expect(stdout, stderr).toMatch(/^\{/);
    return JSON.parse(stdout) as Report;
  };

  const services = examples.flatMap((example) =>
    readdirSync(join(root, "examples", example, "services")).map(
      (name) => [example, name.replace(".yaml", "")] as const,
    ),
  );
  test.each(services)("every stage of %s/%s runs in a dry rehearsal", { timeout: 120_000 }, (example, service) => {
    const { rows, failures } = report(join(folder, example), service, "--dry", "--ignore-freeze");
    expect(failures).toEqual([]);
    const spec = readFileSync(join(folder, example, "services", `${service}.yaml`), "utf8");
    const ids = [...spec.matchAll(/- \{ id: ([\w-]+)/g)].map(([, id]) => id);
    expect(rows.flatMap(({ stages }) => stages).sort()).toEqual([...ids].sort());
  });

  const inTopologies = ["startup/web", "booking/booking", "shop/shop"].flatMap((service) =>
    ["per-stage", "per-team", "combined"].map((topology) => [service, topology] as const),
  );
  test.each(inTopologies)(
    "%s in the topology %s; the shop also with a restart at every step and in the sandbox",
    { timeout: 240_000 },
    (path, topology) => {
      const [example = "", service = ""] = path.split("/");
      const at = join(folder, `${example}-${topology}`);
      cpSync(join(root, "examples", example), at, { recursive: true });
      const spec = readFileSync(join(at, "stagewright.yaml"), "utf8").replace(/^topology:.*\n/m, "");
      const keys = `topology: ${topology}\npolicy: { severity: { SW470: note } }\n`;
      writeFileSync(join(at, "stagewright.yaml"), `${spec}\n${keys}`);
      const strict = service === "shop" ? ["--restart-every-step", "--sandbox"] : [];
      const { rows, failures } = report(at, service, "--dry", "--ignore-freeze", ...strict);
      expect(failures).toEqual([]);
      const ids = readFileSync(join(at, "services", `${service}.yaml`), "utf8").matchAll(/- \{ id: ([\w-]+)/g);
      expect(rows.flatMap(({ stages }) => stages).sort()).toEqual([...ids].map(([, id]) => id).sort());
    },
  );

  test("stops after a stage, and starts from a record", { timeout: 120_000 }, () => {
    const at = join(folder, "shop");
    const first = report(at, "shop", "--dry", "--until", "image");
    expect(first.rows.map(({ build, result }) => [build, result])).toEqual([
      ["/shop/shop-build #1", "SUCCESS"],
      ["/platform/shop-image #1", "SUCCESS"],
    ]);
    const record = join(folder, "record");
    mkdirSync(record);
    const source = {
      job: "/shop/shop-build",
      build: "1",
      stage: "build",
      repository: "r",
      commit: "c".repeat(40),
      branch: "main",
    };
    const release = {
      schema: 1,
      service: "shop",
      version: "9.9",
      source: { ...source, tag: "", pullRequest: "" },
      artifacts: [{ path: "app.jar", sha256: "0".repeat(64) }],
      images: {},
    };
    writeFileSync(join(record, "release.json"), JSON.stringify(release));
    writeFileSync(join(record, "app.jar"), "jar");
    const { stdout, stderr } = run(at, ["shop", "--dry", "--stage", "image", "--record", record]);
    expect(stdout, stderr).toMatch(/platform +image +\/platform\/shop-image #1 +SUCCESS .*9\.9 +cccccccccccc/);
    expect(stdout).not.toContain("shop-dev #1");
  });

  test("prints its own share, the time to the first step, and that no container ran", { timeout: 120_000 }, () => {
    const at = join(folder, "foreign");
    mkdirSync(join(at, "stubs/src/hudson/model"), { recursive: true });
    writeFileSync(join(at, "stubs/deploy.groovy"), 'def call(Map given) {\n    echo "deploys ${given.to}"\n}\n');
    writeFileSync(
      join(at, "stubs/src/hudson/model/Run.groovy"),
      "package hudson.model\nclass Run {\n    static int count() { 7 }\n}\n",
    );
    const jenkinsfile = [
      "library('tools@main')",
      "podTemplate(containers: [containerTemplate(name: 'maven', image: 'maven:3')]) {",
      "    node(POD_LABEL) { container('maven') { sh 'echo in' } }",
      "}",
      "node('big && !slow') { docker.image('node:20').inside { sh(script: 'echo in', colour: 'red') } }",
      'deploy(to: "${hudson.model.Run.count()}")',
      "",
    ].join("\n");
    writeFileSync(join(at, "Jenkinsfile"), jenkinsfile);
    const library = mkdtempSync(join(tmpdir(), "stagewright-library-"));
    const options = ["--jenkinsfile", "Jenkinsfile", "--library", library, "--stubs", "stubs", "--verbose"];
    const { stdout, stderr, status } = run(at, options);
    rmSync(library, { recursive: true, force: true });
    expect(status, stdout + stderr).toBe(0);
    expect(stdout).toMatch(
      /\d s, of which stagewright itself [\d.]+ s \(\d+ %\); the first step began after [\d.]+ s\n/,
    );
    expect(stderr).toContain(
      "note: no container ran: the scripts for the containers maven, node:20 are processes of this machine, with its tools",
    );
    expect(stdout).toContain("deploys 7");
  });

  test("only Node.js and Java are needed: no home, no git, no Maven, no sources of the runner", {
    timeout: 120_000,
  }, async () => {
    const installed = join(folder, "installed");
    cpSync(join(root, "dist"), join(installed, "dist"), { recursive: true });
    rmSync(join(installed, "dist/runner"), { recursive: true, force: true });
    await shipJars(await buildRunner(), join(installed, "dist/runner"), "of another checkout");
    const bin = join(folder, "bin");
    mkdirSync(bin);
    const java = spawnSync("sh", ["-c", 'readlink -f "$(command -v java)"'], { encoding: "utf8" }).stdout.trim();
    symlinkSync(java, join(bin, "java"));
    const home = join(folder, "home");
    mkdirSync(home);
    const env = { PATH: bin, HOME: home };
    const cli = join(installed, "dist/cli.js");
    const { stdout, stderr, status } = run(join(folder, "shop"), ["shop", "--until", "build", "--dry"], env, cli);
    expect(status, stdout + stderr).toBe(0);
    expect(stdout).toMatch(/shop +build +\/shop\/shop-build #1 +SUCCESS/);
    rmSync(join(bin, "java"));
    const without = run(join(folder, "shop"), ["shop", "--dry"], env, cli);
    expect(without.stderr).toContain("Java is not installed. Install Java 17 or later");
    expect(without.status).toBe(2);
    writeFileSync(join(installed, "dist/runner/protocol-1.jar"), "damaged");
    symlinkSync(java, join(bin, "java"));
    expect(run(join(folder, "shop"), ["shop", "--dry"], env, cli).stderr).toMatch(
      /protocol-1\.jar is damaged: its SHA-256 differs/,
    );
  });
});

describeWith(
  ["git", "java", "mvn", "npm", "buildah", "podman", "skopeo", "docker-registry", "busybox"],
  "stagewright rehearse with servers on this machine",
  () => {
    test("builds, pushes and deploys the catalog", { timeout: 300_000 }, async () => {
      const env = { ...process.env, PATH: `${await kustomizePath()}:${process.env.PATH}` };
      const options = ["rehearse", "catalog", "--with-registry", "--with-gitops", "--json"];
      const { stdout, stderr } = spawnSync(process.execPath, [join(root, "dist/cli.js"), ...options], {
        cwd: join(root, "examples/shop"),
        encoding: "utf8",
        env,
        maxBuffer: 64 * 1024 * 1024,
      });
      const { rows, failures } = JSON.parse(stdout || "{}") as Report;
      expect(failures, stderr).toEqual([]);
      expect(rows.map(({ owner, stages, result }) => [owner, ...stages, result])).toEqual([
        ["catalog", "build", "SUCCESS"],
        ["platform", "image", "SUCCESS"],
        ["catalog", "dev", "SUCCESS"],
        ["release", "prod", "SUCCESS"],
      ]);
      expect(rows.at(-1)?.images[0]).toMatch(/^127\.0\.0\.1:\d+\/catalog\/catalog@sha256:[0-9a-f]{64}$/);
    });
  },
);
