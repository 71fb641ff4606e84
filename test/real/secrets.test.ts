import { afterAll, beforeAll, expect, it } from "vitest";
import { describeWith } from "../support/requires.ts";
import { type SmallJenkins, startSmallJenkins } from "../support/small-jenkins.ts";

const command = [
  'printf "%s|" "$TOKEN" | base64',
  'printf "%s|%s|" "$NEXUS_USR" "$NEXUS_PSW" | base64',
  'cat "$CONFIG" | base64',
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
    const encoded = (text: string) => Buffer.from(text).toString("base64");
    for (const text of ["sesame|", "robot|open|", "settings"]) expect(log.split(encoded(text))).toHaveLength(3);
    expect(log).toContain("the token is ****");
    expect(log).not.toContain("the token is sesame");
  });
});
