import { describe, expect, it } from "vitest";
import { BUILT_IN } from "../../../generator/spec/inheritance/lock-table.ts";
import { frontEnd, inputOf } from "../bad-specs/check.ts";
import { digest } from "../bad-specs/good.ts";

type Edit = readonly [from: string, to: string];

const none: readonly Edit[] = [["credentials: git-read\n", ""]];
const top = (text: string): readonly Edit[] => [["credentials: git-read\n", `${text}\n`]];
const source = (text: string): readonly Edit[] => [...none, ["tool: maven,", `tool: maven, ${text},`]];
const image = (text: string): readonly Edit[] => [
  ...none,
  ["    engine: buildah\n", `    engine: buildah\n    ${text}\n`],
];
const deploy = (text: string): readonly Edit[] => [...none, ["environment: dev", `environment: dev, ${text}`]];
const prod = (text: string): readonly Edit[] => [...none, ["approval: { by: [release-managers] }", text]];
const base = `{ image: 'harbor.acme.internal/base/jre:17@sha256:${digest}', argument: BASE }`;

interface Case {
  readonly lock: string;
  /** The form of the service's value. */
  readonly form: "scalar" | "list" | "mapping" | "nested";
  readonly defaults?: string;
  readonly service: readonly Edit[];
  /** The key that the finding names. */
  readonly key: string;
}

const kinds = (kind: string, text: string) => `{ kinds: { ${kind}: { ${text} } } }`;
const approval = (kind: string) => kinds(kind, "approval: { by: [release-managers], count: 2 }");

