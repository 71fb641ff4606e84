import { describe, expect, it } from "vitest";
import { compile } from "../../../generator/compile.ts";
import { ownFolder } from "../../support/small-site.ts";
import { inputOf } from "../bad-specs/check.ts";

const own = ownFolder({
  "vars/openTicket.groovy": "void call(Map arguments) {\n    echo 'ticket'\n}\n",
  "vars/openTicket.yaml":
    "description: Opens a ticket.\nparameters:\n  system: { type: text, required: true, description: The system. }\n  parts: { type: list, description: What is touched. }\n",
  "vars/closeTicket.groovy": "void call() {\n    echo 'closed'\n}\n",
  "vars/closeTicket.yaml": "description: Closes it.\n",
});

type Edit = readonly [from: string, to: string];
const hooks =
  'before: [{ step: openTicket, arguments: { system: "it\'s", parts: [a, b] } }], after: [{ step: closeTicket }]';
const inLibrary: Edit = ["pin: v1.3.2", "pin: v1.3.2, own: own"];
const dev: Edit = ["environment: dev }", `environment: dev, ${hooks} }`];

function compiled(service: readonly Edit[], platform: readonly Edit[] = []) {
  const { files, diagnostics, model } = compile({ ...inputOf({ platform: [inLibrary, ...platform], service }), own });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const text = (path: string) => files?.find((it) => it.path === path)?.content ?? "";
  const stage = (id: string) => model?.services[0]?.stages.find((it) => it.id === id);
  return { text, stage };
}

/** The release record of a version without own steps. */
const release = {
  path: "releases/1.3.2.json",
  text: JSON.stringify({
    date: "2026-03-31",
    api: { library: "acme-ci", package: "com.acme.ci", version: "1.3.2", steps: [], classes: [] },
  }),
};

describe("hooks of a stage", () => {
  it.each([
    [
      "1.3.2",
      [
        'services/shop.yaml:19:78 shop pins acme-ci 1.3.2, which has no step "openTicket"',
        'services/shop.yaml:19:155 shop pins acme-ci 1.3.2, which has no step "closeTicket"',
      ],
    ],
    ["1.4.0", []],
  ])("must be in the version that the service pins: %s", (pin, expected) => {
    const pinned: Edit = ["pin: v1.3.2", `pin: v${pin}, own: own`];
    const { diagnostics } = compile({ ...inputOf({ platform: [pinned], service: [dev] }), own, releases: [release] });
    const found = diagnostics.filter(({ code }) => code === "SW601");
    expect(found.map(({ at, message }) => `${at.file}:${at.line}:${at.column} ${message}`)).toEqual(expected);
  });

  it("are passed to the library's step as literals, the same in each topology", () => {
    const alone = compiled([dev]).text("jenkinsfiles/shop/shop/dev.Jenkinsfile");
    const inOneJob: Edit = [
      "services: services",
      "topology: combined\npolicy: { severity: { SW470: note } }\nservices: services",
    ];
    const combined = compiled([dev], [inOneJob]).text("jenkinsfiles/shop/shop/Jenkinsfile");
    const hooksIn = (text: string) => /callBefore: [\s\S]*?callAfter: .*/.exec(text)?.[0].replaceAll(/\s+/g, " ");
    expect(hooksIn(alone)).toBe(
      "callBefore: [[step: 'openTicket', arguments: [parts: ['a', 'b'], system: 'it\\'s']]], callAfter: [[step: 'closeTicket']],",
    );
    expect(hooksIn(combined)).toBe(hooksIn(alone));
    expect(compiled([dev]).text("library/src/com/acme/ci/Site.groovy")).toContain(
      "return ['openTicket', 'closeTicket']",
    );
  });

  it("can be defaults to which a service adds its own, if the platform allows this", () => {
    const defaults: Edit = [
      "services: services/*.yaml",
      "services: services/*.yaml\ndefaults: { kinds: { deploy: { before: [{ step: openTicket, arguments: { system: all } }] } } }",
    ];
    const append: Edit = [
      "locks: { replace: [credentials] }",
      "locks: { replace: [credentials], append: [deploy.before] }",
    ];
    const more: Edit = ["environment: dev }", "environment: dev, before: [{ step: closeTicket }] }"];
    const { stage } = compiled([more], [defaults, append]);
    const platforms = { step: "openTicket", arguments: { system: "all" } };
    expect(stage("dev")?.before).toEqual([platforms, { step: "closeTicket", arguments: {} }]);
    expect(stage("prod")?.before).toEqual([platforms]);
  });

  it("of another team's stage can be set by a service if the platform allows this", () => {
    const open: Edit = ["locks: { replace: [credentials] }", "locks: { replace: [credentials, stages.after] }"];
    const prod: Edit = [
      "approval: { by: [release-managers] } }",
      "approval: { by: [release-managers] }, after: [{ step: closeTicket }] }",
    ];
    expect(compiled([prod], [open]).stage("prod")?.after).toEqual([{ step: "closeTicket", arguments: {} }]);
  });
});
