import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import {
  type Cluster,
  type EventListener,
  type Metadata,
  type Param,
  type Pipeline,
  readCluster,
  type Task,
} from "./objects.ts";
import { runTask, type Secrets, type StepResult } from "./task.ts";

export type { StepResult } from "./task.ts";

/** A run, as the API of the cluster shows it. */
export interface PipelineRun {
  readonly metadata: Metadata & { readonly labels?: Readonly<Record<string, string>> };
  readonly spec: {
    status?: string;
    readonly pipelineRef: { readonly name: string };
    /** The pipeline of a run that is in a repository. */
    readonly pipelineSpec?: Pipeline["spec"];
    readonly params: readonly Param[];
  };
  status?: {
    conditions: { type: string; status: string; reason: string }[];
    results: { name: string; value: string }[];
  };
}

export interface TektonOptions {
  /** A private folder. */
  readonly home: string;
  /** The folder `tekton` of the generated files. */
  readonly files: string;
  /** The folder `jenkins-x`; null without Lighthouse. */
  readonly lighthouse?: string | null;
  /** The secrets of each namespace. */
  readonly secrets: Readonly<Record<string, Secrets>>;
  /** Variables of all steps: PATH, addresses. */
  readonly machine: Readonly<Record<string, string>>;
}

type Body = Readonly<Record<string, unknown>>;

/**
 * Runs generated pipelines on this machine. It is a stand-in for Tekton, not Tekton: it serves the API from which the tasks read
 * runs, starts runs as the event listeners describe, and executes the steps of tasks in order, with the parameters, results,
 * ConfigMaps and secrets that they get. It has no containers: it checks no images, no rights and no signatures of webhooks.
 */
export class TektonStandIn {
  readonly runs: PipelineRun[] = [];
  readonly steps: StepResult[] = [];
  private readonly cluster: Cluster;
  private readonly options: TektonOptions;
  private readonly server: Server;
  private address = "";

  static async start(options: TektonOptions): Promise<TektonStandIn> {
    const standIn = new TektonStandIn(options, await readCluster(options.files, options.lighthouse));
    await new Promise<void>((resolve) => standIn.server.listen(0, "127.0.0.1", resolve));
    standIn.address = `http://127.0.0.1:${(standIn.server.address() as AddressInfo).port}`;
    return standIn;
  }

  private constructor(options: TektonOptions, cluster: Cluster) {
    this.options = options;
    this.cluster = cluster;
    this.server = createServer((request, response) => {
      void this.answer(request).then(({ status, body }) => {
        response.writeHead(status, { "content-type": "application/json" });
        response.end(JSON.stringify(body));
      });
    });
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Sends a message to the event listener of a namespace. */
  send(namespace: string, body: Body): void {
    const { spec } = this.cluster.find<EventListener>("EventListener", namespace, "stagewright");
    for (const { interceptors, template } of spec.triggers) {
      const filters = interceptors
        .filter(({ ref }) => ref.name === "cel")
        .map(({ params }) => String(params[0]?.value));
      if (filters.every((filter) => holds(filter, body))) this.create(namespace, template.ref, body);
    }
  }

  /** Lets a waiting run start, as an approver does. */
  approve(name: string): void {
    const run = this.runs.find(({ metadata }) => metadata.name === name);
    if (run?.spec.status !== "PipelineRunPending") throw new Error(`${name} does not wait`);
    delete run.spec.status;
  }

  /** Runs everything that is started, one run after the other. */
  async idle(): Promise<void> {
    for (;;) {
      const next = this.runs.find(({ spec, status }) => status === undefined && spec.status === undefined);
      if (next === undefined) return;
      await this.runOne(next);
    }
  }

  /**
   * Runs a pipeline of a repository, as Lighthouse creates its run: in Lighthouse's namespace, with these parameters. Runs
   * the first stage, which it starts, and no other.
   */
  async runOfRepository(namespace: string, { spec }: PipelineRun, params: readonly Param[]): Promise<PipelineRun> {
    const metadata = {
      name: `repository-${this.steps.length}`,
      namespace,
      creationTimestamp: new Date().toISOString(),
    };
    const run: PipelineRun = { metadata, spec: { ...spec, params } };
    const first = this.runs.length;
    const own = this.runOne(run);
    while (run.status === undefined && this.runs[first] === undefined)
      await new Promise((resolve) => setTimeout(resolve, 50));
    const started = this.runs[first];
    if (started !== undefined) await this.runOne(started);
    await own;
    return run;
  }

  private async answer(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    const path = request.url ?? "";
    if (request.method === "POST") {
      let text = "";
      for await (const chunk of request) text += String(chunk);
      const before = this.runs.length;
      this.send(path.slice(1), JSON.parse(text) as Body);
      // The event listener answers with the name of the event, which the runs have as a label.
      const eventID = `event-${this.runs.length > before ? before : "none"}`;
      return { status: 202, body: { eventID } };
    }
    const [, listed, selector = ""] =
      /^\/apis\/tekton\.dev\/v1\/namespaces\/([^/]+)\/pipelineruns\?(.*)$/.exec(path) ?? [];
    if (listed !== undefined) {
      const [, event] = /eventid%3Devent-(\w+)$/.exec(selector) ?? [];
      const items = this.runs.filter(
        ({ metadata }, index) => metadata.namespace === listed && (event === undefined || `${index}` === event),
      );
      return { status: 200, body: { items } };
    }
    const [, namespace, name] =
      /^\/apis\/tekton\.dev\/v1\/namespaces\/([^/]+)\/pipelineruns\/([^/]+)$/.exec(path) ?? [];
    const run = this.runs.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name);
    return run === undefined ? { status: 404, body: {} } : { status: 200, body: run };
  }

