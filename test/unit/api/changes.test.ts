import { describe, expect, it } from "vitest";
import { apiChanges, type Level, levelOf } from "../../../generator/api/changes.ts";
import { demandedVersion, satisfies } from "../../../generator/api/version.ts";
import type { Api, ApiParameter, ApiStep } from "../../../generator/model/api.ts";

const since = "1.4.0";
const common = { text: "A text.", since, deprecated: null, values: null };
const parameter = (values: Partial<ApiParameter> = {}): ApiParameter => ({
  ...common,
  name: "base",
  type: "text",
  required: false,
  default: null,
  example: "x",
  ...values,
});
const step = (values: Partial<ApiStep> = {}): ApiStep => ({
  name: "buildImage",
  text: "Builds.",
  returns: "A map.",
  since,
  deprecated: null,
  parameters: [
    parameter(),
    parameter({ name: "tool", required: true, values: ["maven", "npm"] }),
    parameter({ name: "tags", type: "list", default: [] }),
    parameter({ name: "labels", type: "map", default: { a: 1, b: [1, 2] } }),
  ],
  ...values,
});
const api = (values: Partial<Api> = {}): Api => ({
  library: "acme-ci",
  package: "com.acme.ci",
  version: since,
  steps: [step(), step({ name: "notify", returns: null, parameters: [] })],
  classes: ["com.acme.ci.Sonar"],
  ...values,
});

/** The API with one parameter of `buildImage` otherwise. */
const otherwise = (name: string, values: Partial<ApiParameter>): Api => {
  const parameters = step().parameters.map((it) => (it.name === name ? { ...it, ...values } : it));
  return api({ steps: [step({ parameters }), ...api().steps.slice(1)] });
};
const more = (added: ApiParameter): Api =>
  api({ steps: [step({ parameters: [...step().parameters, added] }), ...api().steps.slice(1)] });
const first = (values: Partial<ApiStep>): Api => api({ steps: [step(values), ...api().steps.slice(1)] });
const second = (values: Partial<ApiStep>): Api =>
  api({ steps: [step(), step({ name: "notify", returns: null, parameters: [], ...values })] });

const cases: readonly (readonly [name: string, now: Api, level: Level, subject: string, what: string])[] = [
  ["a step removed", api({ steps: [step()] }), "breaking", "notify", "is gone"],
  ["a step added", api({ steps: [...api().steps, step({ name: "scan" })] }), "additive", "scan", "is new"],
  [
    "an optional parameter removed",
    first({ parameters: step().parameters.slice(1) }),
    "breaking",
    "buildImage.base",
    "is gone",
  ],
  [
    "a required parameter removed",
    first({ parameters: step().parameters.filter((it) => !it.required) }),
    "breaking",
    "buildImage.tool",
    "is gone",
  ],
  ["an optional parameter added", more(parameter({ name: "extra" })), "additive", "buildImage.extra", "is new"],
  [
    "a required parameter added",
    more(parameter({ name: "extra", required: true })),
    "breaking",
    "buildImage.extra",
    "is new and required",
  ],
  [
    "optional becomes required",
    otherwise("base", { required: true }),
    "breaking",
    "buildImage.base",
    "is required now",
  ],
  [
    "required becomes optional",
    otherwise("tool", { required: false }),
    "additive",
    "buildImage.tool",
    "is optional now",
  ],
  [
    "text becomes a list",
    otherwise("base", { type: "list" }),
    "breaking",
    "buildImage.base",
    "was text, now it is list",
  ],
  [
    "a list becomes a text",
    otherwise("tags", { type: "text" }),
    "breaking",
    "buildImage.tags",
    "was list, now it is text",
  ],
  [
    "a default appears",
    otherwise("base", { default: "jre" }),
    "breaking",
    "buildImage.base",
    'its default was null, now it is "jre"',
  ],
  [
    "a list's default grows",
    otherwise("tags", { default: ["x"] }),
    "breaking",
    "buildImage.tags",
    'its default was [], now it is ["x"]',
  ],
  [
    "a default within a map changes",
    otherwise("labels", { default: { a: 1, b: [1, 3] } }),
    "breaking",
    "buildImage.labels",
    'its default was {"a":1,"b":[1,2]}, now it is {"a":1,"b":[1,3]}',
  ],
  [
    "a default empty text instead of none",
    otherwise("base", { default: "" }),
    "breaking",
    "buildImage.base",
    'its default was null, now it is ""',
  ],
  ["a value refused", otherwise("tool", { values: ["maven"] }), "breaking", "buildImage.tool", "takes npm no more"],
  [
    "a value added",
    otherwise("tool", { values: ["maven", "npm", "go"] }),
    "additive",
    "buildImage.tool",
    "takes go too",
  ],
  ["an open parameter closed", otherwise("base", { values: ["jre"] }), "breaking", "buildImage.base", "takes jre only"],
  [
    "a closed parameter opened",
    otherwise("tool", { values: null }),
    "additive",
    "buildImage.tool",
    "takes any value now",
  ],
  ["a step gives nothing back", first({ returns: null }), "breaking", "buildImage", "gives nothing back any more"],
  ["a step gives something back", second({ returns: "A map." }), "additive", "notify", "gives something back"],
  [
    "what is given back in other words",
    first({ returns: "Another map." }),
    "internal",
    "buildImage",
    "what it gives back is described otherwise",
  ],
  ["a step's text", first({ text: "Builds well." }), "internal", "buildImage", "is described otherwise"],
  [
    "a parameter's text",
    otherwise("base", { text: "Other." }),
    "internal",
    "buildImage.base",
    "is described otherwise",
  ],
  ["a parameter's example", otherwise("base", { example: "y" }), "internal", "buildImage.base", "has another example"],
  ["a step deprecated", first({ deprecated: "use buildAll" }), "additive", "buildImage", "is deprecated: use buildAll"],
  [
    "a parameter deprecated",
    otherwise("base", { deprecated: "use bases" }),
    "additive",
    "buildImage.base",
    "is deprecated: use bases",
  ],
  ["a class removed", api({ classes: [] }), "breaking", "com.acme.ci.Sonar", "is gone"],
  [
    "a class added",
    api({ classes: ["com.acme.ci.Sonar", "com.acme.ci.Jira"] }),
    "additive",
    "com.acme.ci.Jira",
    "is new",
  ],
  [
    "the library renamed",
    api({ library: "acme-cd" }),
    "breaking",
    "library",
    "its name was acme-ci, now it is acme-cd",
  ],
  [
    "the package renamed",
    api({ package: "com.acme.cd" }),
    "breaking",
    "library",
    "its package was com.acme.ci, now it is com.acme.cd",
  ],
];

