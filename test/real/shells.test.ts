import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BuildResult, Rule } from "../../generator/rehearse/index.ts";
import { describeWith } from "../support/requires.ts";
import { type SmallJenkins, startSmallJenkins } from "../support/small-jenkins.ts";

const build = { id: "build", kind: "source", owner: "shop", tool: "command", command: "true" };
const installer = {
  ...{ id: "installer", kind: "custom", owner: "shop", command: "build.ps1 -Tag $env:VERSION" },
  // A shell of Windows needs an agent of its own; here, the lab's only one.
  agent: { label: "linux" },
  ...{ onFailure: "Get-Content log.txt", always: "Remove-Item log.txt", environment: { MODE: "full" } },
};

/** The machine has no Windows: planted answers stand for the commands. */
describeWith(["git", "java", "mvn"], "shells of custom stages", () => {
  let jenkins: SmallJenkins;

  beforeAll(async () => {
    jenkins = await startSmallJenkins();
    await jenkins.application.commit({ file: "x" }, "Begin");
  });
  afterAll(async () => {
    await jenkins?.stop();
  });

  async function run(stages: object[], rules: readonly Rule[]): Promise<BuildResult> {
    const { controller } = await jenkins.open(
      {
        platform: { locks: { replace: ["credentials", "stages.agent"] } },
        service: { topology: "combined", stages },
      },
      { rules },
    );
    const result = await controller.build({ job: "/shop/shop" });
    expect(result.violations).toEqual([]);
    return result;
  }

  const scriptsOf = ({ trace }: BuildResult, shell: string) =>
    trace.filter(({ step }) => step === shell).map(({ arguments: given }) => given);

  describe.each(["bat", "powershell", "pwsh"])("%s", (shell) => {
    it("runs the commands unchanged, with a label, and no sh", async () => {
      const result = await run([build, { ...installer, shell }], [{ id: "windows", step: shell, value: 0 }]);
      expect(result.result, result.log).toBe("SUCCESS");
      expect(scriptsOf(result, shell)).toEqual([
        { script: installer.command, label: "Run command", returnStatus: true },
        { script: installer.always, label: "Run always", returnStatus: true },
      ]);
      expect(result.trace.filter(({ step, stage }) => step === "sh" && stage.startsWith("installer"))).toEqual([]);
    });

    it("fails the stage with the exit code of the command, after onFailure and always", async () => {
      const rules = [
        { id: "command", step: shell, label: "Run command", value: 3 },
        { id: "others", step: shell, value: 0 },
      ];
      const result = await run([build, { ...installer, shell }], rules);
      expect(result).toMatchObject({
        result: "FAILURE",
        error: "Run command failed with exit code 3; see the log above.",
      });
      expect(scriptsOf(result, shell).map(({ label }) => label)).toEqual([
        "Run command",
        "Run onFailure",
        "Run always",
      ]);
    });
  });

  it("sh on an agent with Windows: the stage says that the agent has none", async () => {
    const noProgram = 'Cannot run program "nohup" (in directory "C:\\agent"): CreateProcess error=2';
    const rules = [{ id: "sh", step: "sh", label: "Run command", fail: noProgram }];
    const result = await run([build, { ...installer, onFailure: undefined, always: undefined }], rules);
    expect(result).toMatchObject({
      result: "FAILURE",
      error: expect.stringContaining("This work needs sh, and agent linux has none. If it runs Windows,"),
    });
  });
});
