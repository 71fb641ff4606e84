import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Runner, startRunner } from "../../generator/rehearse/index.ts";
import { makeTemporary, removeTemporary, startLab } from "../support/lab/index.ts";
import { describeWith } from "../support/requires.ts";
import { emitSmall } from "../support/small-site.ts";
import { hell } from "../support/strings/hell.ts";

/** A fake Maven in the application's repository: records its arguments byte for byte. */
const wrapper = `#!/bin/sh
mkdir -p "$DUMP" out
printf '%s\\0' "$@" >"$DUMP/arguments"
env -0 >"$DUMP/environment"
: >"out/it's \\"\\$(touch canary)\\" #é"
`;

/** A step of the site's own library. */
const ownStep = `void call(Map given) {
    writeFile(file: 'given.json', text: groovy.json.JsonOutput.toJson(given))
    archiveArtifacts('given.json')
}
`;

const directory = 'it\'s a "`touch canary`" [a-z] {{x}} ;touch canary; #é';
const answer = { submitter: "rita", groups: ["managers"], parameters: { REASON: "fine" } };

describeWith(["git", "java", "mvn"], "strings from hell, in a pipeline that runs", () => {
  let home: string;
  let lab: Awaited<ReturnType<typeof start>>;
  let runner: Runner;
  const start = () => startLab({ git: [{ user: "git", password: "git's", write: ["*"] }] });

  beforeAll(async () => {
    [lab, runner, home] = await Promise.all([start(), startRunner(), makeTemporary("strings")]);
    await mkdir(join(home, "app", directory), { recursive: true });
    await writeFile(join(home, "app", directory, "mvnw"), wrapper, { mode: 0o755 });
    await lab.git.create("shop/shop", join(home, "app"));
    await mkdir(join(home, "own/vars"), { recursive: true });
    await writeFile(join(home, "own/vars/noteGiven.groovy"), ownStep);
  });
  afterAll(async () => {
    await runner?.stop();
    await lab?.stop();
    await removeTemporary(home);
  });

  it.each([1, 2, 3])("reach every program unchanged, and are never executed (%i)", async (seed) => {
    const folder = join(home, String(seed));
    const texts = fc.sample(hell("touch canary"), { numRuns: 100, seed });
    const long = "it's $HOME € ".repeat(7_100).slice(0, 80_000);
    const [message = "", ...more] = texts;
    const environment = Object.fromEntries(more.map((text, index) => [`TEXT_${index}`, text]));
    const oneLine = (text: string) => text.replaceAll(/[\r\n]/g, " ");
    const jdk = join(folder, directory, "jdk");
    await mkdir(join(jdk, "bin"), { recursive: true });
    await execa("cp", ["/bin/true", join(jdk, "bin/java")]);
    const config = await emitSmall(folder, `${lab.git.url}/shop/shop.git`, {
      platform: { teams: { shop: { approvers: ["managers"] } }, locks: { replace: ["credentials", "source.cache"] } },
      site: { tools: { jdks: { "17": jdk } } },
      service: {
        ...{ credentials: "git", topology: "combined" },
        parameters: [
          { name: "ANY", kind: "text", default: oneLine(message), description: message },
          { name: "ONE", kind: "choice", choices: [oneLine(`${message} first`), oneLine(message)] },
        ],
        stages: [
          {
            ...{ id: "build", kind: "source", owner: "shop", tool: "maven", jdk: "17", directory },
            ...{ arguments: ["", ...more, long, ""], artifacts: [`out/it's "*" #é`.replace(`"*"`, "*")] },
            ...{ environment: { ...environment, LONG: long, DUMP: join(folder, "build") } },
            cache: join(folder, directory, "cache"),
          },
          {
            ...{ id: "note", kind: "custom", owner: "shop", approval: { message: message.slice(0, 300) } },
            environment: { ...environment, DUMP: join(folder, "note") },
            command: `mkdir "$DUMP"; env -0 >"$DUMP/environment"; printf %s ${quoted(more.join(""))} >"$DUMP/said"`,
          },
          {
            ...{ id: "own", kind: "custom", owner: "shop", step: "noteGiven" },
            arguments: { text: message, list: more, number: 3 },
          },
        ],
      },
    });
    const controller = await runner.controller({
      ...config,
      environment: lab.environment,
      credentials: [{ id: "git", kind: "usernamePassword", username: "git", password: "git's" }],
      libraries: [...(config.libraries ?? []), { name: "own", root: join(home, "own"), implicit: true, trusted: true }],
      inputs: [answer],
    });
    const build = await controller.build({ job: "/shop/shop" });
    expect(build.result, build.log.slice(-5000)).toBe("SUCCESS");

    const read = async (file: string) => (await readFile(join(folder, file), "utf8")).split("\0").slice(0, -1);
    const [cache, ...given] = await read("build/arguments");
    expect(cache).toBe("--batch-mode");
    expect(given.slice(given.indexOf("")).filter((text) => !text.startsWith("-Dmaven"))).toEqual([
      "",
      ...more,
      long,
      "",
    ]);
    const built = variables(await read("build/environment"));
    expect(built).toMatchObject({ ...environment, LONG: long, JAVA_HOME: jdk, ANY: oneLine(message) });
    expect(built.ONE).toBe(oneLine(`${message} first`));
    expect(variables(await read("note/environment"))).toMatchObject(environment);
    expect(await readFile(join(folder, "note/said"), "utf8")).toBe(more.join(""));
    const step = JSON.parse(await readFile(join(build.artifactsDir, "given.json"), "utf8"));
    expect(step).toEqual({ text: message, list: more, number: 3 });
    const record = JSON.parse(await readFile(join(build.artifactsDir, "release.json"), "utf8"));
    expect(record.artifacts).toMatchObject([{ path: `${directory}/out/it's "$(touch canary)" #é` }]);
    expect((await execa("find", [home, "-name", "canary*"])).stdout).toBe("");
  });
});

function variables(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}

/** A word of the shell, by its own rules. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
