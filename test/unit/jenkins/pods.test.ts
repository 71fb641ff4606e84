import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { compile } from "../../../generator/compile.ts";
import { engines } from "../../../generator/engines/index.ts";
import { readInput } from "../../support/generated-files.ts";
import { type Pod, podLevel, podProblems } from "../../support/pods.ts";

const input = readInput("test/golden/pods/spec");
const { files } = compile(input);

function textOf(engine: string): string {
  return files?.find(({ path }) => path.endsWith(`/image/${engine}/pod.yaml`))?.content ?? "";
}

describe.each(engines)("the pod of $name", ({ name, podSecurity, scripts }) => {
  const text = textOf(name);
  const pod: Pod = parse(text);

  it("is valid against Kubernetes' schema", () => {
    expect(podProblems(pod)).toEqual([]);
    expect(podProblems({ ...pod, spec: { ...pod.spec, typo: 1 } })).not.toEqual([]);
  });

  it("needs the Pod Security level of its engine", () => {
    expect(podLevel(pod)).toBe(podSecurity);
  });

  it("has a container for each script, with an image pinned by digest", () => {
    const containers = pod.spec.containers.map((it) => it.name);
    for (const { container } of scripts) expect(containers).toContain(container);
    for (const { image } of pod.spec.containers) expect(image).toMatch(/@sha256:[0-9a-f]{64}$/);
  });

  it("explains each line that grants a permission", () => {
    const lines = text.split("\n");
    const granting = /^ +(privileged: true|allowPrivilegeEscalation: true|seccompProfile:|runAsUser: 0)/;
    lines.forEach((line, index) => {
      const unconfined = !/seccompProfile/.test(line) || /Unconfined/.test(lines[index + 1] ?? "");
      if (granting.test(line) && unconfined) expect(lines[index - 1], line).toMatch(/# Grants /);
    });
  });
});

it("needs no privileges for the client of a remote BuildKit daemon", () => {
  const text = input.platform.text.replace("network: none", "host: tcp://buildkit.pods.internal:1234");
  const generated = compile({ ...input, platform: { ...input.platform, text } }).files ?? [];
  const pod = parse(generated.find(({ path }) => path.endsWith("/image/buildkit/pod.yaml"))?.content ?? "");
  expect(podProblems(pod)).toEqual([]);
  expect(podLevel(pod)).toBe("restricted");
});
