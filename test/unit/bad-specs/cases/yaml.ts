import type { BadSpec } from "../check.ts";

/** Files that are no YAML, or not the YAML of a spec. */
export const yaml: readonly BadSpec[] = [
  {
    name: "patterns that match no file",
    unmatched: [
      { key: ["services"], glob: "services/*.yaml", link: null },
      { key: ["site", "tools"], glob: "apps/*/Dockerfile", link: "apps/shop/Dockerfile" },
    ],
    expected: [
      'stagewright.yaml:11:5+35 SW112 "apps/shop/Dockerfile" is a link to a file that does not exist (correct the link, or remove it)',
      'stagewright.yaml:34:11+15 SW112 "services/*.yaml" matches no file (correct the name, or remove the entry)',
    ],
  },
  {
    name: "a service with another extension",
    nearMisses: [{ key: ["services"], glob: "services/*.yaml", path: "services/web.yml" }],
    expected: [
      'stagewright.yaml:34:11+15 SW113 "services/web.yml" is not read: "services/*.yaml" has another extension (rename the file, or move it if it is no service)',
    ],
  },
  {
    name: "a bracket that is not closed",
    service: [["artifacts: [target/*.jar] }", "artifacts: [target/*.jar }"]],
    expected: ["services/shop.yaml:12:80+1 SW101 this [ is not closed (add the missing ])"],
  },
  {
    name: "a tab as indentation",
    service: [["    kind: image", "\tkind: image"]],
    expected: ["services/shop.yaml:14:1+1 SW101 this line is indented with a tab (indent with spaces)"],
  },
  {
    name: "a key twice",
    service: [["credentials: git-read", "credentials: git-read\ncredentials: other"]],
    expected: [
      'services/shop.yaml:4:1+11 SW102 "credentials" is defined twice in this mapping (remove one of the two)',
    ],
  },
  {
    name: "two keys twice",
    service: [["credentials: git-read", "credentials: git-read\ncredentials: other\ngit: x"]],
    expected: [
      'services/shop.yaml:4:1+11 SW102 "credentials" is defined twice in this mapping (remove one of the two)',
      'services/shop.yaml:5:1+3 SW102 "git" is defined twice in this mapping (remove one of the two)',
    ],
  },
  {
    name: "an alias of nothing",
    service: [["owner: platform", "owner: *platform"]],
    expected: [
      'services/shop.yaml:15:12+9 SW103 "*platform" is a YAML alias, but the file has no anchor "&platform" before it (define &platform earlier in the file, or quote it if it is a text: \'*platform\')',
    ],
  },
  {
    name: "an alias within its own anchor",
    service: [["triggers: { poll: 'H/5 * * * *' }", "triggers: &t { poll: *t }"]],
    expected: ['services/shop.yaml:8:22+2 SW103 the alias "*t" is inside its own anchor'],
  },
  {
    name: "a second document",
    service: [["stages:", "---\nstages:"]],
    expected: [
      "services/shop.yaml:11:1+3 SW104 a second YAML document starts here (move each service to its own file)",
    ],
  },
  {
    name: "an empty file",
    service: "",
    expected: ["services/shop.yaml:1:1+1 SW106 services/shop.yaml is empty (write the keys of a spec into it)"],
  },
  {
    name: "comments only",
    service: "# nothing yet\n",
    expected: ["services/shop.yaml:1:1+1 SW106 services/shop.yaml is empty (write the keys of a spec into it)"],
  },
  {
    name: "a list",
    service: "- service: shop\n",
    expected: [
      "services/shop.yaml:1:1+15 SW105 this spec is a list, not a mapping (write keys with values: KEY: VALUE)",
    ],
  },
  {
    name: "a text",
    service: "shop\n",
    expected: [
      "services/shop.yaml:1:1+4 SW105 this spec is a single value, not a mapping (write keys with values: KEY: VALUE)",
    ],
  },
  {
    name: "an empty platform spec",
    platform: "",
    expected: ["stagewright.yaml:1:1+1 SW106 stagewright.yaml is empty (write the keys of a spec into it)"],
  },
  {
    name: "a mapping as key",
    service: [["credentials: git-read", "? { a: b }\n: git-read"]],
    expected: ["services/shop.yaml:3:3+8 SW107 this key is not a text (write the key as a plain name)"],
  },
  {
    name: "a merge key",
    service: [["triggers: { poll: 'H/5 * * * *' }", "triggers: { <<: { poll: 'H/5 * * * *' } }"]],
    expected: [
      "services/shop.yaml:8:13+2 SW108 the merge key `<<` is not supported (use an alias for the whole value, or write out the keys)",
    ],
  },
  {
    name: "a tag",
    service: [["credentials: git-read", "credentials: !secret git-read"]],
    expected: ["services/shop.yaml:3:14+7 SW109 YAML tags are not supported (remove the tag)"],
  },
  {
    name: "a number that is none",
    service: [["    engine: buildah", "    engine: buildah\n    timeout: .inf"]],
    expected: ["services/shop.yaml:17:14+4 SW109 this value is not a text, a number, true or false"],
  },
  {
    name: "__proto__ as key",
    service: [["stages:", "__proto__: { x: 1 }\nstages:"]],
    expected: ['services/shop.yaml:11:1+9 SW107 "__proto__" is not allowed as a key'],
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
      "services/other.yaml:2:3+6 SW101 line 2 is indented with 2 spaces, line 1 with 0 (keys and list items of the same level start in the same column)",
      'services/shop.yaml:12:58+7 SW358 "command" requires tool: command, not maven (use arguments, or set tool: command)',
      'services/shop.yaml:15:12+9 SW302 "plattform" is not a team; one of platform, release, shop (did you mean "platform"?)',
      'stagewright.yaml:3:65+2 SW201 "pn" is not a key of library; one of deprecated, git, name, otherSteps, own, package, pin, releases, scope, version (did you mean "pin"?)',
      'stagewright.yaml:6:12+9 SW204 "airgapped" is not a kind of network; one of offline, online',
    ],
  },
  {
    name: "a table of an own step that is no YAML",
    platform: [["pin: v1.3.2", "pin: v1.3.2, own: own"]],
    own: { "vars/openTicket.groovy": "void call() {}", "vars/openTicket.yaml": "description: [" },
    expected: ["own/vars/openTicket.yaml:1:14+1 SW101 this [ is not closed (add the missing ])"],
  },
  {
    name: "an unquoted file pattern",
    service: [["[target/*.jar]", "[**/*.jar]"]],
    expected: [
      'services/shop.yaml:12:81+8 SW103 "**/*.jar" is a YAML alias, but the file has no anchor "&*/*.jar" before it (quote it if it is a text: \'**/*.jar\')',
    ],
  },
  {
    name: "an unquoted asterisk",
    service: [["artifacts: [target/*.jar]", "artifacts: *"]],
    expected: ["services/shop.yaml:12:80+1 SW103 an unquoted \"*\" is a YAML alias without a name (quote it: '*')"],
  },
  {
    name: "a brace that is not closed",
    service: [["environment: dev }", "environment: dev"]],
    expected: ["services/shop.yaml:19:5+1 SW101 this { is not closed (add the missing })"],
  },
  {
    name: "a quote that is not closed",
    service: [["version: '1.2.{build}'", "version: '1.2.{build}"]],
    expected: ["services/shop.yaml:4:10+1 SW101 this ' is not closed (add the missing ')"],
  },
  {
    name: "a key that is indented less than its siblings",
    service: [["    owner: platform", "   owner: platform"]],
    expected: [
      "services/shop.yaml:16:5+15 SW101 line 16 is indented with 4 spaces, line 15 with 3 (keys and list items of the same level start in the same column)",
    ],
  },
  {
    name: "a key that is indented more than its siblings",
    service: [["    owner: platform", "      owner: platform"]],
    expected: [
      "services/shop.yaml:15:7+15 SW101 line 15 is indented with 6 spaces, line 14 with 4 (keys and list items of the same level start in the same column)",
    ],
  },
  {
    name: "a list item that is indented less than its siblings",
    service: [["  - { id: dev", " - { id: dev"]],
    expected: [
      "services/shop.yaml:20:3+101 SW101 line 20 is indented with 2 spaces, line 19 with 1 (keys and list items of the same level start in the same column)",
    ],
  },
  {
    name: "no space after a key",
    service: [["    owner: platform", "    owner:platform"]],
    expected: ['services/shop.yaml:15:5+6 SW101 a space is missing after "owner:" (write owner: platform)'],
  },
  {
    name: "no space after the only key",
    service: "service:shop\n",
    expected: ['services/shop.yaml:1:1+8 SW101 a space is missing after "service:" (write service: shop)'],
  },
  {
    name: "a colon in a value",
    service: [["credentials: git-read", "credentials: git: read"]],
    expected: [
      'services/shop.yaml:3:14+9 SW101 this value contains ": ", which YAML reads as another key (quote the value)',
    ],
  },
  {
    name: "a value that starts with an at sign",
    service: [["credentials: git-read", "credentials: @git"]],
    expected: ['services/shop.yaml:3:14+1 SW101 an unquoted value cannot start with "@" (quote the value)'],
  },
  {
    name: "a schedule with a star that is not quoted",
    service: [["triggers: { poll: 'H/5 * * * *' }", "triggers: { poll: */5 * * * * }"]],
    expected: ['services/shop.yaml:8:19+1 SW101 an unquoted value cannot start with "*" (quote the value)'],
  },
  {
    name: "a text with a colon in braces",
    service: [["{ name: PROFILE, kind", "{ name: PROFILE, description: Skip: all, kind"]],
    expected: [
      'services/shop.yaml:10:35+9 SW101 this value contains ": ", which YAML reads as another key (quote the value)',
    ],
  },
  {
    name: "a missing comma",
    service: [["id: dev, kind: deploy", "id: dev kind: deploy"]],
    expected: [
      'services/shop.yaml:19:15+4 SW101 a comma is missing before "kind:" (add a comma before "kind", or quote the value)',
    ],
  },
  {
    name: "a missing colon",
    service: [["stages:\n", "stages\n"]],
    expected: ['services/shop.yaml:11:1+6 SW101 a colon is missing after "stages" (write stages:)'],
  },
  {
    name: "a merge conflict",
    service: [["credentials: git-read\n", "<<<<<<< HEAD\ncredentials: git-read\n=======\n>>>>>>> other\n"]],
    expected: ["services/shop.yaml:3:1+7 SW101 this line is a marker of a merge conflict (resolve the conflict)"],
  },
];
