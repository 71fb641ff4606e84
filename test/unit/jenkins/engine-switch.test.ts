import { expect, it } from "vitest";
import { compile } from "../../../generator/compile.ts";
import { readInput } from "../../support/generated-files.ts";

/** The files of the golden case with another engine for one stage. */
function treeWith(from: string, to: string): Map<string, string> {
  const input = readInput("test/golden/pods/spec");
  const services = input.services.map((it) => ({
    ...it,
    text: it.text.replace(
      `id: one, kind: image, owner: web, engine: ${from}`,
      `id: one, kind: image, owner: web, engine: ${to}`,
    ),
  }));
  const { files, diagnostics } = compile({ ...input, services });
  if (files === null) throw new Error(JSON.stringify(diagnostics));
  return new Map(files.map(({ path, content }) => [path, content]));
}

it.each(["docker", "buildah"])(
  "switching a stage's engine from kaniko to %s changes its call and the map, no more",
  (engine) => {
    const before = treeWith("kaniko", "kaniko");
    const after = treeWith("kaniko", engine);
    expect([...after.keys()]).toEqual([...before.keys()]);
    const changed = [...after].flatMap(([path, content]) => {
      const old = (before.get(path) ?? "").split("\n");
      return content.split("\n").flatMap((line, index) => (line === old[index] ? [] : [`${path}: ${line.trim()}`]));
    });
    const file = "jenkinsfiles/web/web/one.Jenkinsfile";
    const row = `| one | image web/one, ${engine} | web | \`/web/web-one\` | [${file}](<${file}>) | build | branch main |`;
    // Only PIPELINES.md and the call itself contain the engine's name.
    expect(changed.sort()).toEqual([`PIPELINES.md: ${row}`, `${file}: engine: '${engine}',`]);
  },
);
