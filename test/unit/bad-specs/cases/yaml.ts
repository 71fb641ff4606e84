import type { BadSpec } from "../check.ts";

/** Files that are no YAML, or not the YAML of a spec. */
export const yaml: readonly BadSpec[] = [
  {
    name: "a bracket that is not closed",
    service: [["artifacts: [target/*.jar] }", "artifacts: [target/*.jar }"]],
    expected: [
      "services/shop.yaml:12:94+1 SW101 this is not YAML: flow sequence in block collection must be sufficiently indented and end with a ]",
    ],
  },
  {
    name: "a tab as indentation",
    service: [["    kind: image", "\tkind: image"]],
    expected: ["services/shop.yaml:14:1+1 SW101 this is not YAML: tabs are not allowed as indentation"],
  },
  {
    name: "a key twice",
    service: [["credentials: git-read", "credentials: git-read\ncredentials: other"]],
    expected: [
      'services/shop.yaml:4:1+11 SW102 "credentials" stands twice in one mapping (remove one; nothing says which of them holds)',
    ],
  },
  {
    name: "two keys twice",
    service: [["credentials: git-read", "credentials: git-read\ncredentials: other\ngit: x"]],
    expected: [
      'services/shop.yaml:4:1+11 SW102 "credentials" stands twice in one mapping (remove one; nothing says which of them holds)',
      'services/shop.yaml:5:1+3 SW102 "git" stands twice in one mapping (remove one; nothing says which of them holds)',
    ],
  },
  {
    name: "an alias of nothing",
    service: [["owner: platform", "owner: *platform"]],
    expected: ['services/shop.yaml:15:12+9 SW103 "*platform" stands for nothing: no anchor "&platform" before it'],
  },
  {
    name: "an alias within its own anchor",
    service: [["triggers: { poll: 'H/5 * * * *' }", "triggers: &t { poll: *t }"]],
    expected: ['services/shop.yaml:8:22+2 SW103 "*t" contains itself'],
  },
  {
    name: "a second document",
    service: [["stages:", "---\nstages:"]],
    expected: [
      "services/shop.yaml:11:1+3 SW104 a second YAML document starts here; a spec is one (put each service into a file of its own)",
    ],
  },
  {
    name: "an empty file",
    service: "",
    expected: ["services/shop.yaml:1:1+1 SW106 services/shop.yaml is empty (a spec is a mapping of keys to values)"],
  },
  {
    name: "comments only",
    service: "# nothing yet\n",
    expected: ["services/shop.yaml:1:1+1 SW106 services/shop.yaml is empty (a spec is a mapping of keys to values)"],
  },
  {
    name: "a list",
    service: "- service: shop\n",
    expected: ["services/shop.yaml:1:1+15 SW105 a spec is a mapping of keys to values"],
  },
  {
    name: "a text",
    service: "shop\n",
    expected: ["services/shop.yaml:1:1+4 SW105 a spec is a mapping of keys to values"],
  },
  {
    name: "an empty platform spec",
    platform: "",
    expected: ["stagewright.yaml:1:1+1 SW106 stagewright.yaml is empty (a spec is a mapping of keys to values)"],
  },
  {
    name: "a mapping as key",
    service: [["credentials: git-read", "? { a: b }\n: git-read"]],
    expected: ["services/shop.yaml:3:3+8 SW107 this key is not a text"],
  },
  {
    name: "a merge key",
    service: [["triggers: { poll: 'H/5 * * * *' }", "triggers: { <<: { poll: 'H/5 * * * *' } }"]],
    expected: [
      "services/shop.yaml:8:13+2 SW108 specs do not merge keys by `<<` (use an alias for the whole value, or write the keys out)",
    ],
  },
  {
    name: "a tag",
    service: [["credentials: git-read", "credentials: !secret git-read"]],
    expected: ["services/shop.yaml:3:14+7 SW109 this tag is unknown; specs use plain YAML"],
  },
  {
    name: "a number that is none",
    service: [["    engine: buildah", "    engine: buildah\n    timeout: .inf"]],
    expected: ["services/shop.yaml:17:14+4 SW109 specs hold text, numbers, true and false only"],
  },
  {
    name: "__proto__ as key",
    service: [["stages:", "__proto__: { x: 1 }\nstages:"]],
    expected: ['services/shop.yaml:11:1+9 SW107 "__proto__" cannot be a key'],
  },
  {
    name: "errors of several files at once",
    platform: [
      ["network: offline", "network: airgapped"],
      ["pin: v1.3.2", "pn: v1.3.2"],
    ],
    service: [
      ["owner: platform", "owner: plattform"],
      ["tool: maven", "tool: maven, command: make"],
    ],
    other: "service: x\n  git: y\n",
    expected: [
      "services/other.yaml:1:10+1 SW101 this is not YAML: nested mappings are not allowed in compact mappings",
      'services/shop.yaml:12:58+7 SW306 "command" goes with tool: command, not with maven (use arguments, or tool: command)',
      'services/shop.yaml:15:12+9 SW302 "plattform" is not a team; one of platform, release, shop (did you mean "platform"?)',
      'stagewright.yaml:3:65+2 SW201 "pn" is not a key of library; one of deprecated, git, name, otherSteps, own, package, pin, releases, scope, version (did you mean "pin"?)',
      'stagewright.yaml:6:12+9 SW204 "airgapped" is not a kind of network; one of offline, online',
    ],
  },
  {
    name: "a table of an own step that is no YAML",
    platform: [["pin: v1.3.2", "pin: v1.3.2, own: own"]],
    own: { "vars/openTicket.groovy": "void call() {}", "vars/openTicket.yaml": "description: [" },
    expected: [
      "own/vars/openTicket.yaml:1:15+1 SW101 this is not YAML: flow sequence in block collection must be sufficiently indented and end with a ]",
    ],
  },
];
