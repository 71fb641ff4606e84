// Generates the files of examples/shop into a temporary folder: npm run demo
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildAll } from "./build.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const cli = join(root, "dist/cli.js");
const example = join(root, "examples/shop");

if (!existsSync(cli)) await buildAll();
const out = mkdtempSync(join(tmpdir(), "stagewright-demo-"));
console.log("stagewright generate --spec examples/shop/stagewright.yaml\n");
const start = performance.now();
const command = [cli, "generate", "--spec", join(example, "stagewright.yaml"), "--out", out];
const { status } = spawnSync(process.execPath, command, { stdio: "inherit" });
if (status === 0) printOverview(Math.round(performance.now() - start));
process.exitCode = status ?? 2;

function printOverview(milliseconds) {
  console.log(`\ndone in ${milliseconds} ms. The most important files:`);
  for (const [path, why] of [
    ["PIPELINES.md", "all jobs of all services, with their owners"],
    ["jenkinsfiles", "a Jenkinsfile for each stage, in the folder of its owner"],
    ["library/README.md", "the steps that the Jenkinsfiles call"],
    ["jenkins/credentials.md", "the credentials to create, and the folder of each"],
    [".stagewright/manifest", "the hash of each generated file, and of the spec that it comes from"],
  ]) {
    if (existsSync(join(out, path))) console.log(`  ${join(out, path)}\n      ${why}`);
  }
}
