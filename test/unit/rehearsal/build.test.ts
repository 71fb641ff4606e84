import { chmod, mkdir, mkdtemp, readdir, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { remove } from "fs-extra/esm";
import { afterAll, expect, test, vi } from "vitest";
import { runnerClasspath } from "../../../generator/rehearse/build.ts";

const top = await mkdtemp(join(tmpdir(), "stagewright-build-"));
afterAll(() => remove(top));

/** A stand-in for Maven, which creates the folder that the build keeps. */
const MAVEN = `#!/bin/sh
printf '%s\\n' "$@" > '${top}/arguments'
while [ "$1" != -f ]; do shift; done
lib=\${2%/pom.xml}/runner/target/lib
mkdir -p "$lib" && : > "$lib/runner.jar"
`;

test("builds the runner although a process that ended has left its lock", async () => {
  const [bin, cache] = [join(top, "bin"), join(top, "cache")];
  await mkdir(bin);
  await writeFile(join(bin, "mvn"), MAVEN);
  await chmod(join(bin, "mvn"), 0o755);
  vi.stubEnv("PATH", `${bin}:/usr/bin:/bin`);
  vi.stubEnv("STAGEWRIGHT_CACHE", cache);
  vi.stubEnv("XDG_STATE_HOME", join(top, "state"));
  const folder = (await runnerClasspath()).slice(0, -2);
  expect(await readdir(folder)).toEqual(["runner.jar"]);
  await remove(folder);
  const lock = `${folder}.lock`;
  await mkdir(lock);
  const minuteAgo = new Date(Date.now() - 60_000);
  await utimes(lock, minuteAgo, minuteAgo);
  vi.resetModules();
  const again = await import("../../../generator/rehearse/build.ts");
  expect(await again.buildRunner()).toBe(folder);
  expect(await readdir(folder)).toEqual(["runner.jar"]);
  expect((await readdir(cache)).filter((name) => name.endsWith(".lock"))).toEqual([]);
});