/** Every built-in lock, with a value of each form that its key can have. */
const cases: readonly Case[] = [
  { lock: "credentials", form: "scalar", service: top("credentials: root"), key: "credentials" },
  {
    lock: "topology",
    form: "scalar",
    service: [
      ...none,
      ...top("topology: combined").slice(0, 0),
      ["version: '1.2.{build}'", "version: '1.2.{build}'\ntopology: combined"],
    ],
    key: "topology",
  },
  { lock: "stages.agent", form: "mapping", service: source("agent: { label: big }"), key: "stages.build.agent" },
  {
    lock: "stages.agent",
    form: "nested",
    defaults: "{ all: { agent: { label: linux } } }",
    service: image("agent: { label: big }"),
    key: "stages.image.agent",
  },
  {
    lock: "stages.previousOwners",
    form: "list",
    service: source("previousOwners: [release]"),
    key: "stages.build.previousOwners",
  },
  { lock: "source.cache", form: "scalar", service: source("cache: /home/jenkins/.ssh"), key: "stages.build.cache" },
  {
    lock: "source.cache",
    form: "nested",
    service: source("also: [{ tool: go, cache: /root }]"),
    key: "stages.build.also[1].cache",
  },
  {
    lock: "source.secrets",
    form: "mapping",
    service: source("secrets: { TOKEN: sonar-token }"),
    key: "stages.build.secrets",
  },
  {
    lock: "custom.secrets",
    form: "mapping",
    service: [
      ...none,
      [
        "  - { id: dev, kind",
        "  - { id: check, kind: custom, owner: shop, command: make, secrets: { T: t } }\n  - { id: dev, kind",
      ],
    ],
    key: "stages.check.secrets",
  },
  {
    lock: "image.secrets",
    form: "mapping",
    service: image("secrets: { npm: npm-token }"),
    key: "stages.image.secrets",
  },
  {
    lock: "image.secrets",
    form: "nested",
    defaults: kinds("image", "secrets: { npm: npm-token }"),
    service: image("secrets: { npm: other }"),
    key: "stages.image.secrets",
  },
  {
    lock: "image.image.registry",
    form: "scalar",
    defaults: kinds("image", "image: { registry: harbor }"),
    service: none,
    key: "stages.image.image.registry",
  },
  {
    lock: "deploy.approval",
    form: "mapping",
    defaults: approval("deploy"),
    service: prod("approval: { by: [intern], count: 1 }"),
    key: "stages.prod.approval",
  },
  {
    lock: "deploy.approval",
    form: "nested",
    defaults: approval("deploy"),
    service: prod("approval: { count: 1 }"),
    key: "stages.prod.approval",
  },
  {
    lock: "deploy.approval",
    form: "list",
    defaults: approval("deploy"),
    service: deploy("approval: { by: [intern] }"),
    key: "stages.dev.approval",
  },
  // The default does not set this key, but it sets the mapping.
  {
    lock: "deploy.approval",
    form: "nested",
    defaults: kinds("deploy", "approval: { count: 2 }"),
    service: prod("approval: { by: [intern] }"),
    key: "stages.prod.approval",
  },
  {
    lock: "deploy.approval",
    form: "mapping",
    defaults: approval("deploy"),
    service: prod("approval: {}"),
    key: "stages.prod.approval",
  },
  {
    lock: "image.approval",
    form: "mapping",
    defaults: approval("image"),
    service: image("approval: { by: [intern] }"),
    key: "stages.image.approval",
  },
  {
    lock: "source.sonar",
    form: "nested",
    defaults: kinds("source", "sonar: { server: sonarqube }"),
    service: source("sonar: { criticality: unstable }"),
    key: "stages.build.sonar",
  },
  {
    lock: "custom.sonar",
    form: "mapping",
    defaults: kinds("custom", "sonar: { server: sonarqube }"),
    service: [
      ...none,
      [
        "  - { id: dev,",
        "  - { id: check, kind: custom, owner: shop, command: make, sonar: { server: own } }\n  - { id: dev,",
      ],
    ],
    key: "stages.check.sonar",
  },
  {
    lock: "custom.approval",
    form: "mapping",
    defaults: approval("custom"),
    service: [
      ...none,
      [
        "  - { id: dev,",
        "  - { id: check, kind: custom, owner: shop, command: make, approval: { by: [intern] } }\n  - { id: dev,",
      ],
    ],
    key: "stages.check.approval",
  },
  {
    lock: "image.base.image",
    form: "nested",
    defaults: kinds("image", `base: ${base}`),
    service: none,
    key: "stages.image.base.image",
  },
  {
    lock: "image.base.argument",
    form: "nested",
    defaults: kinds("image", `base: ${base}`),
    service: none,
    key: "stages.image.base.argument",
  },
  {
    lock: "image.scan",
    form: "scalar",
    defaults: kinds("image", "scan: medium"),
    service: image("scan: critical"),
    key: "stages.image.scan",
  },
  {
    lock: "image.sign",
    form: "scalar",
    defaults: kinds("image", "sign: true"),
    service: image("sign: false"),
    key: "stages.image.sign",
  },
  {
    lock: "image.provenance",
    form: "scalar",
    defaults: kinds("image", "provenance: true"),
    service: image("provenance: false"),
    key: "stages.image.provenance",
  },
  {
    lock: "image.sbom",
    form: "scalar",
    defaults: kinds("image", "sbom: true"),
    service: image("sbom: false"),
    key: "stages.image.sbom",
  },
  { lock: "stages.before", form: "list", service: image("before: [{ step: openTicket }]"), key: "stages.image.before" },
  {
    lock: "stages.before",
    form: "list",
    defaults: kinds("source", "before: [{ step: openTicket }]"),
    service: source("before: []"),
    key: "stages.build.before",
  },
  { lock: "stages.after", form: "list", service: image("after: [{ step: openTicket }]"), key: "stages.image.after" },
  {
    lock: "stages.after",
    form: "list",
    defaults: kinds("source", "after: [{ step: openTicket }]"),
    service: source("after: []"),
    key: "stages.build.after",
  },
];

/** The keys that locks report. */
function lockedKeys({ defaults, service }: Case, locks = ""): string[] {
  const rest = defaults === undefined ? "" : `defaults: ${defaults}\n`;
  const input = inputOf({
    platform: [["locks: { replace: [credentials] }\n", `${rest}${locks}`]],
    service,
  });
  const found = frontEnd(input).diagnostics.filter(({ code }) => code === "SW315");
  return found.map(
    ({ message }) => /cannot set (\S+)$|^(\S+) is less strict/.exec(message)?.slice(1).find(Boolean) ?? message,
  );
}

