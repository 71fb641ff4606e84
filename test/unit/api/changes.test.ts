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

/** The API with a changed parameter of `buildImage`. */
const withParameter = (name: string, values: Partial<ApiParameter>): Api => {
  const parameters = step().parameters.map((it) => (it.name === name ? { ...it, ...values } : it));
  return api({ steps: [step({ parameters }), ...api().steps.slice(1)] });
};
const withAdded = (added: ApiParameter): Api =>
  api({ steps: [step({ parameters: [...step().parameters, added] }), ...api().steps.slice(1)] });
const withFirstStep = (values: Partial<ApiStep>): Api => api({ steps: [step(values), ...api().steps.slice(1)] });
const withSecondStep = (values: Partial<ApiStep>): Api =>
  api({ steps: [step(), step({ name: "notify", returns: null, parameters: [], ...values })] });

const cases: readonly (readonly [name: string, now: Api, level: Level, subject: string, what: string])[] = [
  ["a step removed", api({ steps: [step()] }), "breaking", "notify", "is removed"],
  ["a step added", api({ steps: [...api().steps, step({ name: "scan" })] }), "additive", "scan", "is new"],
  [
    "an optional parameter removed",
    withFirstStep({ parameters: step().parameters.slice(1) }),
    "breaking",
    "buildImage.base",
    "is removed",
  ],
  [
    "a required parameter removed",
    withFirstStep({ parameters: step().parameters.filter((it) => !it.required) }),
    "breaking",
    "buildImage.tool",
    "is removed",
  ],
  ["an optional parameter added", withAdded(parameter({ name: "extra" })), "additive", "buildImage.extra", "is new"],
  [
    "a required parameter added",
    withAdded(parameter({ name: "extra", required: true })),
    "breaking",
    "buildImage.extra",
    "is new and required",
  ],
  [
    "optional becomes required",
    withParameter("base", { required: true }),
    "breaking",
    "buildImage.base",
    "is required now",
  ],
  [
    "required becomes optional",
    withParameter("tool", { required: false }),
    "additive",
    "buildImage.tool",
    "is optional now",
  ],
  [
    "text becomes a list",
    withParameter("base", { type: "list" }),
    "breaking",
    "buildImage.base",
    "was text, now it is list",
  ],
  [
    "a list becomes a text",
    withParameter("tags", { type: "text" }),
    "breaking",
    "buildImage.tags",
    "was list, now it is text",
  ],
  [
    "a default appears",
    withParameter("base", { default: "jre" }),
    "breaking",
    "buildImage.base",
    'its default was null, now it is "jre"',
  ],
  [
    "a list's default grows",
    withParameter("tags", { default: ["x"] }),
    "breaking",
    "buildImage.tags",
    'its default was [], now it is ["x"]',
  ],
  [
    "a value in a map's default changes",
    withParameter("labels", { default: { a: 1, b: [1, 3] } }),
    "breaking",
    "buildImage.labels",
    'its default was {"a":1,"b":[1,2]}, now it is {"a":1,"b":[1,3]}',
  ],
  [
    "an empty text becomes the default",
    withParameter("base", { default: "" }),
    "breaking",
    "buildImage.base",
    'its default was null, now it is ""',
  ],
  [
    "a value removed",
    withParameter("tool", { values: ["maven"] }),
    "breaking",
    "buildImage.tool",
    "no longer allows npm",
  ],
  [
    "a value added",
    withParameter("tool", { values: ["maven", "npm", "go"] }),
    "additive",
    "buildImage.tool",
    "now also allows go",
  ],
  [
    "an open parameter closed",
    withParameter("base", { values: ["jre"] }),
    "breaking",
    "buildImage.base",
    "allows only jre",
  ],
  [
    "a closed parameter opened",
    withParameter("tool", { values: null }),
    "additive",
    "buildImage.tool",
    "allows any value now",
  ],
  ["a return value removed", withFirstStep({ returns: null }), "breaking", "buildImage", "no longer returns a value"],
  ["a return value added", withSecondStep({ returns: "A map." }), "additive", "notify", "returns a value now"],
  [
    "a return value's description",
    withFirstStep({ returns: "Another map." }),
    "internal",
    "buildImage",
    "has a new description of its return value",
  ],
  ["a step's text", withFirstStep({ text: "Builds well." }), "internal", "buildImage", "has a new description"],
  [
    "a parameter's text",
    withParameter("base", { text: "Other." }),
    "internal",
    "buildImage.base",
    "has a new description",
  ],
  [
    "a parameter's example",
    withParameter("base", { example: "y" }),
    "internal",
    "buildImage.base",
    "has a different example",
  ],
  [
    "a step deprecated",
    withFirstStep({ deprecated: "use buildAll" }),
    "additive",
    "buildImage",
    "is deprecated: use buildAll",
  ],
  [
    "a parameter deprecated",
    withParameter("base", { deprecated: "use bases" }),
    "additive",
    "buildImage.base",
    "is deprecated: use bases",
  ],
  ["a class removed", api({ classes: [] }), "breaking", "com.acme.ci.Sonar", "is removed"],
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
  it("have thirty cases, with every level", () => {
    expect(cases.length).toBe(30);
    expect(new Set(cases.map(([, , level]) => level)).size).toBe(3);
  });

  it.each(cases)("%s", (_name, now, level, subject, what) => {
    expect(apiChanges(api(), now)).toEqual([{ level, subject, what }]);
  });

  it("do not include differences in order, version or first appearance", () => {
    const shuffled = { ...step(), since: "1.2.0", parameters: [...step().parameters].reverse() };
    const same = parameter({ name: "labels", type: "map", default: { b: [1, 2], a: 1 } });
    const parameters = shuffled.parameters.map((it) => (it.name === "labels" ? same : it));
    const now = api({ version: "1.5.0", steps: [api().steps[1] as ApiStep, { ...shuffled, parameters }] });
    expect(apiChanges(api(), now)).toEqual([]);
  });

  it("list a renamed step as removed and new, breaking changes first", () => {
    const now = api({ steps: [step({ name: "buildImages" }), ...api().steps.slice(1)] });
    expect(apiChanges(api(), now).map(({ level, subject }) => `${level} ${subject}`)).toEqual([
      "breaking buildImage",
      "additive buildImages",
    ]);
    expect(levelOf(apiChanges(api(), now))).toBe("breaking");
  });
});

describe("the version that changes require", () => {
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
