import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The spec and the committed output folder of each example and golden case, relative to the checkout. */
export function cases() {
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
