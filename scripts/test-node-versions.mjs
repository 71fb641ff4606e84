// npm run test:node-versions: runs the built command, the library and unit tests with every supported version of Node.js.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const versions = ["20", "22", "24"];
/** Folders of unit tests that start no other program: those would run with the Node.js in PATH. */
const unitTests =
  "argocd bad-specs diagnostics dockerfile governance graph jenkins lower parse policies render spec".split(" ");
const root = fileURLToPath(new URL("..", import.meta.url));
const command = join(root, "dist/cli.js");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** The path of a Node.js version's executable, from npm's package `node`. */
function findNode(major) {
  const print = ["-e", "console.log(process.execPath)"];
  const { stdout, stderr } = spawnSync("npx", ["--yes", "-p", `node@${major}`, "node", ...print], { encoding: "utf8" });
  const path = stdout.trim();
  const found = spawnSync(path, ["--version"], { encoding: "utf8" }).stdout?.trim() ?? "";
  if (!found.startsWith(`v${major}.`)) throw new Error(`npm did not provide Node.js ${major}. ${stderr}`);
  return { path, found };
}

function run(node, args, cwd, cache) {
  const own = cache === undefined ? {} : { XDG_CACHE_HOME: cache, XDG_STATE_HOME: `${cache}-state` };
  const env = { ...process.env, ...own };
  const { status, stdout, stderr } = spawnSync(node, args, { cwd, encoding: "utf8", env });
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

/** Generates the example in a copy without its output: the result must be the committed output, byte for byte. */
function smokeTest(node, found, major) {
  const folder = mkdtempSync(join(tmpdir(), "stagewright-node-"));
  const shop = join(folder, "shop");
  const start = (...args) => run(node, [command, ...args], shop, join(folder, "cache"));
  try {
    cpSync(join(root, "examples/shop"), shop, { recursive: true });
    rmSync(join(shop, "out"), { recursive: true });
    const printed = start("--version").trim();
    if (printed !== version) throw new Error(`--version printed ${printed}, not ${version}`);
    // Node.js 22 and later keep compiled code in the user's state folder, because the build's code is of another version.
    const compiled = existsSync(join(folder, "cache-state/stagewright/code"));
    const expected = found !== process.version && Number(major) >= 22;
    if (compiled !== expected) throw new Error(`compiled code ${compiled ? "was" : "was not"} stored`);
    start("validate");
    start("generate");
    start("check");
    const { status, stdout } = spawnSync("diff", ["-r", join(root, "examples/shop/out"), join(shop, "out")], {
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`The generated files differ from examples/shop/out:\n${stdout.slice(0, 2_000)}`);
    const library = `import(${JSON.stringify(join(root, "dist/index.mjs"))}).then(({ compile }) => compile.name)`;
    run(node, ["-e", library], shop, join(folder, "cache"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs the unit tests; returns how many passed. npm test ran them with its own version. */
function unitTest(node) {
  const folders = unitTests.map((name) => `test/unit/${name}/`);
  const args = ["node_modules/vitest/vitest.mjs", "run", "--project", "unit", "--reporter=json", ...folders];
  const { success, numPassedTests } = JSON.parse(run(node, args, root, process.env.XDG_CACHE_HOME));
  if (!success || numPassedTests === 0) throw new Error("no unit test passed");
  return numPassedTests;
}

let failed = 0;
for (const major of versions) {
  try {
    const { path, found } = findNode(major);
    smokeTest(path, found, major);
    const count = process.version.startsWith(`v${major}.`) ? null : unitTest(path);
    console.log(`Node.js ${found}: passed${count === null ? "" : `, also ${count} unit tests`}`);
  } catch (error) {
    failed++;
    console.log(`Node.js ${major}: failed. ${error.message}`);
  }
}
process.exitCode = failed === 0 ? 0 : 1;
