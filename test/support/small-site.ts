import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import { type CompileInput, compile } from "../../generator/compile.ts";
import type { ControllerConfig } from "../../generator/rehearse/index.ts";

/** Keys that a test adds to the minimal specs, or replaces in them. */
export interface SmallKeys {
  readonly platform?: Readonly<Record<string, unknown>>;
  readonly site?: Readonly<Record<string, unknown>>;
  readonly service?: Readonly<Record<string, unknown>>;
  /** Files of the site's own folder, by path. */
  readonly own?: Readonly<Record<string, string>>;
  /** Whether the library runs outside the sandbox, like a global library. By default it runs like a folder library. */
  readonly trusted?: boolean;
}

/** Agents of their own for work with credentials; in the simulated Jenkins, one agent has all labels. */
const separate = { delivery: { label: "delivery" }, seed: { label: "seed" } };

/** Compiles a platform with one team and one service, writes the files, and returns the configuration of a simulated Jenkins. */
export async function emitSmall(home: string, git: string, keys: SmallKeys): Promise<ControllerConfig> {
  const platform = {
    ...{ apiVersion: "stagewright/v1", stagewright: "*" },
    library: {
      ...{ name: "acme-ci", package: "com.acme.ci", version: "1.0.0" },
      ...(keys.own === undefined ? {} : { own: "own" }),
    },
    pipelines: { git: "https://git.acme.internal/ops/pipelines.git", owner: "shop" },
    site: { agent: { label: "linux" }, agents: separate, ...keys.site },
    teams: { shop: {} },
    services: "services/*.yaml",
    // Tests run each topology, also those that a site would not choose.
    policy: { severity: { SW470: "note" } },
    ...keys.platform,
    locks: withTopology(keys.platform?.locks),
  };
  const service = { service: "shop", git, ...keys.service };
  const { files, diagnostics } = compile({
    platform: { path: "stagewright.yaml", text: stringify(platform) },
    services: [{ path: "services/shop.yaml", text: stringify(service) }],
    ...(keys.own === undefined ? {} : { own: ownFolder(keys.own) }),
  });
  if (files === null) throw new Error(JSON.stringify(diagnostics, null, 1));
  const pipelines = join(home, "pipelines");
  for (const { path, content } of files) {
    await mkdir(dirname(join(pipelines, "out", path)), { recursive: true });
    await writeFile(join(pipelines, "out", path), content);
  }
  const jobs = files.filter(({ path }) => path.startsWith("jenkins/jobs/"));
  return {
    home: join(home, "jenkins"),
    pipelines,
    jobDsl: jobs.map(({ path }) => join(pipelines, "out", path)),
    libraries: [{ name: "acme-ci", root: join(pipelines, "out/library"), trusted: keys.trusted ?? false }],
    sandbox: true,
    agents: [{ name: "linux", labels: ["linux", "delivery"] }],
  };
}

/** Files of the site's own folder as the commands read them. */
export function ownFolder(files: Readonly<Record<string, string>>): NonNullable<CompileInput["own"]> {
  const source = ([name, text]: [string, string]) => ({
    name,
    path: `own/${name}`,
    text,
    executable: false,
    unfit: null,
  });
  return { folder: "own", files: Object.entries(files).map(source) };
}

/** The locks of a test, with the topology open to services. */
function withTopology(locks: unknown): Readonly<Record<string, unknown>> {
  const { replace = [], ...rest } = (locks ?? {}) as { readonly replace?: readonly string[] };
  return { ...rest, replace: [...replace, "topology"] };
}
