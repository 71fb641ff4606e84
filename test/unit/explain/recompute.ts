import { parse, parseDocument } from "yaml";
import type { CompileInput } from "../../../generator/compile.ts";
import { withAnyTopology } from "../../support/any-topology.ts";
import { compiled } from "./examples.ts";
import { Generated } from "./generated-counts.ts";

/** Peak memory of one build in MB, copied from the measurements by hand. */
const MEASURED: Readonly<Record<string, number>> = { docker: 247, buildah: 91, buildkit: 117, kaniko: 44 };

interface Platform {
  readonly site: { readonly hosts?: readonly string[] };
  readonly environments?: Readonly<Record<string, unknown>>;
  readonly engines?: Readonly<Record<string, { readonly memory?: string }>>;
}

type Recompute = (context: {
  readonly generated: Generated;
  readonly input: CompileInput;
  readonly platform: Platform;
  readonly name: string;
}) => Readonly<Record<string, number>>;

/** How to compute each statement's figures from the generated files; `*` is a name. */
const methods: Readonly<Record<string, Recompute>> = {
  "owners.jobs": ({ generated }) => {
    const jobs = generated.jobs();
    const stages = jobs.flatMap((job) => job.stages).length;
    return { jobs: jobs.length, stages, services: new Set(jobs.map(({ service }) => service)).size };
  },
  "owners.handoffs": ({ generated }) => ({ handoffs: generated.jobs().reduce((sum, { takes }) => sum + takes, 0) }),
  "owners.places.*": ({ generated, name }) => {
    const jobs = generated.jobs().filter(({ service }) => service === name);
    return { jobs: jobs.length, folders: new Set(jobs.map(({ path }) => path.replace(/\/[^/]+$/, ""))).size };
  },
  "owners.team.*": ({ generated, name }) => {
    const stages = generated.stages();
    const ownersOf = generated
      .jobs()
      .map(({ service, stages: ids }) => ids.map((id) => stages.get(`${service}/${id}`)?.owner));
    const mixed = ownersOf.filter((owners) => new Set(owners).size > 1).flat();
    const jobs = ownersOf.filter((owners) => owners.every((owner) => owner === name)).length;
    return { jobs, shared: mixed.filter((owner) => owner === name).length };
  },
  "owners.path.*": ({ generated, name }) => {
    const stages = generated.stages();
    const owners = new Set<string>();
    const visit = (key: string) => {
      const stage = stages.get(key);
      if (stage === undefined) return;
      owners.add(stage.owner);
      for (const id of stage.takes) visit(`${stage.service}/${id}`);
    };
    for (const [key, { deploysTo }] of stages) if (deploysTo === name) visit(key);
    return { teams: owners.size };
  },
  "owners.alternatives.*": ({ input, name }) => ({ jobs: jobsWith(input, name) }),
  "operating-policy.choice": ({ generated, platform }) => ({
    instances: generated.instances().length,
    environments: Object.keys(platform.environments ?? {}).length,
  }),
  "operating-policy.builds-down": ({ generated }) => ({ running: generated.deployments().length }),
  "operating-policy.down.*": ({ generated, name }) => ({ running: generated.deployments(name).length }),
  "operating-policy.work": ({ generated }) => {
    const settings = generated.instances().length;
    return { settings, projects: generated.projects(), ...(settings > 1 ? { less: settings - 1 } : {}) };
  },
  "operating-policy.availability.*": ({ generated, name }) =>
    generated.text(`argocd/${name}/settings/README.md`).includes("on three nodes or more") ? { nodes: 3 } : {},
  "operating-policy.alternatives.central": ({ generated }) => ({
    instances: 1,
    stopped: new Set(generated.deployments().map(({ environment }) => environment)).size,
  }),
  "operating-policy.alternatives.each": ({ generated }) => ({
    instances: new Set(generated.deployments().map(({ environment }) => environment)).size,
  }),
  "operating-policy.alternatives.apart": () => ({ instances: ["open", "protected"].length }),
  "products.network": ({ platform }) =>
    platform.site.hosts === undefined ? {} : { hosts: platform.site.hosts.length },
  "engine.memory.*": ({ generated, platform, name }) => {
    const stages = generated.imageStages().filter((engine) => engine === name).length;
    const allowed = generated.allowed(name);
    const atOnce = allowed === null ? stages : Math.min(stages, allowed);
    const each = bytes(platform.engines?.[name]?.memory) ?? MEASURED[name] ?? 0;
    return { stages, atOnce, ...(allowed === null ? {} : { allowed }), each, sum: atOnce * each };
  },
  "engine.alternatives.*": ({ generated, name }) => ({
    stages: generated.imageStages().filter((engine) => engine !== name).length,
    // Without an engine, the tool of the stage needs the memory: there is no figure.
    ...(MEASURED[name] === undefined ? {} : { peak: MEASURED[name] }),
  }),
  "strategy.failure.*": ({ generated, name }) => ({
    services: new Set(
      generated
        .deployments()
        .filter(({ environment }) => environment === name)
        .map((it) => it.service),
    ).size,
    ...generated.firstShare(name),
  }),
};

/** Computes a statement's figures independently; null if there is no method for it. */
export function recompute(
  id: string,
  input: CompileInput,
  generated: Generated,
): Readonly<Record<string, number>> | null {
  const [pattern] = Object.keys(methods)
    .filter((it) => it === id || (it.endsWith("*") && id.startsWith(it.slice(0, -1))))
    .sort((one, other) => other.length - one.length);
  const method = pattern === undefined ? undefined : (methods[id] ?? methods[pattern]);
  const name = pattern?.endsWith("*") ? id.slice(pattern.length - 1) : "";
  return method?.({ generated, input, platform: parse(input.platform.text) as Platform, name }) ?? null;
}

/** `1Gi` in millions of bytes. */
function bytes(quantity: string | undefined): number | null {
  if (quantity === undefined) return null;
  const factor = { Gi: 1024 ** 3, Mi: 1024 ** 2 }[quantity.slice(-2)] ?? Number.NaN;
  return Math.round((Number.parseFloat(quantity) * factor) / 1e6);
}

/** Compiles the specs with another topology and counts the generated jobs. */
function jobsWith(input: CompileInput, topology: string): number {
  const set = ({ path, text }: CompileInput["platform"]) => {
    const document = parseDocument(text);
    document.set("topology", topology);
    return { path, text: String(document) };
  };
  const platform = set({ ...input.platform, text: withAnyTopology(input.platform.text) });
  const { files } = compiled({ ...input, platform, services: input.services.map(set) });
  return new Generated(files).jobs().length;
}
