// Writes two sets of files alternately until it is killed: node write-forever.mjs OUT
import { build } from "esbuild";

const bundled = await build({
  entryPoints: [new URL("../../../generator/write/index.ts", import.meta.url).pathname],
  bundle: true,
  platform: "node",
  format: "esm",
  write: false,
});
const source = Buffer.from(bundled.outputFiles[0].contents).toString("base64");
const { compare, planWrites, commit, recover, Containment, nodeFileSystem } = await import(
  `data:text/javascript;base64,${source}`
);
const out = process.argv[2];
recover(new Containment(out, nodeFileSystem), nodeFileSystem);
console.log("writing");
for (let round = 0; ; round = 1 - round) {
  const files = Array.from({ length: 40 }, (_, n) => ({
    path: `jenkinsfiles/t${n % 5}/s${n}/${round}.Jenkinsfile`,
    content: `${n} in ${round}`,
    executable: false,
    shard: "shop/shop",
  }));
  const comparison = compare(out, { files, tool: "1.0.0", inputs: () => new Map() }, nodeFileSystem);
  commit(planWrites(comparison, false).changes, comparison.containment, nodeFileSystem);
}
