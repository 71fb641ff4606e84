// Writes two sets of files alternately, a number of times or until it is killed: node write-forever.mjs OUT [ROUNDS]
import fs from "node:fs";
import { build } from "esbuild";

const bundled = await build({
  entryPoints: [new URL("../../../generator/write/index.ts", import.meta.url).pathname],
  bundle: true,
  platform: "node",
  format: "esm",
  write: false,
});
const source = Buffer.from(bundled.outputFiles[0].contents).toString("base64");
const { compare, planWrites, Writer, Containment } = await import(`data:text/javascript;base64,${source}`);
const out = process.argv[2];
console.log("writing");
for (let count = 0; count < Number(process.argv[3] ?? Infinity); count += 1) {
  const round = count % 2;
  const files = Array.from({ length: 40 }, (_, n) => ({
    path: `jenkinsfiles/t${n % 5}/s${n}/${round}.Jenkinsfile`,
    content: `${n} in ${round}`,
    executable: false,
    shard: "shop/shop",
  }));
  const writer = Writer.open(new Containment(out, fs));
  writer.recover(
    files.map(({ path }) => path),
    false,
  );
  writer.commit(planWrites(compare(out, { files, tool: "1.0.0", inputs: () => new Map() }), false).changes);
  writer.close();
}