describe("a built-in lock", () => {
  it("has a case for each key", () => {
    expect([...new Set(cases.map(({ lock }) => lock))].sort()).toEqual(BUILT_IN.map(({ key }) => key).sort());
    expect(new Set(cases.map(({ form }) => form))).toEqual(new Set(["scalar", "list", "mapping", "nested"]));
  });

  it.each(cases.map((it, index) => [`${index + 1}: ${it.lock} with a ${it.form} value`, it] as const))(
    "%s",
    (_, it) => {
      expect(lockedKeys(it)).toContain(it.key);
      expect(lockedKeys(it, `locks: { replace: [${it.lock}] }\n`)).not.toContain(it.key);
    },
  );

  it.each(BUILT_IN.filter(({ onlyIfSet }) => onlyIfSet).map(({ key }) => key))(
    "%s is open without a default",
    (key) => {
      for (const { defaults: _, ...it } of cases.filter(({ lock }) => lock === key)) expect(lockedKeys(it)).toEqual([]);
    },
  );
});

describe("a key that services can tighten", () => {
  const rows: readonly (readonly [key: string, defaults: string, service: readonly Edit[], hint: string | null])[] = [
    ["image.scan", kinds("image", "scan: medium"), image("scan: low"), null],
    ["image.scan", kinds("image", "scan: medium"), image("scan: high"), "remove it, or set one of low, medium"],
    ["image.sign", kinds("image", "sign: false"), image("sign: true"), null],
    ["image.sign", kinds("image", "sign: true"), image("sign: false"), "remove it, or set true"],
    ["image.provenance", kinds("image", "provenance: false"), image("provenance: true"), null],
    ["image.provenance", kinds("image", "provenance: true"), image("provenance: false"), "remove it, or set true"],
    ["deploy.approval", approval("deploy"), prod("approval: { count: 3, notAuthor: true, message: Now? }"), null],
    ["deploy.approval", approval("deploy"), prod("approval: { count: 1 }"), "remove it, or set at least 2"],
    [
      "deploy.approval",
      approval("deploy"),
      prod("approval: { by: [intern] }"),
      "remove it, or list only some of release-managers",
    ],
    ["deploy.approval", kinds("deploy", "approval: { count: 2 }"), prod("approval: { by: [intern] }"), "remove it"],
    [
      "deploy.approval",
      kinds("deploy", "approval: { notAuthor: true }"),
      prod("approval: { notAuthor: false }"),
      "remove it, or set true",
    ],
    ["deploy.approval", kinds("deploy", "approval: { message: A? }"), prod("approval: { message: B? }"), "remove it"],
    [
      "deploy.approval",
      kinds("deploy", "approval: { timeout: 60 }"),
      prod("approval: { timeout: 90 }"),
      "remove it, or set at most 60",
    ],
    ["stages.timeout", "{ all: { timeout: 30 } }", source("timeout: 31"), "remove it, or set at most 30"],
    [
      "stages.timeout",
      "{ teams: { shop: { timeout: 20 } }, all: { timeout: 30 } }",
      source("timeout: 25"),
      "remove it, or set at most 20",
    ],
    ["stages.timeout", "{}", source("timeout: 61"), "remove it, or set at most 60"],
    ["stages.timeout", "{ all: { timeout: 30 } }", source("timeout: 30"), null],
  ];

  it.each(rows)("%s with the defaults %s", (key, defaults, service, hint) => {
    const platform: Edit = [
      "locks: { replace: [credentials] }\n",
      `defaults: ${defaults}\nlocks: { tighten: [${key}] }\n`,
    ];
    const { diagnostics } = frontEnd(inputOf({ platform: [platform], service }));
    const found = diagnostics.filter(({ code }) => code === "SW315");
    expect(found.map((it) => it.hint)).toEqual(hint === null ? [] : [hint]);
  });
});
