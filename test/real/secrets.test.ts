import { afterAll, beforeAll, expect, it } from "vitest";
import { describeWith } from "../support/requires.ts";
import { type SmallJenkins, startSmallJenkins } from "../support/small-jenkins.ts";

// Jenkins masks a secret in many encodings, so the commands print the next letters.
const command = [
  'printf "%s|" "$TOKEN" | tr a-y b-z',
  'printf "%s|%s|" "$NEXUS_USR" "$NEXUS_PSW" | tr a-y b-z',
  'cat "$CONFIG" | tr a-y b-z',
  'echo "the token is $TOKEN"',
].join("; ");
const secrets = { TOKEN: "token", NEXUS: { usernamePassword: "nexus" }, CONFIG: { file: "config" } };

describeWith(["git", "java", "mvn"], "secrets of commands", () => {
  let jenkins: SmallJenkins;
  beforeAll(async () => {
    jenkins = await startSmallJenkins();
    await jenkins.application.commit({ "application.txt": "x" }, "Begin");
  });
  afterAll(() => jenkins?.stop());

  it("are variables of source and custom stages, and masked in the log", async () => {
    const stages = [
      { id: "build", kind: "source", owner: "shop", tool: "command", command, artifacts: ["*.txt"], secrets },
      { id: "sonar", kind: "custom", owner: "shop", command, secrets },
    ];
    const platform = { locks: { replace: ["credentials", "source.secrets", "custom.secrets"] } };
    const credentials = [
      { id: "token", kind: "string", secret: "sesame" },
      { id: "nexus", kind: "usernamePassword", username: "robot", password: "open" },
      { id: "config", kind: "file", fileName: "config.txt", content: "settings" },
    ] as const;
    const { controller } = await jenkins.open({ platform, service: { topology: "combined", stages } }, { credentials });
    await controller.startBuild({ job: "/shop/shop", user: "tim" });
    await controller.idle();
    const [build] = await controller.builds();
    if (build === undefined) throw new Error("no build");
    const { result, log } = await controller.result(build);
    expect(result, log).toBe("SUCCESS");
    const next = (text: string) => text.replace(/[a-y]/g, (char) => String.fromCharCode(char.charCodeAt(0) + 1));
    for (const text of ["sesame|", "robot|open|", "settings"]) expect(log.split(next(text)), text).toHaveLength(3);
    expect(log).toContain("the token is ****");
    expect(log).not.toContain("the token is sesame");
  });
});
