// Brings the committed output of the examples and of the golden cases up to date: npm run golden
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildAll } from "./build.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

await buildAll();
for (const [spec, out] of cases()) {
  console.log(out);
  const command = [join(root, "dist/cli.js"), "generate", "--force", "--quiet", "--spec", spec, "--out", out];
  const { status } = spawnSync(process.execPath, command, { stdio: "inherit", cwd: root });
  if (status !== 0) process.exitCode = status ?? 2;
}

/** Spec and output folder of each case. */
function cases() {
  const examples = folders("examples").map((name) => [`examples/${name}/stagewright.yaml`, `examples/${name}/out`]);
  const golden = folders("test/golden").map((name) => [
    `test/golden/${name}/spec/stagewright.yaml`,
    `test/golden/${name}/out`,
  ]);
  return [...examples, ...golden].filter(([spec]) => existsSync(join(root, spec)));
}

function folders(below) {
  const folder = join(root, below);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}
