import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { buildRunner } from "../../generator/rehearse/index.ts";
import { describeWith } from "../support/requires.ts";

const root = join(import.meta.dirname, "../..");
const step = "own/vars/openTicket.groovy";
const [right, wrong] = [
  "void call(Map given) {\n    echo(given.system)\n}\n",
  "void call() {\n    for (i in 0..<3) {\n        echo 'x'\n    }\n}\n",
];

describeWith(["java", "mvn"], "Groovy of the site's own and the dialect", () => {
  const top = mkdtempSync(join(tmpdir(), "stagewright-own-groovy-"));
  let project = "";
  let tests = 0;

  beforeAll(async () => {
    await buildRunner();
  });
  afterAll(() => rmSync(top, { recursive: true, force: true }));
  beforeEach(() => {
    tests += 1;
    project = join(top, String(tests));
    mkdirSync(join(project, "own/vars"), { recursive: true });
    for (const name of ["stagewright.yaml", "services", "apps"])
      cpSync(join(root, "examples/shop", name), join(project, name), { recursive: true });
    change("stagewright.yaml", (text) => text.replace(/^library: \{/m, "library: { own: own,"));
    writeFileSync(join(project, "own/vars/openTicket.yaml"), "description: Opens a ticket.\n");
  });

  function change(path: string, by: (text: string) => string) {
    writeFileSync(join(project, path), by(readFileSync(join(project, path), "utf8")));
  }

  function stagewright(args: readonly string[], path = process.env.PATH) {
    const env = { ...process.env, PATH: path, XDG_CACHE_HOME: join(project, "cache") };
    const options = { cwd: project, encoding: "utf8", env } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "dist/cli.js"), ...args], options);
    return { status, stdout, said: stdout + stderr };
  }

  it("that Jenkins would run differently fails with its position, and nothing is written", () => {
    writeFileSync(join(project, step), wrong);
    const { status, said } = stagewright(["generate"]);
    expect(status, said).toBe(1);
    expect(said).toContain(
      `${step}:2:16: error SW515 own/unsupported-groovy: a range is not serializable: use a C-style loop (D05-range)`,
    );
    expect(said).toContain("  2 |     for (i in 0..<3) {");
    expect(() => readFileSync(join(project, "out/CODEOWNERS"))).toThrow("ENOENT");
    const json = stagewright(["dialect", "--json"]);
    expect(json.status).toBe(1);
    expect(JSON.parse(json.stdout).diagnostics).toContainEqual(
      expect.objectContaining({ code: "SW515", file: step, line: 2, column: 16 }),
    );
    const sarif = JSON.parse(stagewright(["dialect", "--format", "sarif"]).stdout);
    expect(JSON.stringify(sarif)).toContain(`"uri":"${step}"`);
  });

  it("gets a warning for steps of plugins that the check does not know, and no rules of style", () => {
    const plugins = [
      "void call(Map given) {",
      "    withSonarQubeEnv('sonar') { sh 'mvn verify' }",
      "    sshagent(['deploy']) { sh \"ssh host true\" }",
      "    withVault([vaultSecrets: []]) { echo('x') }",
      "    withMaven(maven: '3') { echo('x') }",
      "    configFileProvider([]) { echo('x') }",
      "    docker.image('maven:3').inside { echo('x') }",
      "}",
    ];
    writeFileSync(join(project, step), `${plugins.join("\n")}\n`);
    for (const command of ["generate", "dialect"]) {
      const { status, said } = stagewright([command]);
      expect(status, said).toBe(0);
      expect(said).not.toContain("SW515");
      expect(said).toContain(
        `${step}:7:5: warning SW516 own/unsure-groovy: inside is not a step that the check knows; only steps can call this closure (D02-unknown-step)`,
      );
    }
    expect(readFileSync(join(project, "out/library/vars/openTicket.groovy"), "utf8")).toContain("withVault");
  });

  it("with a closure for a method of Java fails with what to write, also if a variable contains the closure", () => {
    const code = [
      "void call(Map given) {",
      "    given.text.eachLine { echo(it) }",
      "    Closure print = { echo(it) }",
      "    given.names.forEach(print)",
      "}",
    ];
    writeFileSync(join(project, step), `${code.join("\n")}\n`);
    const { status, said } = stagewright(["generate"]);
    expect(status, said).toBe(1);
    for (const place of [
      "2:5: error SW515 own/unsupported-groovy: eachLine",
      "4:5: error SW515 own/unsupported-groovy: forEach",
    ])
      expect(said).toContain(
        `${step}:${place} cannot call a CPS closure: use a loop, or a method that Jenkins translates, such as each (D02-closure-argument)`,
      );
  });

  it("that is valid is written, and checked again only if the library changes", () => {
    writeFileSync(join(project, step), right);
    expect(stagewright(["generate"])).toMatchObject({ status: 0, said: expect.not.stringContaining("SW514") });
    const held = stagewright(["dialect"]);
    expect(held).toMatchObject({
      status: 0,
      said: expect.stringMatching(/checked \d+ Groovy files: Jenkins runs them as written\n/),
    });
    // Without java, only the results of earlier checks are available.
    change("services/shop.yaml", (text) => text.replace(/^service: shop/m, "service: shop\nport: 9090"));
    expect(stagewright(["generate"], "")).toMatchObject({ status: 0, said: expect.not.stringContaining("SW514") });
    change(step, (text) => `${text}\n`);
    const blind = stagewright(["generate"], "");
    expect(blind.status, blind.said).toBe(0);
    expect(blind.said).toMatch(/warning SW514 own\/groovy-not-checked: .*Java is not installed/);
    change(step, () => wrong);
    expect(stagewright(["check"])).toMatchObject({ status: 1, said: expect.stringContaining("SW515") });
  });
});
