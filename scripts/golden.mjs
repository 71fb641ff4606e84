// Brings the committed output of the examples and of the golden cases up to date: npm run golden
import { spawnSync } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildAll } from "./build.mjs";
import { cases } from "./cases.mjs";
import { generate as generateDocs } from "./generate-docs.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

await buildAll();
await generateDocs();
for (const [spec, out] of cases()) {
  console.log(out);
  // The cases' libraries were never released: what they promised yesterday binds nobody.
  await rm(join(root, out, "library/api.json"), { force: true });
  const command = [
    join(root, "dist/cli.js"),
    "generate",
    "--force",
    "--quiet",
    "--today",
    "2026-11-25",
    "--spec",
    spec,
    "--out",
    out,
  ];
  const { status } = spawnSync(process.execPath, command, { stdio: "inherit", cwd: root });
  if (status !== 0) process.exitCode = status ?? 2;
}
