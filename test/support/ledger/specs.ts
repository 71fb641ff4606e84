import { stringify } from "yaml";
import { compile } from "../../../generator/compile.ts";
import type { GeneratedFile } from "../../../generator/render/file.ts";
import type { EngineUnderTest } from "./engines.ts";

/** The variable parts of a ledger pipeline. */
export interface LedgerKeys {
  /** The image's name in the registry. */
  readonly name: string;
  readonly engine: EngineUnderTest;
  /** Keys of the source stage. */
  readonly source?: Readonly<Record<string, unknown>>;
  /** Keys of the image stage. */
  readonly stage?: Readonly<Record<string, unknown>>;
  /** Registries by name; the image goes to `main`. */
  readonly registries: Readonly<Record<string, unknown>>;
  /** Keys of the site. */
  readonly site?: Readonly<Record<string, unknown>>;
  readonly git: string;
}

/** Compiles a bank's ledger, a service with two stages that is not in the examples. */
export function compileLedger({
  name,
  engine,
  source = {},
  stage = {},
  registries,
  site = {},
  git,
}: LedgerKeys): readonly GeneratedFile[] {
  const mail = (team: string) => ({ mail: `${team}@bank.internal` });
  const platform = {
    apiVersion: "stagewright/v1",
    stagewright: "~0.1",
    library: { name: "bank-ci", package: "org.bank.ci", version: "2.0.0" },
    pipelines: { git: `${git}/ci/pipelines.git`, owner: "images" },
    site: { agent: { label: "plain" }, agents: { seed: { label: "seed" } }, ...site },
    teams: {
      money: { folder: "money", contact: mail("money") },
      images: { folder: "containers", contact: mail("images") },
    },
    registries,
    engines: { [engine.name]: engine.settings },
    locks: { replace: ["credentials", "image.secrets"] },
    services: "services/*.yaml",
  };
  const service = {
    service: "ledger",
    git: `${git}/money/ledger.git`,
    credentials: "ledger-git",
    version: "1.0.{build}",
    stages: [
      { id: "source", kind: "source", owner: "money", tool: "command", command: "true", ...source },
      {
        ...{ id: "image", kind: "image", owner: "images", engine: engine.name, image: { registry: "main", name } },
        ...stage,
      },
    ],
  };
  const { files, diagnostics } = compile({
    platform: { path: "stagewright.yaml", text: stringify(platform) },
    services: [{ path: "services/ledger.yaml", text: stringify(service) }],
  });
  if (files === null) throw new Error(diagnostics.map((it) => `${it.at.file}:${it.at.line}: ${it.message}`).join("\n"));
  return files;
}
