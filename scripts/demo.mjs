// The main job on examples/shop, into a folder of its own: npm run demo
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
if (status === 0) whereToLook(Math.round(performance.now() - start));
process.exitCode = status ?? 2;

function whereToLook(milliseconds) {
  console.log(`\nin ${milliseconds} ms. Where to look:`);
  for (const [path, why] of [
    ["PIPELINES.md", "who owns what: one map of the split pipelines"],
    ["jenkinsfiles", "a Jenkinsfile for each stage, in its owner's folder"],
    ["library/README.md", "the steps that they call"],
    ["jenkins/credentials.md", "which credentials must exist, and where"],
    [".stagewright/manifest", "what was written, from what"],
  ]) {
    if (existsSync(join(out, path))) console.log(`  ${join(out, path)}\n      ${why}`);
  }
}
