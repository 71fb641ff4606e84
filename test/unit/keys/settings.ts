import { engines } from "../../../generator/engines/index.ts";
import type { Tree } from "../../support/schema-keys.ts";
import { digest, publicKey } from "../bad-specs/good.ts";
import { stagePodSettings } from "./pod-settings.ts";
import { reportSettings } from "./report-settings.ts";

type Specs = { platform: Tree; service: Tree };

/** Other keys that a key requires to have an effect. All settings whose pattern matches the path of the key apply. */
export interface Setting {
  readonly under: RegExp;
  readonly set: (specs: Specs) => void;
}

// biome-ignore lint/suspicious/noExplicitAny: unchecked specs, as parsed from text.
type Any = any;

const image = `harbor.acme.internal/ci/tool:1@sha256:${digest}`;
const stage = ({ service }: Specs, kind: string): Any => (service as Any).stages.find((it: Tree) => it.kind === kind);
const stages = ({ service }: Specs): Any[] => (service as Any).stages;

/** Adds an additional build to the source stage, in the service or in the platform's defaults. */
const also =
  (build: Tree): Setting["set"] =>
  (specs) => {
    stage(specs, "source").also = [{ ...build }];
  };
const alsoByDefault =
  (build: Tree): Setting["set"] =>
  ({ platform }) => {
    (platform as Any).defaults = { kinds: { source: { also: [{ ...build }] } } };
  };

/** Lets an engine build in pods, and the image stage use it. */
function inPods(name: string, more: Tree): Setting["set"] {
  return (specs) => {
    (specs.platform as Any).engines[name] = { agent: { kubernetes: {} }, memory: "1Gi", image, ...more };
    stage(specs, "image").engine = name;
  };
}

/** Lets the image stage run a command instead of an engine. */
const withoutEngine: Setting["set"] = (specs) => {
  (specs.platform as Any).engines.none ??= { agent: { label: "linux" } };
  const it = stage(specs, "image");
  delete it.base;
  Object.assign(it, { engine: "none", command: "make image", digestFrom: "digest" });
};

/** A spec that each CI product accepts. */
const forEachProduct: Setting["set"] = ({ platform, service }) => {
  const { site, pipelines, library } = platform as Any;
  site.network = "online";
  delete site.hosts;
  pipelines.directory = "";
  delete library.git;
  delete service.triggers;
  delete service.parameters;
  site.git = { host: "github" };
  site.tekton = { image };
  (platform as Any).teams.platform.group = "leads";
};

/** The registry of a provider, in which the runs of GitHub log in without a password. */
const identity =
  (host: string, githubOidc: Tree): Setting["set"] =>
  (specs) => {
    forEachProduct(specs);
    (specs.platform as Any).target = "github-actions";
    (specs.platform as Any).pipelines.git = "https://github.com/acme/pipelines.git";
    (specs.service as Any).git = "https://github.com/acme/shop.git";
    Object.assign((specs.platform as Any).registries.harbor, { host, githubOidc });
    stage(specs, "image").base.image = `other.acme.internal/base/jre:17@sha256:${digest}`;
  };

