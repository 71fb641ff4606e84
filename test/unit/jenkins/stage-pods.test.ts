import { expect, it } from "vitest";
import { compile } from "../../../generator/compile.ts";
import { readInput } from "../../support/generated-files.ts";

const image = `hub.pods.internal/ci/maven:3@sha256:${"0".repeat(64)}`;
const input = readInput("test/golden/pods/spec");

/** The generated files of the golden site with these lines in its platform spec. */
function filesWith(lines: string): ReadonlyMap<string, string> {
  const text = input.platform.text.replace("\nsite:\n", "\nsite:\n  pods: { namespace: stages }\n") + lines;
  const { files, diagnostics } = compile({ ...input, platform: { ...input.platform, text } });
  if (files === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return new Map(files.map(({ path, content }) => [path, content]));
}

const sourceFiles = (files: ReadonlyMap<string, string>) =>
  [...files].filter(([path, text]) => path.endsWith(".Jenkinsfile") && text.includes("buildSource("));

it("replaces the label of general defaults by the pod of specific ones", () => {
  const kinds = `kinds: { source: { agent: { pod: { image: '${image}', memory: 2Gi } } } }`;
  const files = filesWith(`defaults: { all: { agent: { label: general } }, ${kinds} }\n`);
  const sources = sourceFiles(files);
  expect(sources.length).toBeGreaterThan(0);
  for (const [, text] of sources) {
    const [call] = /buildSource\([\s\S]*?\n {20}\)/.exec(text) ?? [];
    expect(call).toMatch(new RegExp(`pod: \\[\\s+image: '${image}',\\s+memory: '2Gi',`));
    expect(call).not.toContain("agent:");
  }
});

it("keeps the site's values in the library", () => {
  const site = [...filesWith("")].find(([path]) => path.endsWith("/Site.groovy"))?.[1];
  expect(site).toContain("namespace: 'stages'");
});
