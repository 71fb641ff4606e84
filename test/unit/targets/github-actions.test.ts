import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { program } from "../../../generator/commands/program.ts";
import { compile } from "../../../generator/compile.ts";
import type { TargetName } from "../../../generator/model/model.ts";
import { inputOf } from "../bad-specs/check.ts";
import { accepted, acceptedService } from "./accepted-spec.ts";

const root = join(import.meta.dirname, "../../..");
const templates = join(root, "vars-templates/github-actions/actions");
const home = mkdtempSync(join(tmpdir(), "stagewright-actions-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

type Change = readonly (readonly [from: string, to: string])[];

function filesFor(target: TargetName, change: { platform?: Change; service?: Change } = {}): Map<string, string> {
  const platform = [...accepted, ...(change.platform ?? [])];
  const service = [...acceptedService, ...(change.service ?? [])];
  const { files, diagnostics } = compile({ ...inputOf({ platform, service }), target });
  if (files === null) throw new Error(JSON.stringify(diagnostics, null, 1));
  return new Map(files.map(({ path, content }) => [path, content]));
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps?: readonly {
    readonly uses?: string;
    readonly run?: string;
    readonly env?: { readonly SIGNER?: string };
  }[];
  readonly uses?: string;
}

const workflows = (files: ReadonlyMap<string, string>) =>
  [...files].filter(([path]) => path.includes(".github/workflows/"));
const jobsIn = (text: string) => Object.entries((parse(text) as { jobs: Record<string, Job> }).jobs);

describe("the files of both targets", () => {
  const files = filesFor("github-actions");
  const jenkins = filesFor("jenkins");

  it("have the same scripts", () => {
    const below = (all: ReadonlyMap<string, string>, folder: string) =>
      Object.fromEntries(
        [...all].filter(([path]) => path.startsWith(folder)).map(([path, text]) => [path.slice(folder.length), text]),
      );
    const scripts = below(files, ".github/actions/scripts/");
    expect(Object.keys(scripts)).toContain("image/buildah/push.sh");
    expect(scripts).toEqual(below(jenkins, "library/resources/com/acme/ci/"));
  });

  it("have the same files for Argo CD", () => {
    const delivery = (all: ReadonlyMap<string, string>) =>
      [...all].filter(([path]) => /^(?:argocd|gitops)\//.test(path)).sort();
    expect(delivery(files).length).toBeGreaterThan(4);
    expect(delivery(files)).toEqual(delivery(jenkins));
  });

  it("have nothing of the other target", () => {
    const git = "package: com.acme.ci, git: 'https://git.acme.internal/ci/library.git'";
    const apart = filesFor("github-actions", { platform: [["package: com.acme.ci", git]] });
    for (const { size, paths } of [files, apart].map((it) => ({ size: it.size, paths: [...it.keys()] }))) {
      expect(size).toBe(files.size);
      expect(paths.filter((path) => /^(?:jenkins|jenkinsfiles|library)\//.test(path))).toEqual([]);
    }
    expect([...jenkins.keys()].filter((path) => /^(?:\.github|github-actions|applications)\//.test(path))).toEqual([]);
  });
});

describe("the option --target", () => {
  it("has the products of the schema", () => {
    const schema = JSON.parse(readFileSync(join(root, "schemas/platform.schema.json"), "utf8"));
    const stagewright = program("0.0.0", async () => {});
    for (const name of ["validate", "generate", "check", "diff"]) {
      const options = stagewright.commands.find((it) => it.name() === name)?.options ?? [];
      expect(options.find(({ long }) => long === "--target")?.argChoices).toEqual(schema.properties.target.enum);
    }
  });
});

describe("the workflows", () => {
  const expression = "${{ secrets.GITHUB_TOKEN }}";
  const attack = filesFor("github-actions", {
    service: [
      [
        "jdk: '17', artifacts",
        `environment: { NOTE: '${expression}' }, arguments: ['${expression}', "a\\n${expression}"], jdk: '17', artifacts`,
      ],
      [
        "    engine: buildah\n",
        `    engine: buildah\n    labels: { note: '${expression}' }\n    buildArguments: { NOTE: '${expression}' }\n`,
      ],
    ],
  });
  const known = [
    /^github\.(actor|token|workflow|run_id)$/,
    /^runner\.temp$/,
    /^secrets\.[A-Z0-9_]+$/,
    /^steps\.reach\.outputs\.stages$/,
    /^steps\.begin\.outputs\.cache-key$/,
    /^steps\.release\.outputs\.(?:run-id|commit|earlier)$/,
    /^steps\.release\.outputs\.earlier && github\.token$/,
    /^inputs\.(?:UPSTREAM_BUILD|ROLLBACK_REASON && ' \(rollback\)')$/,
    /^github\.event\.inputs\.(?:UPSTREAM_BUILD|ROLLBACK_REASON)$/,
    /^github\.event_name == 'pull_request' && github\.ref \|\| github\.run_id$/,
    /^fromJSON\(github\.event_name == 'pull_request' && '[^']*' \|\| '[^']*'\)$/,
  ];

  it("contain no expression of a spec", () => {
    const found = workflows(attack).flatMap(([, text]) =>
      [...text.matchAll(/\$\{\{\s*(.*?)\s*\}\}/gs)].map(([, it]) => it ?? ""),
    );
    expect(found.length).toBeGreaterThan(20);
    expect(found.filter((it) => !known.some((pattern) => pattern.test(it)))).toEqual([]);
    expect(found).not.toContain("secrets.GITHUB_TOKEN");
  });

  it("pass the texts of a spec unchanged", () => {
    const [, build] = workflows(attack).find(([path]) => path.endsWith("shop.shop.build.yml")) ?? [];
    const { steps = [] } = jobsIn(build ?? "")[0]?.[1] ?? {};
    const { with: given } = steps.find(({ uses }) => uses?.includes("/actions/begin@")) as {
      with: { settings: string };
    };
    expect(JSON.parse(given.settings).builds[0]).toMatchObject({
      environment: { NOTE: expression },
      arguments: [expression, `a\n${expression}`],
    });
  });

  it.each(workflows(attack).map(([path, text]) => [path, text] as const))(
    "%s gives only the sealing job a signature, and pins actions",
    (path, text) => {
      const called = path.includes("applications/");
      for (const [id, { permissions, steps = [], uses }] of jobsIn(text)) {
        if (!called) expect(Object.keys(permissions ?? {}).includes("id-token"), id).toBe(id === "seal");
        const all = [uses, ...steps.map((step) => step.uses)].filter((it) => it !== undefined);
        for (const it of all)
          expect(it).toMatch(/^(?:actions\/[a-z-]+@[0-9a-f]{40}|ci\/pipelines\/.+@(?:main|v1\.3\.2))$/);
        // Only the verification of records is a command; its values are variables.
        for (const { run } of steps) if (run !== undefined) expect(run).toMatch(/^gh attestation verify "\$RECORD"/);
      }
    },
  );
});

describe("the deployment of an earlier release", () => {
  it("needs a reason if the handoff accepts an older release", () => {
    const gitops = "    gitops: { git: 'https://git.acme.internal/ops/dev.git', credentials: gitops-dev }\n";
    const change: Change = [
      ["  handoff: argocd\n", "  handoff: argocd\n  spinnaker: { gate: 'https://git.acme.internal/gate' }\n"],
      [gitops, "    handoff: spinnaker\n    spinnaker: { account: dev }\n"],
      ["    argocd-dev: { server: 'https://argocd-dev.acme.internal', environments: [dev] }\n", ""],
    ];
    const files = filesFor("github-actions", { platform: change });
    for (const [stage, needed] of [
      ["dev", true],
      ["prod", false],
    ] as const) {
      const { on } = parse(files.get(`applications/shop/.github/workflows/shop.${stage}.yml`) ?? "");
      expect(on.workflow_dispatch.inputs.ROLLBACK_REASON.required ?? false).toBe(needed);
      const [, text] = workflows(files).find(([path]) => path.endsWith(`.shop.${stage}.yml`)) ?? [];
      expect(text).toContain(`"needsReason": ${needed}\n`);
    }
  });
});

describe("the record of another stage", () => {
  it("must be attested by the stage's workflow on the branch of the pipelines", () => {
    const identities = workflows(filesFor("github-actions")).flatMap(([, text]) =>
      jobsIn(text).flatMap(([, { steps = [] }]) =>
        steps.flatMap(({ run, env }) => (run === undefined ? [] : [env?.SIGNER])),
      ),
    );
    expect(identities.length).toBeGreaterThan(0);
    for (const it of identities)
      expect(it).toMatch(/^ci\/pipelines\/\.github\/workflows\/[a-z.-]+\.yml@refs\/heads\/main$/);
    for (const [, text] of workflows(filesFor("github-actions")))
      for (const line of text.match(/gh attestation verify.*/g) ?? [])
        expect(line).toContain('--cert-identity "$GITHUB_SERVER_URL/$SIGNER"');
  });
});

describe("the selection of the stages", () => {
  const stages = {
    build: { branches: ["**"], tags: ["v*"], pullRequests: true, needs: [] },
    image: { branches: ["main", "release/*"], tags: ["v*"], pullRequests: false, needs: ["build"] },
    prod: { branches: ["release/*"], tags: [], pullRequests: false, needs: ["image"] },
  };
  const select = (ref: string): unknown => {
    const output = join(home, "output");
    const env = {
      PATH: process.env.PATH,
      GITHUB_REF: ref,
      GITHUB_OUTPUT: output,
      STAGEWRIGHT_INPUT: JSON.stringify(stages),
    };
    rmSync(output, { force: true });
    execFileSync(process.execPath, [join(templates, "lib/reach.mjs")], { env, encoding: "utf8" });
    return JSON.parse(readFileSync(output, "utf8").replace("stages=", ""));
  };

  it.each([
    ["refs/heads/main", ["build", "image"]],
    ["refs/heads/release/1", ["build", "image", "prod"]],
    ["refs/heads/release/1/fix", ["build"]],
    ["refs/heads/feature", ["build"]],
    ["refs/tags/v1", ["build", "image"]],
    ["refs/tags/x1", []],
    ["refs/pull/7/merge", ["build"]],
  ])("for %s", (ref, expected) => {
    expect(select(ref)).toEqual(expected);
  });
});

describe("the service containers of a stage", () => {
  const image = `harbor.acme.internal/tools/postgres:16@sha256:${"0".repeat(64)}`;
  const services = `services: { my-db: { image: '${image}', port: 5432, user: 70, memory: 512Mi, environment: { POSTGRES_PASSWORD: '\${{ github.token }}' }, arguments: ['-c', 'fsync=off'] } }`;
  const stageOf = (more: string) => {
    const change: Change = [["jdk: '17', artifacts", `${more}, artifacts`]];
    const [, text = ""] =
      workflows(filesFor("github-actions", { service: change })).find(([path]) =>
        path.endsWith("shop.shop.build.yml"),
      ) ?? [];
    return { text, jobs: jobsIn(text) as [string, StepsJob][] };
  };

  it("are started before the builds and removed at the end, in each job of the stage", () => {
    for (const [id, { steps }] of stageOf(services).jobs.filter(([name]) => name !== "seal")) {
      const names = steps.map(({ name }) => name);
      expect(names.indexOf("Start my-db"), id).toBeLessThan(names.indexOf("Run maven"));
      expect(steps.at(-1), id).toMatchObject({ name: "Stop my-db", if: "always()" });
    }
  });

  it("are settings of the shared script, and no part of the workflow's own language", () => {
    const { text, jobs } = stageOf(services);
    const begin = jobs[0]?.[1].steps.find(({ uses }) => uses?.includes("/begin@"));
    const { phases } = JSON.parse(begin?.with?.settings ?? "{}");
    expect(phases["start-services"]).toEqual({
      label: "Start my-db",
      script: "source/start-services.sh",
      variables: {
        ...{ PUBLISH: "true", SERVICE_COUNT: "1", SERVICE_0_NAME: "my-db", SERVICE_0_IMAGE: image },
        ...{ SERVICE_0_PORT: "5432", SERVICE_0_USER: "70", SERVICE_0_MEMORY: "512Mi", SERVICE_0_SECONDS: "120" },
        ...{ SERVICE_0_VARIABLE_COUNT: "1", SERVICE_0_VARIABLE_0: "POSTGRES_PASSWORD=${{ github.token }}" },
        ...{ SERVICE_0_ARGUMENT_COUNT: "2", SERVICE_0_ARGUMENT_0: "-c", SERVICE_0_ARGUMENT_1: "fsync=off" },
      },
    });
    expect(text).not.toMatch(/POSTGRES_PASSWORD=\$\{\{/);
  });

  it("open no port of the runner if all builds run in images", () => {
    const tool = `toolImage: 'harbor.acme.internal/tools/maven:1@sha256:${"0".repeat(64)}'`;
    const { text } = stageOf(`${tool}, ${services}`);
    expect(text).toContain('"PUBLISH": "false"');
  });
});

interface StepsJob {
  readonly steps: readonly { name: string; uses?: string; if?: string; with?: Readonly<Record<string, string>> }[];
}
