import { readFile } from "node:fs/promises";
import { parseDocument } from "yaml";
import { type CompileInput, compile } from "../../generator/compile.ts";
import type { GeneratedFile } from "../../generator/render/file.ts";
import { withAnyTopology } from "./any-topology.ts";
import { hookSteps } from "./hook-steps.ts";
import { ownFolder } from "./small-site.ts";

const root = new URL("../../examples/shop/", import.meta.url).pathname;

/** Service keys that a test changes, for example `{ topology: "combined" }`; a function gets the service's name and spec. */
export type ServiceKeys = Readonly<Record<string, unknown>>;

/** The addresses of the lab's servers, which replace those of the example. */
export interface Addresses {
  readonly git: string;
  readonly registry: string;
  /** The base image of both services, pinned. */
  readonly base: string;
}

/** Compiles the example's specs for the lab. */
export async function compileShop(
  addresses: Addresses,
  keys: ServiceKeys = {},
  platform: (text: string) => string = (text) => text,
): Promise<readonly GeneratedFile[]> {
  const { files, diagnostics } = compile(await readSpecs(addresses, keys, platform));
  if (files === null) throw new Error(diagnostics.map((it) => `${it.at.file}:${it.at.line}: ${it.message}`).join("\n"));
  return files;
}

async function readSpecs(
  addresses: Addresses,
  keys: ServiceKeys,
  change: (text: string) => string,
): Promise<CompileInput> {
  const read = async (path: string, change: ServiceKeys) => {
    const text = await readFile(root + path, "utf8");
    return { path, text: withKeys(withAddresses(text, addresses), change) };
  };
  const platform = await read("stagewright.yaml", {});
  // The git server of the lab has the API of no product.
  const plain = platform.text.replace("  git: { host: gitlab }\n", "");
  const text = withAnyTopology(change(plain));
  return {
    ...(text.includes("own: own") ? { own: ownFolder(hookSteps) } : {}),
    platform: { path: platform.path, text },
    services: [await read("services/catalog.yaml", keys), await read("services/shop.yaml", keys)],
  };
}

/** The lab's daemon has no bridge, so its builds use the host's network. */
function withAddresses(text: string, { git, registry, base }: Addresses): string {
  return text
    .replaceAll("https://git.acme.internal", git)
    .replaceAll("git.acme.internal", new URL(git).host)
    .replaceAll(/harbor\.acme\.internal\/base\/[^@]+@sha256:[0-9a-f]{64}/g, base)
    .replaceAll("host: harbor.acme.internal", `host: '${registry}', insecure: true`)
    .replaceAll("harbor.acme.internal", registry)
    .replaceAll("docker:  { agent: { label: docker }", "docker:  { agent: { label: docker }, network: host");
}

function withKeys(text: string, keys: ServiceKeys): string {
  const document = parseDocument(text);
  for (const [key, value] of Object.entries(keys)) {
    document.set(key, typeof value === "function" ? value(document.get("service"), document.toJS()) : value);
  }
  return Object.keys(keys).length === 0 ? text : document.toString();
}