  private create(namespace: string, template: string, body: Body): void {
    interface Spec {
      readonly params: readonly Param[];
      readonly resourcetemplates: readonly unknown[];
    }
    const fields = this.cluster.find<{ spec: Spec }>("TriggerBinding", namespace, template).spec.params;
    const { spec } = this.cluster.find<{ spec: Spec }>("TriggerTemplate", namespace, template);
    const values = Object.fromEntries(fields.map(({ name, value }) => [name, fieldOf(value.slice(2, -1), body)]));
    const text = JSON.stringify(spec.resourcetemplates[0]).replaceAll(
      /\$\(tt\.params\.(\w+)\)/g,
      (_, name: string) => values[name] ?? "",
    );
    const made = JSON.parse(text) as PipelineRun;
    const { generateName, name = `${generateName}${String(this.runs.length).padStart(4, "0")}x` } =
      made.metadata as Partial<Metadata>;
    if (this.runs.some(({ metadata }) => metadata.name === name)) return;
    this.runs.push({ ...made, metadata: { namespace, name, creationTimestamp: new Date().toISOString() } });
  }

  private pipelineOf({ metadata, spec }: PipelineRun): Pick<Pipeline, "spec"> {
    if (spec.pipelineSpec !== undefined) return { spec: spec.pipelineSpec };
    return this.cluster.find<Pipeline>("Pipeline", metadata.namespace ?? "", spec.pipelineRef.name);
  }

  private async runOne(run: PipelineRun): Promise<void> {
    const { name, namespace = "" } = run.metadata;
    const pipeline = this.pipelineOf(run);
    const known: Record<string, string> = {
      "context.pipelineRun.name": name,
      ...Object.fromEntries(run.spec.params.map((it) => [`params.${it.name}`, it.value])),
    };
    const fill = (text: string) => text.replaceAll(/\$\(([\w.-]+)\)/g, (all, key: string) => known[key] ?? all);
    let failed = false;
    for (const { name: task, taskRef, params } of pipeline.spec.tasks) {
      const done = await runTask(this.cluster.find<Task>("Task", namespace, taskRef.name), {
        ...{ cluster: this.cluster, namespace, run: name, task, machine: this.options.machine },
        folder: join(this.options.home, name, task),
        params: Object.fromEntries(params.map((it) => [it.name, fill(it.value)])),
        secrets: this.options.secrets[namespace] ?? {},
        local: (text) =>
          text
            .replaceAll("https://kubernetes.default.svc", this.address)
            .replaceAll(/http:\/\/el-stagewright\.([a-z-]+|\$\{namespace\})\.svc:8080/g, `${this.address}/$1`),
      });
      this.steps.push(...done.steps);
      for (const [result, value] of Object.entries(done.results)) known[`tasks.${task}.results.${result}`] = value;
      failed = done.failed;
      if (failed) break;
    }
    run.status = {
      conditions: [{ type: "Succeeded", status: failed ? "False" : "True", reason: failed ? "Failed" : "Succeeded" }],
      results: failed ? [] : (pipeline.spec.results ?? []).map((it) => ({ name: it.name, value: fill(it.value) })),
    };
  }
}

/** The part of CEL that the generated filters use. */
function holds(filter: string, body: Body): boolean {
  return filter.split(" && ").every((part) => {
    const [, has] = /^has\((.+)\)$/.exec(part) ?? [];
    if (has !== undefined) return pathValue(has, body) !== undefined;
    const [, chosen = "", list] = /^(\S+) in \[(.*)\]$/.exec(part) ?? [];
    if (list !== undefined) return list.split(", ").includes(`'${fieldOf(chosen, body)}'`);
    const [, field = "", text] = /^(\S+) == '(.*)'$/.exec(part) ?? [];
    if (text !== undefined) return fieldOf(field, body) === text;
    const [, tested, pattern] = /^(.+)\.matches\('(.*)'\)$/.exec(part) ?? [];
    if (tested === undefined || pattern === undefined) throw new Error(`the stand-in cannot evaluate ${part}`);
    return new RegExp(pattern).test(fieldOf(tested, body));
  });
}

/** The text of `body.a.b`. */
function fieldOf(path: string, body: Body): string {
  const value = pathValue(path, body);
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function pathValue(path: string, body: Body): unknown {
  let value: unknown = { body };
  for (const key of path.split(".")) value = (value as Body | undefined)?.[key];
  return value;
}
