// npm run golden: updates the committed output of the examples and golden cases, and docs/reference.
import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildAll } from "./build.mjs";
import { generateCases } from "./generate-cases.mjs";
import { generate as generateDocs } from "./generate-docs.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

await buildAll();
await generateDocs();
for (const { out, files } of generateCases()) {
  console.log(`${out}: ${files.size} files`);
  await rm(join(root, out), { recursive: true, force: true });
  for (const [path, { text, executable }] of files) {
    const file = join(root, out, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    if (executable) await chmod(file, 0o755);
  }
}
