/** A platform's governance, a service's change, and what is said or what holds. */
export interface LockCase {
  readonly name: string;
  /** Put at the end of the platform spec, from line 35 on. */
  readonly platform: string;
  readonly service?: readonly (readonly [from: string, to: string])[];
  /** `file:line:column+length CODE message -> the lock's place`. */
  readonly expected?: readonly string[];
  /** Values of the model: `stage.key`, or a service's key. */
  readonly values?: Readonly<Record<string, unknown>>;
}

const open = "locks: { replace: [credentials] }\n";
const lock = (more: string) => `locks:\n  replace: [credentials]\n${more}\n`;
const source = (more: string) => [["tool: maven,", `tool: maven, ${more},`]] as const;
const image = (more: string) => [["    engine: buildah", `    engine: buildah\n    ${more}`]] as const;

export const lockCases: readonly LockCase[] = [
  {
    name: "an agent is closed without a line",
    platform: open,
    service: source("agent: { label: big }"),
    expected: [
      'services/shop.yaml:12:58+5 SW315 "agent" is locked by default: a service cannot set stages.build.agent',
    ],
  },
  {
    name: "an agent that the platform opens",
    platform: lock("  append: []").replace("[credentials]", "[credentials, stages.agent]"),
    service: source("agent: { label: big }"),
    values: { "build.agent": { label: "big", pod: null } },
  },
  {
    name: "an agent opened for one kind only",
    platform: lock("").replace("[credentials]", "[credentials, image.agent]"),
    service: [...source("agent: { label: big }"), ...image("agent: { label: big }")],
    expected: [
      'services/shop.yaml:12:58+5 SW315 "agent" is locked by default: a service cannot set stages.build.agent',
    ],
  },
  {
    name: "credentials are closed without a line",
    platform: "",
    expected: ['services/shop.yaml:3:1+11 SW315 "credentials" is locked by default: a service cannot set credentials'],
  },
  {
    name: "credentials from the team's default",
    platform: "defaults: { teams: { shop: { credentials: shop-git } } }\n",
    service: [["credentials: git-read\n", ""]],
    values: { credentials: "shop-git" },
  },
  {
    name: "a service's credentials against the team's default",
    platform: "defaults: { teams: { shop: { credentials: shop-git } } }\n",
    expected: ['services/shop.yaml:3:1+11 SW315 "credentials" is locked by default: a service cannot set credentials'],
  },
  { name: "a registry may be named where no default is", platform: open, values: { "image.registry": "harbor" } },
  {
    name: "a registry is closed once there is a default",
    platform: `${open}defaults: { kinds: { image: { image: { registry: harbor } } } }\n`,
    expected: [
      'services/shop.yaml:17:14+8 SW315 "registry" is locked by default: a service cannot set stages.image.image.registry',
    ],
  },
  {
    name: "a default registry opened",
    platform: `locks: { replace: [credentials, image.image.registry] }\ndefaults: { kinds: { image: { image: { registry: harbor } } } }\n`,
    values: { "image.registry": "harbor" },
  },
  {
    name: "the registry's default taken",
    platform: `${open}defaults: { kinds: { image: { image: { registry: harbor } } } }\n`,
    service: [["{ registry: harbor, name: shop/shop }", "{ name: shop/shop }"]],
    values: { "image.registry": "harbor" },
  },
  {
    name: "a closed key of a service",
    platform: lock("  closed: [pin]"),
    service: [["version: '1.2.{build}'", "version: '1.2.{build}'\npin: v9.9.9"]],
    expected: [
      'services/shop.yaml:5:1+3 SW315 "pin" is locked by stagewright.yaml:37: a service cannot set pin -> stagewright.yaml:37:12',
    ],
  },
  {
    name: "a closed mapping, touched as a whole",
    platform: lock("  closed: [image.base]"),
    expected: [
      'services/shop.yaml:18:5+4 SW315 "base" is locked by stagewright.yaml:37: a service cannot set stages.image.base -> stagewright.yaml:37:12',
    ],
  },
  {
    name: "a closed key within a mapping",
    platform: lock("  closed: [image.base.image]"),
    expected: [
      'services/shop.yaml:18:13+5 SW315 "image" is locked by stagewright.yaml:37: a service cannot set stages.image.base.image -> stagewright.yaml:37:12',
    ],
  },
  {
    name: "a closed mapping with one key opened",
    platform: lock("  closed: [image.base]").replace("[credentials]", "[credentials, image.base.argument]"),
    expected: [
      'services/shop.yaml:18:13+5 SW315 "image" is locked by stagewright.yaml:37: a service cannot set stages.image.base.image -> stagewright.yaml:37:12',
    ],
  },
  {
    name: "a closed key of triggers",
    platform: lock("  closed: [triggers.cron]"),
    service: [["{ poll: 'H/5 * * * *' }", "{ poll: 'H/5 * * * *', cron: 'H 3 * * *' }"]],
    expected: [
      'services/shop.yaml:8:34+4 SW315 "cron" is locked by stagewright.yaml:37: a service cannot set triggers.cron -> stagewright.yaml:37:12',
    ],
  },
  {
    name: "a closed list",
    platform: lock("  closed: [parameters]"),
    expected: [
      'services/shop.yaml:9:1+10 SW315 "parameters" is locked by stagewright.yaml:37: a service cannot set parameters -> stagewright.yaml:37:12',
    ],
  },
  {
    name: "a kind's lock leaves the others alone",
    platform: lock("  closed: [deploy.timeout]"),
    service: source("timeout: 5"),
    values: { "build.timeout": 5 },
  },
  {
    name: "every stage's lock",
    platform: lock("  closed: [stages.timeout]"),
    service: [...source("timeout: 5"), ...image("timeout: 6")],
    expected: [
      'services/shop.yaml:12:58+7 SW315 "timeout" is locked by stagewright.yaml:37: a service cannot set stages.build.timeout -> stagewright.yaml:37:12',
      'services/shop.yaml:17:5+7 SW315 "timeout" is locked by stagewright.yaml:37: a service cannot set stages.image.timeout -> stagewright.yaml:37:12',
    ],
  },
  {
    name: "a kind's lock goes before every stage's",
    platform: lock("  closed: [stages.timeout]").replace("[credentials]", "[credentials, source.timeout]"),
    service: [...source("timeout: 5"), ...image("timeout: 6")],
    expected: [
      'services/shop.yaml:17:5+7 SW315 "timeout" is locked by stagewright.yaml:37: a service cannot set stages.image.timeout -> stagewright.yaml:37:12',
    ],
  },
  {
    name: "a list that is added to",
    platform: `${lock("  append: [source.tests]")}defaults: { kinds: { source: { tests: [reports/*.xml] } } }\n`,
    service: source("tests: [more/*.xml]"),
    values: { "build.tests": ["reports/*.xml", "more/*.xml"] },
  },
  {
    name: "a list that is replaced",
    platform: `${open}defaults: { kinds: { source: { tests: [reports/*.xml] } } }\n`,
    service: source("tests: [more/*.xml]"),
    values: { "build.tests": ["more/*.xml"] },
  },
  {
    name: "a mapping that is added to",
    platform: `${lock("  append: [image.labels]")}defaults: { kinds: { image: { labels: { site: seoul } } } }\n`,
    service: image("labels: { tier: web }"),
    values: { "image.labels": { site: "seoul", tier: "web" } },
  },
  {
    name: "a mapping that is added to, but changed",
    platform: `${lock("  append: [image.labels]")}defaults: { kinds: { image: { labels: { site: seoul } } } }\n`,
    service: image("labels: { site: busan, tier: web }"),
    expected: [
      "services/shop.yaml:17:15+4 SW315 the platform spec sets stages.image.labels.site; a service can add to image.labels, but not replace values -> stagewright.yaml:37:12",
    ],
  },
  {
    name: "a single value that may only be added to",
    platform: `${lock("  append: [source.timeout]")}defaults: { kinds: { source: { timeout: 30 } } }\n`,
    service: source("timeout: 5"),
    expected: [
      "services/shop.yaml:12:58+7 SW315 the platform spec sets stages.build.timeout; a service can add to source.timeout, but not replace values -> stagewright.yaml:37:12",
    ],
  },
  {
    name: "an exception for the service's team",
    platform: lock("  closed: [pin]\n  except: { shop: [pin] }"),
    service: [["version: '1.2.{build}'", "version: '1.2.{build}'\npin: v9.9.9"]],
    values: { pin: "v9.9.9" },
  },
  {
    name: "an exception for another team",
    platform: lock("  closed: [stages.retries]\n  except: { platform: [stages.retries] }"),
    service: image("retries: 2"),
    expected: [
      'services/shop.yaml:17:5+7 SW315 "retries" is locked by stagewright.yaml:37: a service cannot set stages.image.retries -> stagewright.yaml:37:12',
    ],
  },
  {
    name: "a team's default goes before the kind's and all's",
    platform: `${open}defaults: { all: { timeout: 1, retries: 1 }, kinds: { source: { timeout: 2 } }, teams: { shop: { timeout: 3 } } }\n`,
    values: { "build.timeout": 3, "build.retries": 1, "image.timeout": 1 },
  },
  {
    name: "an owner by kind that services may not change",
    platform: `${lock("  closed: [image.owner]")}defaults: { kinds: { image: { owner: platform } } }\n`,
    expected: [
      'services/shop.yaml:15:5+5 SW315 "owner" is locked by stagewright.yaml:37: a service cannot set stages.image.owner -> stagewright.yaml:37:12',
    ],
  },
  {
    name: "a lock of no key",
    platform: lock("  closed: [image.bass]"),
    expected: [
      'stagewright.yaml:37:12+10 SW302 "image.bass" is not a key that can be locked; one of image.after, image.after.arguments, image.after.arguments.*, image.after.step, image.agent, image.agent.label, image.approval, image.approval.by, image.approval.count, image.approval.message, image.approval.notAuthor, image.approval.timeout, image.artifactsFrom, image.base, image.base.argument, image.base.image, image.before, image.before.arguments, image.before.arguments.*, image.before.step, image.buildArguments, image.buildArguments.*, image.cache, image.command and 30 more',
    ],
  },
  {
    name: "a key locked twice",
    platform: lock("  closed: [pin]\n  append: [pin]"),
    expected: ['stagewright.yaml:38:12+3 SW303 "pin" is already the key of another lock -> stagewright.yaml:37:12'],
  },
  {
    name: "a key without an order of strictness",
    platform: lock("  tighten: [image.base, image.scan]"),
    expected: ['stagewright.yaml:37:13+10 SW370 no value of "image.base" is stricter than another'],
  },
  {
    name: "defaults and exceptions of no team",
    platform: `${lock("  except: { shopp: [pin] }")}defaults: { teams: { plattform: { pin: v1 } } }\n`,
    expected: [
      'stagewright.yaml:37:13+5 SW302 "shopp" is not a team; one of platform, release, shop',
      'stagewright.yaml:38:22+9 SW302 "plattform" is not a team; one of platform, release, shop',
    ],
  },
  {
    name: "a wrong default is said once, where it stands",
    platform: `${open}defaults: { kinds: { source: { timeout: soon } } }\n`,
    expected: [
      'stagewright.yaml:36:41+4 SW203 defaults.kinds.source.timeout must be a whole number, not the text "soon"',
    ],
  },
  {
    name: "a default that refers to nothing",
    platform: `${open}defaults: { kinds: { deploy: { owner: ghosts } } }\n`,
    service: [["{ id: dev, kind: deploy, owner: shop,", "{ id: dev, kind: deploy,"]],
    expected: ['stagewright.yaml:36:39+6 SW302 "ghosts" is not a team; one of platform, release, shop'],
  },
];