describe("changes of an API", () => {
  it("are thirty, of every level", () => {
    expect(cases.length).toBe(30);
    expect(new Set(cases.map(([, , level]) => level)).size).toBe(3);
  });

  it.each(cases)("%s", (_name, now, level, subject, what) => {
    expect(apiChanges(api(), now)).toEqual([{ level, subject, what }]);
  });

  it("are none where only order, version and first appearance differ", () => {
    const shuffled = { ...step(), since: "1.2.0", parameters: [...step().parameters].reverse() };
    const same = parameter({ name: "labels", type: "map", default: { b: [1, 2], a: 1 } });
    const parameters = shuffled.parameters.map((it) => (it.name === "labels" ? same : it));
    const now = api({ version: "1.5.0", steps: [api().steps[1] as ApiStep, { ...shuffled, parameters }] });
    expect(apiChanges(api(), now)).toEqual([]);
  });

  it("are told in both ways, breaking ones first", () => {
    const now = api({ steps: [step({ name: "buildImages" }), ...api().steps.slice(1)] });
    expect(apiChanges(api(), now).map(({ level, subject }) => `${level} ${subject}`)).toEqual([
      "breaking buildImage",
      "additive buildImages",
    ]);
    expect(levelOf(apiChanges(api(), now))).toBe("breaking");
  });
});

describe("the version that changes demand", () => {
  it.each([
    ["1.4.2", "breaking", "2.0.0"],
    ["1.4.2", "additive", "1.5.0"],
    ["1.4.2", "internal", "1.4.3"],
    ["1.4.2", null, "1.4.2"],
    ["0.3.1", "breaking", "0.4.0"],
    ["0.3.1", "additive", "0.3.2"],
    ["2.0.0-rc.1", "breaking", "2.0.0"],
  ] as const)("after %s, %s: %s", (last, level, demanded) => {
    expect(demandedVersion(last, level)).toBe(demanded);
  });

  it.each([
    ["2.0.0", "2.0.0", true],
    ["2.0.0-rc.1", "2.0.0", true],
    ["1.10.0", "1.9.0", true],
    ["1.9.9", "2.0.0", false],
    ["1.4.3", "1.5.0", false],
  ] as const)("%s for %s: %s", (version, demanded, enough) => {
    expect(satisfies(version, demanded)).toBe(enough);
  });
});
