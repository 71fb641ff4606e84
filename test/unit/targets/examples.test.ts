import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compile } from "../../../generator/compile.ts";
import { readInput } from "../../support/generated-files.ts";
import { type Adaptation, adaptations, asTektonSpec } from "../../support/tekton/adapted-specs.ts";

const targets = ["tekton", "jenkins-x"] as const;
const page = readFileSync(join(import.meta.dirname, "../../../docs/targets/tekton.md"), "utf8");

/** The row of an example in the docs. */
function row(folder: string, list: readonly Adaptation[]): string {
  const reasons = new Map(list.map(({ reason }) => [reason, list.filter((it) => it.reason === reason)]));
  const changes = [...reasons.values()].map((all) => all.map(({ change }) => change).join(", ")).join("; ");
  return `| \`${folder}\` | ${changes === "" ? "none" : changes} |`;
}

describe.each(Object.entries(adaptations))("%s", (folder, list) => {
  it.each(targets)("needs for %s only the changes of the table, and each has an error as its reason", (target) => {
    const input = readInput(folder);
    const { diagnostics } = compile({ ...input, target });
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    const reasons = [...new Set(list.map(({ reason }) => reason))];
    expect(errors.filter(({ message }) => !reasons.some((reason) => message.includes(reason)))).toEqual([]);
    for (const reason of reasons)
      expect(
        errors.some(({ message }) => message.includes(reason)),
        reason,
      ).toBe(true);
    const { files } = compile({ ...(asTektonSpec(folder, input) ?? input), target });
    expect(files?.some(({ path }) => path.startsWith("tekton/teams/"))).toBe(true);
  });

  it("is listed in the docs with its changes", () => {
    const plain = page.replaceAll(/ +\|/g, " |").replaceAll(/\| +/g, "| ");
    expect(plain).toContain(`\n${row(folder, list)}\n`);
  });

  it("has the same files for Jenkins without the settings of the other targets", () => {
    const input = readInput(folder);
    const platform = input.platform.text.replace(/\n {2}# For `--target tekton`[^\n]+\n {2}tekton: [^\n]+/, "");
    expect(platform).not.toBe(input.platform.text);
    const without = compile({ ...input, platform: { ...input.platform, text: platform } });
    const filesOf = ({ files }: ReturnType<typeof compile>) =>
      files?.filter(({ path }) => !path.startsWith(".stagewright/")).map(({ path, content }) => [path, content]);
    expect(filesOf(compile(input))).toEqual(filesOf(without));
  });
});
