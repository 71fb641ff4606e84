import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { compile } from "../../../generator/compile.ts";
import { put, runProgram } from "../../support/tekton/programs.ts";
import { inputOf } from "../bad-specs/check.ts";
import { accepted, acceptedService, forTekton, ingress } from "./accepted-spec.ts";

// biome-ignore lint/suspicious/noExplicitAny: objects of Kubernetes, as parsed from text.
type Any = any;

const image = `harbor.acme.internal/tools/postgres:16@sha256:${"0".repeat(64)}`;
const value = "$(params.commit) $(HOME) $$(HOME) 'q";
const services = (more = "") =>
  `services: { my-db: { image: '${image}', port: 5432, startTimeout: 1${more}, environment: { POSTGRES_PASSWORD: "${value}" }, arguments: ['-c', "${value}"] } }`;

function compiledWith(text: string) {
  return compile({
    ...inputOf({
      platform: [...accepted, ...forTekton, ingress],
      service: [...acceptedService, ["jdk: '17', artifacts", `${text}, jdk: '17', artifacts`]],
    }),
    target: "tekton",
  });
}

const { files } = compiledWith(services(", user: 70, memory: 512Mi"));
const texts = new Map(files?.map(({ path, content }) => [path, content]));
const objects: Any[] = parseAllDocuments(texts.get("tekton/teams/shop/shop/build.yaml") ?? "").map((it) => it.toJS());
const find = (kind: string, name: string): Any =>
  objects.find((it) => it.kind === kind && it.metadata.name === name) ?? {};
const settings: Any = find("ConfigMap", "shop-build").data;

const home = mkdtempSync(join(tmpdir(), "stagewright-sidecars-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe("the service containers of a stage on Tekton", () => {
  it.each(["shop-build", "shop-build-pr"])(
    "are sidecars of the task %s, which waits for them before it builds",
    (name) => {
      const { sidecars, steps } = find("Task", name).spec;
      expect(sidecars).toEqual([
        {
          ...{ name: "my-db", image, args: ["$(STAGEWRIGHT_ARGUMENT_0)", "$(STAGEWRIGHT_ARGUMENT_1)"] },
          env: ["POSTGRES_PASSWORD", "STAGEWRIGHT_ARGUMENT_0", "STAGEWRIGHT_ARGUMENT_1"].map((variable) => ({
            ...{ name: variable, valueFrom: { configMapKeyRef: { name: "shop-build", key: expect.any(String) } } },
          })),
          computeResources: { requests: { memory: "512Mi" }, limits: { memory: "512Mi" } },
          securityContext: {
            ...{ allowPrivilegeEscalation: false, runAsNonRoot: true, runAsUser: 70, capabilities: { drop: ["ALL"] } },
          },
        },
      ]);
      expect(steps.map((it: Any) => it.name).slice(0, 4)).toEqual([
        "checkout",
        "prepare",
        "await-services",
        "run-build",
      ]);
    },
  );

  it("get their values unchanged: no text of the spec is in the task, where Tekton would replace it", () => {
    const { env } = find("Task", "shop-build").spec.sidecars[0];
    const values = env.map((it: Any) => settings[it.valueFrom.configMapKeyRef.key]);
    expect(values).toEqual([value, "-c", value]);
    expect(JSON.stringify(find("Task", "shop-build"))).not.toContain("$(HOME)");
  });

  it("run without root if the spec sets no user, and a finding says so", () => {
    const { files: made, diagnostics } = compiledWith(services());
    const text = made?.find(({ path }) => path === "tekton/teams/shop/shop/build.yaml")?.content;
    expect(text).toContain("        runAsUser: 1000\n");
    expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toContain(
      "SW379 on Tekton, the user of my-db is 1000, not that of the image",
    );
  });
});

describe("the programs of a stage with service containers", () => {
  const start = (port: number) =>
    put(home, "settings/settings.json", settings["settings.json"].replace('"port": 5432', `"port": ${port}`));
  beforeEach(() => start(5432));

  it("wait until a container accepts connections", async () => {
    const server = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    await start(port);
    const { code, log } = await runProgram(texts, home, "await-services", {});
    await new Promise((resolve) => server.close(resolve));
    expect([code, log]).toEqual([0, `The service container my-db accepts connections on port ${port}.\n`]);
  });

  it("fail if it accepts none within its time limit", async () => {
    await start(1);
    const { code, log } = await runProgram(texts, home, "await-services", {});
    expect([code, log]).toEqual([
      1,
      "error: The service container my-db accepted no connections on port 1 within 1 s; see the log of the container sidecar-my-db.\n",
    ]);
  });

  it("give a command the host and the port of a container", async () => {
    const run = { COMMIT: "c".repeat(40), REF: "refs/heads/main", BUILD: "7", RECORD: "", WORKSPACE: home };
    const place = { STAGEWRIGHT_NAMESPACE: "ci-shop", STAGEWRIGHT_PIPELINE: "shop-build" };
    const { code, log } = await runProgram(texts, home, "prepare", { ...run, ...place });
    expect([code, log]).toEqual([0, ""]);
    const variables = readFileSync(join(home, "stage/build.env"), "utf8");
    expect(variables).toContain("export MY_DB_HOST='127.0.0.1'\nexport MY_DB_PORT='5432'\n");
  });
});