export const settings: readonly Setting[] = [
  { under: /^platform\.target$/, set: forEachProduct },
  { under: /\.githubOidc\.aws\./, set: identity("123456789012.dkr.ecr.eu-central-1.amazonaws.com", {}) },
  {
    under: /\.githubOidc\.google\./,
    set: identity("europe-docker.pkg.dev", {
      google: {
        workloadIdentityProvider: "projects/1/locations/global/workloadIdentityPools/pool/providers/acme",
        serviceAccount: "images@acme.iam.gserviceaccount.com",
      },
    }),
  },
  {
    under: /\.githubOidc\.azure\./,
    set: identity("acme.azurecr.io", {
      azure: { clientId: "11111111-2222-3333-4444-555555555555", tenantId: "66666666-7777-8888-9999-000000000000" },
    }),
  },
  {
    under: /\.triggers\.(comment|label)$/,
    set: ({ platform, service }) => {
      (platform as Any).site.git = { host: "github", credentials: "git-api" };
      Object.assign(service, { job: "multibranch", version: "1.2.{build}-{commit}" });
    },
  },
  {
    under: /^platform\.site\.tekton\./,
    set: ({ platform }) => {
      (platform as Any).target = "tekton";
      (platform as Any).site.git = { host: "gitlab" };
      (platform as Any).site.tekton = { image };
      (platform as Any).teams.platform.group = "leads";
    },
  },
  {
    under: /^platform\.site\.jenkinsX\./,
    set: ({ platform }) => {
      (platform as Any).target = "jenkins-x";
      (platform as Any).site.git = { host: "gitlab" };
      (platform as Any).site.tekton = { image };
      (platform as Any).teams.platform.group = "leads";
    },
  },
  {
    under: /^platform\.site\.git|^service\.jenkinsfile/,
    set: ({ platform, service }) => {
      service.job = "multibranch";
      (platform as Any).site.git = { host: "github" };
    },
  },
  {
    under: /\.versionFile$/,
    set: ({ service }) => {
      service.version = "{project}.{build}";
    },
  },
  {
    under: /library\.otherSteps/,
    set: ({ platform, service }) => {
      (platform as Any).library.own = "own";
      (service as Any).stages.push({ id: "scan", kind: "custom", owner: "shop", step: "scanImage" });
    },
  },
  {
    under: /\[custom\]|kinds\.custom/,
    set: (specs) => {
      stages(specs).splice(1, 0, { id: "lint", kind: "custom", owner: "shop", command: "make lint" });
      stage(specs, "image").needs = ["lint"];
    },
  },
  {
    // A shell of Windows needs an agent of its own.
    under: /(\[custom\]|kinds\.custom)\.shell$/,
    set: (specs) => {
      stage(specs, "custom").agent = { label: "windows" };
    },
  },
  {
    under: /\.when\.tags/,
    set: ({ service }) => {
      service.branches = [
        { branch: "main", through: "dev" },
        { tag: "**", through: "dev" },
      ];
    },
  },
  {
    under: /^service\.stages\[\w+\]\.approval/,
    set: (specs) => {
      for (const kind of ["custom", "image", "deploy"]) {
        const it = stages(specs).find((one) => one.kind === kind);
        if (it !== undefined) it.approval = { by: ["managers", "leads", "heads"] };
      }
    },
  },
  {
    under: /kinds\.(image|deploy|custom)\.approval/,
    set: ({ platform }) => {
      const approval = { by: ["managers", "leads", "heads"] };
      platform.defaults = {
        kinds: { image: { approval }, deploy: { approval }, custom: { approval: { ...approval } } },
      };
    },
  },
  {
    under: /^platform\.(site\.authorization|teams\.\*\.group)/,
    set: ({ platform }) => {
      for (const [name, team] of Object.entries((platform as Any).teams) as [string, Any][]) team.group = name;
    },
  },
  {
    under: /^platform\.pipelines\.codeowners\.approvals/,
    set: ({ platform }) => {
      (platform as Any).pipelines.codeowners = { dialect: "gitlab" };
    },
  },
  {
    under: /\[custom\]\.(step|arguments)|kinds\.custom\.(step|arguments)/,
    set: (specs) => {
      delete stage(specs, "custom").command;
      stage(specs, "custom").step = "acmeLint";
    },
  },
  {
    under: /kinds\.custom\.(command|owner)/,
    set: (specs) => {
      delete stage(specs, "custom").command;
      delete stage(specs, "custom").owner;
      specs.platform.defaults = { kinds: { custom: { command: "make", owner: "shop" } } };
    },
  },
  {
    under: /kinds\.custom\.step/,
    set: (specs) => {
      delete stage(specs, "custom").step;
    },
  },
  {
    under: /\[custom\]\.(id|needs)/,
    set: (specs) => {
      delete stage(specs, "image").needs;
    },
  },
  {
    under: /tools\.(syft|cosign|trivy)|\.(sbom|sign|provenance|scan)$/,
    set: (specs) => {
      const tools = { syft: {}, cosign: { key: "cosign-key", password: "cosign-password" }, trivy: {} };
      Object.assign((specs.platform as Any).site.tools, tools);
      Object.assign(stage(specs, "image"), { sbom: true, sign: true, provenance: true, scan: "high" });
    },
  },
  {
    under: /^platform\.defaults\.kinds\.image\.(sbom|sign|provenance|scan)/,
    set: (specs) => {
      for (const key of ["sbom", "sign", "provenance", "scan"]) delete stage(specs, "image")[key];
    },
  },
  {
    under: /^platform\.environments\.\*\.requires/,
    set: (specs) => {
      const cosign = { key: "cosign-key", password: "cosign-password", publicKey };
      Object.assign((specs.platform as Any).site.tools, { cosign });
      Object.assign(stage(specs, "image"), { sign: true, provenance: true });
    },
  },
  {
    under: /^platform\.teams\.\*\.contact/,
    set: ({ platform }) => {
      (platform as Any).teams.shop.contact = { mail: "shop@acme.internal", webhook: "chat" };
    },
  },
  {
    under: /^platform\.site\.pools/,
    set: ({ platform }) => {
      (platform as Any).site.pools = { "linux-build": { executors: 4, memory: "8Gi", cpu: "4", otherBuild: "2Gi" } };
      Object.assign((platform as Any).engines.buildah, { isolation: "oci", memory: "1Gi", cpu: "1" });
      (platform as Any).engines.buildah.agent.label = "linux-build";
    },
  },
  {
    under: /^platform\.site\.agents\.images/,
    set: ({ platform }) => {
      delete (platform as Any).engines.buildah.agent;
    },
  },
  {
    // All stages have one agent then, which is an error for a protected environment.
    under: /^platform\.defaults\.all\.agent/,
    set: ({ platform }) => {
      delete (platform as Any).environments.prod.protected;
    },
  },
  {
    under: /^platform\.engines\.\w+\.agent\.kubernetes\.caConfigMap/,
    set: ({ platform }) => {
      (platform as Any).site.caBundle = "ca";
    },
  },
  {
    under: /^platform\.teams\.\*\.pipelines/,
    set: ({ platform }) => {
      (platform as Any).teams.shop.pipelines = { git: "https://git.acme.internal/shop/pipelines.git" };
    },
  },
  {
    under: /^platform\.teams\.\*\.approvers/,
    set: (specs) => {
      for (const it of stages(specs)) if (it.kind === "deploy") it.owner = "shop";
    },
  },
  ...engines.map(({ name, onlyPods, podSettings }) => {
    const images = podSettings.filter((key) => key !== "memory");
    const keys = onlyPods === null ? `(agent\\.kubernetes|${[...images, "image"].join("|")})` : "(?!agent\\.label)";
    const under = new RegExp(`^platform\\.engines\\.${name}\\.${keys}`);
    return { under, set: inPods(name, Object.fromEntries(images.map((key) => [key, image]))) };
  }),
  {
    under: /^platform\.engines\.docker\.(memory|cpu)/,
    set: ({ platform }) => Object.assign((platform as Any).engines.docker, { buildkit: false }),
  },
  {
    under: /^platform\.engines\.buildah\.(memory|cpu)/,
    set: ({ platform }) => Object.assign((platform as Any).engines.buildah, { isolation: "oci" }),
  },
  {
    under: /^platform\.engines\.(docker|buildah)\.agent\.label/,
    set: (specs) => {
      const other = { ...stage(specs, "image"), id: "other", engine: "docker" };
      stages(specs).push({ ...other, image: { registry: "harbor", name: "shop/other" } });
    },
  },
  {
    under: /^platform\.site\.agents\.pullRequests\.byLabel/,
    set: ({ platform }) => {
      const { site } = platform as Any;
      site.agents = { ...site.agents, pullRequests: { label: "pr", byLabel: { windows: "windows-pr" } } };
    },
  },
  {
    under: /^platform\.site\.pullRequests\.credentials/,
    set: ({ platform }) => {
      const { site } = platform as Any;
      site.caBundle = "ca-bundle";
      site.tools = { ...site.tools, maven: { settings: "maven-settings" } };
    },
  },
  {
    under: /^platform\.site\.statuses/,
    set: ({ platform }) => {
      const statuses = { host: "gitlab", api: "https://git.acme.internal/api/v4", credentials: "status" };
      (platform as Any).site.statuses = statuses;
    },
  },
  {
    under: /^platform\.registries\.\*\.mirror/,
    set: ({ platform }) => {
      (platform as Any).registries.harbor.mirror = "other.acme.internal/harbor";
    },
  },
  {
    under: /^platform\.environments\.\*\.freeze/,
    set: ({ platform }) => {
      (platform as Any).environments.dev.freeze = [{ schedule: "0 16 * * 5", duration: "64h" }];
    },
  },
  {
    under: /^platform\.defaults\.teams\.\*\.pin|^platform\.defaults\.all\.pin/,
    set: ({ service }) => {
      delete service.pin;
    },
  },
  {
    under: /^platform\.defaults\.kinds\.image\.(engine|image|base|owner)/,
    set: (specs) => {
      const { id, kind } = stage(specs, "image");
      const index = stages(specs).findIndex((it) => it.id === id);
      stages(specs)[index] = { id, kind };
      (specs.platform as Any).defaults = {
        kinds: {
          image: {
            ...{ owner: "platform", engine: "buildah", image: { registry: "harbor", name: "shop/shop" } },
            base: { image, argument: "BASE" },
          },
        },
      };
    },
  },
  {
    under: /^platform\.defaults\.kinds\.(source|deploy)\.owner/,
    set: (specs) => {
      for (const it of stages(specs)) if (it.kind !== "image") delete it.owner;
      (specs.platform as Any).defaults = { kinds: { source: { owner: "shop" }, deploy: { owner: "shop" } } };
    },
  },
  {
    under: /^platform\.defaults\.kinds\.source\.(tool|artifacts)/,
    set: (specs) => {
      delete stage(specs, "source").tool;
      delete stage(specs, "source").artifacts;
      (specs.platform as Any).defaults = { kinds: { source: { tool: "maven", artifacts: ["a/*"] } } };
    },
  },
  {
    under: /(source|\[source\])\.command/,
    set: (specs) => {
      stage(specs, "source").tool = "command";
    },
  },
  { under: /^service.*\.also\[\]/, set: also({ tool: "maven" }) },
  { under: /^service.*\.also\[\]\.command/, set: also({ tool: "command" }) },
  { under: /^platform.*\.also\[\]/, set: alsoByDefault({ tool: "maven" }) },
  { under: /^platform.*\.also\[\]\.command/, set: alsoByDefault({ tool: "command" }) },
  {
    under: /\.agent\.kubernetes\.tolerations/,
    set: ({ platform }) => {
      for (const { agent } of Object.values((platform as Any).engines) as Any[])
        if (agent.kubernetes) agent.kubernetes.tolerations = [{ key: "build" }];
    },
  },
  ...engines
    // docker applies limits with `buildkit: false`.
    .filter(({ name, ignoresBounds }) => name !== "docker" && ignoresBounds({}) !== null)
    .map(({ name, podSettings }): Setting => {
      const pod = Object.fromEntries(podSettings.map((key) => [key, key === "memory" ? "1Gi" : image]));
      return {
        under: new RegExp(`^platform\\.engines\\.${name}\\.(memory|cpu)`),
        set: ({ platform }) => {
          (platform as Any).engines[name] = { agent: { kubernetes: {} }, ...pod };
        },
      };
    }),
  { under: /^platform\.engines\.none\./, set: withoutEngine },
  {
    under: /^platform\.engines\.buildkit\.certificates/,
    set: ({ platform }) => {
      (platform as Any).engines.buildkit = { agent: { label: "linux" }, host: "tcp://build.acme.internal:1234" };
    },
  },
  { under: /^service\.stages\[image\]\.(command|digestFrom)/, set: withoutEngine },
  {
    under: /kinds\.image\.(command|digestFrom)/,
    set: (specs) => {
      withoutEngine(specs);
      const it = stage(specs, "image");
      delete it.command;
      delete it.digestFrom;
      (specs.platform as Any).defaults = { kinds: { image: { command: "make image", digestFrom: "digest" } } };
    },
  },
  { under: /^platform\.site\.podSecurity/, set: inPods("buildah", {}) },
  {
    under: /^platform\.(site\.hosts|policy)/,
    set: ({ platform }) => {
      (platform as Any).site.network = "offline";
    },
  },
  {
    under: /^platform\.policy\.waivers/,
    set: ({ platform }) => {
      const waiver = {
        policy: "SW403",
        key: "pipelines.git",
        reason: "one host for now",
        owner: "shop",
        until: "2027-06-30",
      };
      platform.policy = { waivers: [waiver], severity: { SW403: "warning" } };
    },
  },
  {
    under: /^platform\.locks\.append/,
    set: (specs) => {
      stage(specs, "image").labels = { team: "mine" };
      specs.platform.defaults = { kinds: { image: { labels: { team: "theirs" } } } };
    },
  },
  {
    under: /^platform\.locks\.tighten/,
    set: (specs) => {
      stage(specs, "image").timeout = 20;
      specs.platform.defaults = { all: { timeout: 10 } };
    },
  },
  {
    under: /\.topology$/,
    set: (specs) => {
      const { platform } = specs as Any;
      platform.locks = { ...platform.locks, replace: [...(platform.locks?.replace ?? []), "topology"] };
      platform.policy = { severity: { SW470: "note" } };
    },
  },
  {
    under: /^service\.stages\[source\].*\.cache$/,
    set: (specs) => {
      const { platform } = specs as Any;
      const replace = [...(platform.locks?.replace ?? []), "source.cache", "source.also.cache"];
      platform.locks = { ...platform.locks, replace };
    },
  },
  {
    under: /^platform\.locks\.replace/,
    set: ({ platform, service }) => {
      platform.locks = {};
      service.credentials = "git";
    },
  },
  {
    under: /^platform\.locks\.except/,
    set: ({ platform }) => {
      platform.locks = { closed: ["image.base"] };
    },
  },
  {
    under: /^service\.stages\[deploy\]\.id/,
    set: ({ service }) => {
      service.branches = [];
    },
  },
  {
    under: /^service\.branches/,
    set: ({ service }) => {
      service.branches = [{ branch: "release/*", through: "image" }];
    },
  },
  {
    under: /^service\.branches\[\]\.tag/,
    set: ({ service }) => {
      service.branches = [{ through: "image" }];
    },
  },
  {
    under: /^service\.branches\[\]\.pullRequest/,
    set: ({ service }) => {
      service.branches = [{ through: "build" }];
    },
  },
  {
    under: /^service\.parameters/,
    set: ({ service }) => {
      service.parameters = [{ name: "PROFILE", kind: "text" }];
    },
  },
  {
    under: /^service\.parameters\[\]\.choices/,
    set: ({ service }) => {
      service.parameters = [{ name: "PROFILE", kind: "choice" }];
    },
  },
  {
    // Only tests and the site's own steps make a stage unstable, and only stages that start others can stop them.
    under: /^(service\.stages\[\w+\]|platform\.defaults\.(all|teams\.\*|kinds\.\w+))\.unstable$/,
    set: (specs) => {
      const { platform, service } = specs as Any;
      platform.library.own = "own";
      platform.locks.replace.push("stages.before");
      service.branches = [{ branch: "main", through: "smoke" }];
      const at = stages(specs).findIndex(({ id }) => id === "dev");
      const smoke = { kind: "custom", owner: "shop", command: "make smoke" };
      stages(specs).splice(at + 1, 0, { id: "first", ...smoke }, { id: "smoke", ...smoke });
      for (const it of stages(specs)) it.before = [{ step: "openTicket" }];
    },
  },
  {
    under: /\.triggers\.webhook/,
    set: ({ service }) => {
      service.triggers = { poll: "H/5 * * * *" };
    },
  },
  {
    under: /^service\.stages\[(image|deploy)\]\.needs/,
    set: (specs) => {
      const at = stages(specs).findIndex(({ kind }) => kind === "image");
      stages(specs).splice(at, 0, { id: "again", kind: "source", owner: "shop", tool: "npm", artifacts: ["dist/**"] });
      stages(specs).splice(at + 2, 0, { ...stage(specs, "image"), id: "second", needs: ["again"] });
      stages(specs)[at + 2].image = { registry: "harbor", name: "shop/second" };
    },
  },
  {
    under: /\.(before|after)\[\]/,
    set: (specs) => {
      const { platform } = specs as Any;
      platform.library.own = "own";
      platform.locks = {
        ...platform.locks,
        replace: [...(platform.locks?.replace ?? []), "stages.before", "stages.after"],
      };
    },
  },
  {
    under: /^service\.stages.*\.(before|after)\[\]/,
    set: (specs) => {
      for (const it of stages(specs))
        Object.assign(it, { before: [{ step: "openTicket" }], after: [{ step: "openTicket" }] });
    },
  },
  {
    under: /kinds\.\w+\.(before|after)\[\]/,
    set: ({ platform }) => {
      const hooks = () => ({ before: [{ step: "openTicket" }], after: [{ step: "openTicket" }] });
      platform.defaults = { kinds: { source: hooks(), image: hooks(), deploy: hooks(), custom: hooks() } };
    },
  },
  ...reportSettings,
  ...stagePodSettings,
];
