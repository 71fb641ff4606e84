import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildRunner } from "../../generator/rehearse/index.ts";
import { describeWith } from "../support/requires.ts";

const root = join(import.meta.dirname, "../..");

/** A fault in a Jenkinsfile or a library: the files, the options, and what the command must print. */
interface Fault {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly options?: readonly string[];
  /** The message, the line and the remedy. */
  readonly printed: readonly (string | RegExp)[];
}

const faults: readonly Fault[] = [
  {
    name: "a CPS mismatch",
    files: {
      "library/vars/shout.groovy":
        "@NonCPS\ndef call(String text) {\n    upper(text)\n}\n\ndef upper(String text) {\n    text.toUpperCase()\n}\n",
      Jenkinsfile: "@Library('x') _\necho 'first'\nshout('a')\n",
    },
    printed: [
      "expected to call WorkflowScript.shout but wound up catching upper",
      /at +vars\/shout\.groovy:3/,
      "use a loop instead of the closure",
    ],
  },
  {
    name: "a local variable that is not serializable",
    files: {
      Jenkinsfile: "def found = 'a1' =~ /\\d/\necho 'waits'\necho \"${found.find()}\"\n",
    },
    options: ["--restart-every-step"],
    printed: [
      "a local variable holds a java.util.regex.Matcher",
      /at +Jenkinsfile:2/,
      "use the object only in a @NonCPS method",
    ],
  },
  {
    name: "a leaked secret",
    files: {
      "credentials.yaml": "token: { secret: s3cr3t-t0ken }\n",
      Jenkinsfile:
        "def kept = ''\nwithCredentials([string(credentialsId: 'token', variable: 'T')]) {\n    kept = env.T ?: T\n}\necho kept\n",
    },
    options: ["--credentials", "credentials.yaml"],
    printed: [
      "the credential token is readable in the log",
      "WorkflowScript.groovy:5",
      "print it only inside withCredentials",
    ],
  },
  {
    name: "an escape from the sandbox",
    files: { Jenkinsfile: "echo 'first'\nSystem.exit(3)\n" },
    options: ["--sandbox"],
    printed: ["java.lang.System exit", /at +Jenkinsfile:\d/, "ask an administrator to approve the signature"],
  },
  {
    name: "an unknown step",
    files: {
      "library/vars/tell.groovy": "def call() {\n    slackSend(channel: '#a')\n}\n",
      Jenkinsfile: "@Library('x') _\ntell()\n",
    },
    printed: ["The step slackSend is not known.", /at +vars\/tell\.groovy:2/, "write a stub in the folder of --stubs"],
  },
  {
    name: "a sh without agent",
    files: { Jenkinsfile: "echo 'first'\nsh 'true'\n" },
    printed: ["Required context class hudson.FilePath is missing", /at +Jenkinsfile:2/, "call the step inside node"],
  },
  {
    name: "a wrong credential",
    files: {
      Jenkinsfile:
        "node {\n    withCredentials([string(credentialsId: 'other-token', variable: 'T')]) {\n        sh 'true'\n    }\n}\n",
    },
    printed: [
      "Could not find credentials entry with ID 'other-token'",
      /at +Jenkinsfile:2/,
      "create the credential in the folder of the job",
    ],
  },
];

describeWith(["git", "java", "mvn"], "planted faults", () => {
  const folder = mkdtempSync(join(tmpdir(), "stagewright-faults-"));
  beforeAll(async () => {
    await buildRunner();
    cpSync(join(root, "examples/shop"), join(folder, "shop"), { recursive: true });
    cpSync(join(root, "examples/booking"), join(folder, "booking"), { recursive: true });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const write = (at: string, files: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(at, path)), { recursive: true });
      writeFileSync(join(at, path), text);
    }
  };
  const run = (at: string, ...options: readonly string[]) => {
    const { stdout, stderr, status } = spawnSync(process.execPath, [join(root, "dist/cli.js"), ...options], {
      cwd: at,
      encoding: "utf8",
    });
    return { printed: stdout + stderr, status };
  };

  test.each(faults)("$name", { timeout: 60_000 }, ({ name, files, options = [], printed: expected }) => {
    const at = join(folder, name.replaceAll(" ", "-"));
    write(at, files);
    const library = Object.keys(files).some((path) => path.startsWith("library/")) ? ["--library", "library"] : [];
    const { printed, status } = run(at, "rehearse", "--jenkinsfile", "Jenkinsfile", ...library, ...options);
    expect(status, printed).toBe(1);
    for (const text of expected) expect(printed).toMatch(typeof text === "string" ? new RegExp(literally(text)) : text);
  });

  test("an undeclared parameter", { timeout: 60_000 }, () => {
    const { printed, status } = run(join(folder, "shop"), "rehearse", "shop", "--dry", "--param", "REVISIONS=main");
    expect(status).toBe(1);
    expect(printed).toContain("the job /shop/shop-build has no parameter REVISIONS");
    expect(printed).toMatch(/services\/shop\.yaml:\d+/);
    expect(printed).toContain("it has REVISION");
  });

  test("a forgotten approval", { timeout: 60_000 }, () => {
    const at = join(folder, "booking");
    write(at, {
      "scenarios/approval.yaml":
        "service: booking\nscenarios:\n  - { name: forgotten, dry: true, ignoreFreeze: true, approvals: [] }\n",
    });
    const { printed, status } = run(at, "test", "scenarios/approval.yaml");
    expect(status, printed).toBe(1);
    expect(printed).toMatch(/No one answers the request for approval ".+" of \/\S+/);
    expect(printed).toMatch(/at +\S*library\/vars\/approveStage\.groovy:\d+/);
    expect(printed).toContain("in a scenario, add an answer to approvals");
  });

  test("a second push after a restart", { timeout: 60_000 }, () => {
    const at = join(folder, "shop");
    write(at, {
      "scenarios/push.yaml": [
        "service: shop",
        "scenarios:",
        "  - name: pushes once, also if the controller restarts",
        "    dry: true",
        "    until: image",
        "    again: [image]",
        "    plant: [{ step: sh, label: Push the image, restart: true, times: 1 }]",
        "    expect:",
        "      calls: [{ step: sh, label: Push the image, times: 1 }]",
        "",
      ].join("\n"),
    });
    const { printed, status } = run(at, "test", "scenarios/push.yaml");
    expect(status, printed).toBe(1);
    expect(printed).toMatch(
      /expected sh "Push the image" once, but it was called 2 times; the last call is in \/platform\/shop-image #2: .*Scripts\.groovy:\d+/,
    );
  });
});

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
