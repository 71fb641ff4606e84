import { parse } from "yaml";

/** The file of a stage on Tekton: with its owner, service and stage. */
const TEKTON = /^(tekton\/teams\/([^/]+)|repositories\/([^/]+)\/tekton)\/([^/]+)\/([^/]+)\.yaml$/;

/** Reads facts from the generated files, without the compiler's code. */
export class Generated {
  constructor(private readonly files: ReadonlyMap<string, string>) {}

  /** Every job that the Job DSL, a workflow or a pipeline of Tekton defines. */
  jobs() {
    return [...this.jenkinsJobs(), ...this.workflows(), ...this.pipelines()];
  }

  private pipelines() {
    return this.matching(TEKTON).flatMap(([path, text]) => {
      const [, , shared, own, service = "", stage = ""] = TEKTON.exec(path) ?? [];
      const settings = /chain\.json: \|\n([\s\S]*?)\n {2}settings\.json:/.exec(text)?.[1] ?? "{}";
      const { needs, source } = JSON.parse(settings) as { needs: unknown[]; source: unknown };
      // The first stage is not in the list.
      const takes = needs.length > 0 ? needs.length : source === null ? 0 : 1;
      return { path: `${shared ?? own}/${service}-${stage}`, service, stages: [stage], takes };
    });
  }

  private workflows() {
    return this.matching(/^\.github\/workflows\//).map(([path]) => {
      const [, owner = "", service = "", stage = ""] = /([^/.]+)\.([^/.]+)\.([^/.]+)\.yml$/.exec(path) ?? [];
      // The caller lists the stages whose release it takes. A workflow also downloads the record that lists its artifacts.
      const caller = this.files.get(`applications/${service}/.github/workflows/${service}.yml`) ?? "";
      const needs = new RegExp(`^  ${stage}:\\n(?: {4}.*\\n)*? {4}needs: \\[(.*)\\]$`, "m").exec(caller)?.[1] ?? "";
      const takes = needs.split(", ").filter((it) => it !== "" && it !== "_reach").length;
      return { path: `${owner}/${service}-${stage}`, service, stages: [stage], takes };
    });
  }

  private jenkinsJobs() {
    return this.matching(/^jenkins\/jobs\//).flatMap(([, text]) =>
      text
        .split(/(?=^(?:multibranchP|p)ipelineJob\()/m)
        .slice(1)
        .map((block) => {
          const path = /ipelineJob\('([^']+)'\)/.exec(block)?.[1] ?? "";
          const [, service = "", stages = ""] = /Service (\S+), stages? (.+?)\. Owner/.exec(block) ?? [];
          return {
            path,
            service,
            stages: stages.split(", "),
            takes: block.match(/'UPSTREAM_BUILD(_\w+)?'/g)?.length ?? 0,
          };
        }),
    );
  }

  /** Stages by `service/stage`, from the map of pipelines: owner, and the stages it takes the release of. */
  stages() {
    const page = this.files.get("PIPELINES.md") ?? "";
    const found = new Map<string, { service: string; owner: string; deploysTo: string | null; takes: string[] }>();
    for (const section of page.split(/^## /m).slice(1)) {
      const service = section.split("\n")[0]?.trim() ?? "";
      for (const line of section.split("\n").filter((it) => it.includes("| `/"))) {
        const [, id = "", what = "", owner = "", , , takes = ""] = line.split(/(?<!\\) ?\| ?/);
        const deploysTo = /^deploy to ([^,]+)/.exec(what)?.[1] ?? null;
        found.set(`${service}/${id}`, { service, owner, deploysTo, takes: takes === "–" ? [] : takes.split(", ") });
      }
    }
    return found;
  }

  /** Argo CD's instances, by the folders made for them. */
  instances(): string[] {
    return [...new Set(this.matching(/^argocd\//).map(([path]) => path.split("/")[1] ?? ""))];
  }

  /** Services by environment that an instance deploys; of all instances without a name. */
  deployments(instance = "[^/]+"): { environment: string; service: string }[] {
    return this.matching(new RegExp(`^argocd/${instance}/settings/README\\.md$`)).flatMap(([, text]) =>
      [...text.matchAll(/^\| `([^`]+)` \| (?:yes|no) \| (.+) \|$/gm)].flatMap(([, environment = "", services = ""]) =>
        services.split(", ").map((service) => ({ environment, service })),
      ),
    );
  }

  /** The first share of the canaries of an environment, if it has any. */
  firstShare(environment: string): { share?: number } {
    const texts = this.matching(new RegExp(`^gitops/${environment}/.*rollout\\.yaml$`)).map(([, text]) => text);
    const weights = texts.flatMap((text) => /setWeight: (\d+)/.exec(text)?.[1] ?? []);
    return weights[0] === undefined ? {} : { share: Number(weights[0]) };
  }

  projects(): number {
    return this.matching(/^argocd\/[^/]+\/projects\//).length;
  }

  /** Image stages by engine, in Jenkinsfiles, workflows and pipelines of Tekton. */
  imageStages(): string[] {
    return [...this.matching(/Jenkinsfile$|^\.github\/workflows\//), ...this.matching(TEKTON)].flatMap(([, text]) =>
      [...text.matchAll(/\b(?:engine: '|engine": ")([^'"]+)['"]/g)].map(([, engine = ""]) => engine),
    );
  }

  /** How many of an engine's builds the lockable resources allow; null for no bound. */
  allowed(engine: string): number | null {
    const casc = parse(this.files.get("jenkins/casc.yaml") ?? "{}") as {
      unclassified?: { lockableResourcesManager?: { declaredResources?: { labels: string }[] } };
    };
    const resources = casc.unclassified?.lockableResourcesManager?.declaredResources ?? [];
    return resources.filter(({ labels }) => labels === `stagewright-${engine}`).length || null;
  }

  text(path: string): string {
    return this.files.get(path) ?? "";
  }

  private matching(pattern: RegExp): [string, string][] {
    return [...this.files].filter(([path]) => pattern.test(path));
  }
}
