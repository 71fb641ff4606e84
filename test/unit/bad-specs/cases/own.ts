import type { BadSpec } from "../check.ts";

const table =
  "description: Opens a ticket.\nparameters:\n  system: { type: text, required: true, description: The system., example: shop }\n  level: { type: text, values: [normal, urgent], default: normal, description: How soon. }\n  parts: { type: list, description: What is touched., deprecated: leave it out }\n";
const step = {
  "vars/openTicket.groovy": "void call(Map arguments) {\n    echo 'ticket'\n}\n",
  "vars/openTicket.yaml": table,
};
const library: readonly [string, string] = ["pin: v1.3.2", "pin: v1.3.2, own: own"];

/** A call of the step in a custom stage, in place of the last stage. */
const call = (text: string): readonly [string, string] => [
  "approval: { by: [release-managers] } }",
  `approval: { by: [release-managers] } }\n  - { id: ticket, kind: custom, owner: shop, ${text} }`,
];

/** What is wrong with steps and classes of a site's own, and with who calls them. */
export const own: readonly BadSpec[] = [
  {
    name: "a folder of one's own without a file",
    platform: [library],
    own: {},
    expected: [
      'stagewright.yaml:3:83+3 SW510 the folder "own" contains no file (add vars/NAME.groovy and vars/NAME.yaml to the folder, or remove library.own)',
    ],
  },
  {
    name: "a folder of one's own where the library is written",
    platform: [["pin: v1.3.2", "pin: v1.3.2, own: out/library"]],
    own: step,
    expected: [
      'stagewright.yaml:3:83+11 SW347 "out/library" overlaps with the output folder out/library/ (use another folder)',
    ],
  },
  {
    name: "other steps without own ones",
    platform: [["pin: v1.3.2", "pin: v1.3.2, otherSteps: [scanImage]"]],
    expected: [
      'stagewright.yaml:3:78+10 SW346 "otherSteps" requires "own" (remove otherSteps: without library.own, a custom stage can call any step)',
    ],
  },
  {
    name: "own files without a place",
    platform: [library],
    own: {
      ...step,
      "README.md": "# Ours",
      "vars/openTicket.txt": "Help",
      "src/com/acme/ci/own/notes.md": "x",
      "resources/a b.txt": "x",
      "resources/link": null,
    },
    expected: [
      "own/README.md:1:1+6 SW510 README.md is not in a folder of a Jenkins library (use vars/NAME.groovy and vars/NAME.yaml for steps, src/PACKAGE/NAME.groovy for classes, and resources/ for other files)",
      'own/resources/a b.txt:1:1+1 SW510 "a b.txt" is not a valid resource name (use letters, digits, `.`, `_`, `-`, `+` and `@`)',
      "own/resources/link:1:1+1 SW510 own/resources/link is a symbolic link (use regular files with text in UTF-8)",
      "own/src/com/acme/ci/own/notes.md:1:1+1 SW510 src/com/acme/ci/own/notes.md is not in a folder of a Jenkins library (use vars/NAME.groovy and vars/NAME.yaml for steps, src/PACKAGE/NAME.groovy for classes, and resources/ for other files)",
      "own/vars/openTicket.txt:1:1+4 SW510 vars/openTicket.txt is not in a folder of a Jenkins library (remove it: the help of a step is generated from its table, vars/NAME.yaml)",
    ],
  },
  {
    name: "own names that are taken",
    platform: [library],
    own: {
      ...step,
      "vars/buildImage.groovy": "void call() {}",
      "vars/sh.yaml": "description: x",
      "vars/open_ticket.groovy": "void call() {}",
    },
    expected: [
      'own/vars/buildImage.groovy:1:1+14 SW511 the step name "buildImage" is reserved by stagewright, Jenkins or Groovy (use another name that starts with a lower-case letter, such as openTicket)',
      'own/vars/open_ticket.groovy:1:1+14 SW511 "open_ticket" is not a valid step name: use letters and digits (use another name that starts with a lower-case letter, such as openTicket)',
      'own/vars/sh.yaml:1:1+14 SW511 the step name "sh" is reserved by stagewright, Jenkins or Groovy (use another name that starts with a lower-case letter, such as openTicket)',
    ],
  },
  {
    name: "own classes and resources where others lie",
    platform: [library],
    own: {
      ...step,
      "src/com/acme/ci/Ticket.groovy": "package com.acme.ci",
      "src/ticket.groovy": "x",
      "src/Ticket.groovy": "x",
      "src/com/acme/1x/Ticket.groovy": "x",
      "resources/com/acme/ci/image/x.sh": "x",
    },
    expected: [
      "own/resources/com/acme/ci/image/x.sh:1:1+1 SW511 resources/com/acme/ci/image/ is reserved for generated files (use another folder, such as resources/com/acme/ci/own/)",
      "own/src/Ticket.groovy:1:1+1 SW511 the class Ticket is not in a package (move it to a separate package: src/com/acme/ci/own/)",
      'own/src/com/acme/1x/Ticket.groovy:1:1+1 SW511 "1x" is not a valid name of a package or class (use letters, digits and _; start class names with a capital letter, such as Ticket)',
      "own/src/com/acme/ci/Ticket.groovy:1:1+19 SW511 the package com.acme.ci is reserved for generated classes (move it to a separate package: src/com/acme/ci/own/)",
      'own/src/ticket.groovy:1:1+1 SW511 "ticket" is not a valid name of a class (use letters, digits and _; start class names with a capital letter, such as Ticket)',
    ],
  },
  {
    name: "own names that differ in capitals",
    platform: [library],
    own: { ...step, "resources/a.txt": "x", "resources/A.txt": "x" },
    expected: [
      "own/resources/A.txt:1:1+1 SW511 resources/A.txt and resources/a.txt differ only in case, so they are the same file on some systems (rename one of them)",
    ],
  },
  {
    name: "half an own step",
    platform: [library],
    own: { ...step, "vars/one.groovy": "void call() {}", "vars/two.yaml": "description: Two." },
    expected: [
      "own/vars/one.groovy:1:1+14 SW512 the step one has no file vars/one.yaml (add it with description: … and parameters: { NAME: { type: text, description: … } })",
      "own/vars/two.yaml:1:1+17 SW512 the step two has no file vars/two.groovy (add the step, or remove its table)",
    ],
  },
  {
    name: "an own class in another package",
    platform: [library],
    own: {
      ...step,
      "src/com/acme/ci/own/One.groovy": "/* package a.b */\npackage com.acme.ci.mine\nclass One {}\n",
      "src/com/acme/ci/own/Two.groovy": "class Two {}\n",
      "src/com/acme/ci/own/Three.groovy": "package com.acme.ci.own;\nclass Three {}\n",
    },
    expected: [
      "own/src/com/acme/ci/own/One.groovy:2:9+16 SW513 own/src/com/acme/ci/own/One.groovy declares package com.acme.ci.mine, but its folder is package com.acme.ci.own (start the file with: package com.acme.ci.own)",
      "own/src/com/acme/ci/own/Two.groovy:1:1+12 SW513 own/src/com/acme/ci/own/Two.groovy declares no package (start the file with: package com.acme.ci.own)",
    ],
  },
  {
    name: "a table of an own step that contradicts itself",
    platform: [library],
    own: {
      ...step,
      "vars/openTicket.yaml":
        "description: Opens a ticket.\nparameters:\n  a: { type: text, required: true, default: x, description: A. }\n  b: { type: number, values: [x], description: B. }\n  c: { type: number, default: '1', description: C. }\n  d: { type: text, values: [x, y], default: z, description: D. }\n",
    },
    expected: [
      'own/vars/openTicket.yaml:3:36+7 SW363 "a" is required, so its default has no effect (remove required or default)',
      'own/vars/openTicket.yaml:4:22+6 SW363 "values" requires type: text; "b" has type: number (remove values, or set type: text)',
      'own/vars/openTicket.yaml:5:31+3 SW604 the default of "c" is "1", but its type is number (use a number as the default, or set type: text)',
      'own/vars/openTicket.yaml:6:45+1 SW604 the default of "d" is "z", which is not in its values (use one of x, y)',
    ],
  },
  {
    name: "a table of an own step without its form",
    platform: [library],
    own: {
      ...step,
      "vars/openTicket.yaml":
        "description: Opens a ticket.\nparameters:\n  e: { type: thing, description: E. }\n  f: { type: text }\n",
    },
    expected: [
      'own/vars/openTicket.yaml:3:14+5 SW204 "thing" is not a type of a parameter; one of boolean, list, map, number, text',
      'own/vars/openTicket.yaml:4:3+1 SW202 parameters.f lacks "description" (add description: The system that is changed.)',
    ],
  },
  {
    name: "a step that the site does not have",
    platform: [library],
    own: step,
    service: [call("step: openTickets")],
    expected: [
      'services/shop.yaml:21:52+11 SW601 "openTickets" is not one of the site\'s own steps; only openTicket (did you mean "openTicket"?)',
    ],
  },
  {
    name: "an own step with wrong arguments",
    platform: [library],
    own: step,
    service: [call("step: openTicket, arguments: { levl: urgent, level: soon, parts: [a] }")],
    expected: [
      'services/shop.yaml:21:52+10 SW603 openTicket lacks "system" (add arguments: { system: shop })',
      'services/shop.yaml:21:77+4 SW602 openTicket has no parameter "levl"; one of level, parts, system (did you mean "level"?)',
      'services/shop.yaml:21:98+4 SW604 openTicket: "level" does not accept "soon" (use one of normal, urgent)',
      'services/shop.yaml:21:104+5 SW605 openTicket: "parts" is deprecated (leave it out)',
    ],
  },
  {
    name: "an own step with an argument of another type",
    platform: [library],
    own: step,
    service: [call("step: openTicket, arguments: { system: 3 }")],
    expected: [
      'services/shop.yaml:21:85+1 SW604 openTicket: "system" must be a text, not 3 (for example system: shop)',
    ],
  },
  {
    name: "hooks where the site has no steps of its own",
    service: [["environment: dev }", "environment: dev, before: [{ step: openTicket }] }"]],
    expected: [
      'services/shop.yaml:19:61+6 SW346 "before" calls the site\'s own steps, but library.own is missing (add library: { own: own } to the platform spec, and add the step to that folder)',
    ],
  },
  {
    name: "hooks without their form",
    platform: [[library[0], `${library[1]}, otherSteps: [scanImage]`]],
    own: step,
    service: [
      [
        "environment: dev }",
        "environment: dev, before: [{ step: scanImage }, { arguments: {} }], after: [{ step: openTicket, arguments: { sytem: shop } }, { step: 'echo 1' }] }",
      ],
    ],
    expected: [
      'services/shop.yaml:19:91+17 SW202 stages.dev.before[2] lacks "step" (add step: openTicket)',
      'services/shop.yaml:19:177+8 SW205 "echo 1" is not a pipeline step: letters, digits and `_`, starting with a lower-case letter: scanImage (for example scanImage)',
    ],
  },
  {
    name: "hooks of which one names a step that there is not",
    platform: [[library[0], `${library[1]}, otherSteps: [scanImage]`]],
    own: step,
    service: [
      [
        "environment: dev }",
        "environment: dev, before: [{ step: scanImage }], after: [{ step: openTicket, arguments: { sytem: shop } }] }",
      ],
    ],
    expected: [
      'services/shop.yaml:19:78+9 SW601 "scanImage" is not one of the site\'s own steps; only openTicket (add it to library.own)',
      'services/shop.yaml:19:108+10 SW603 openTicket lacks "system" (add arguments: { system: shop })',
      'services/shop.yaml:19:133+5 SW602 openTicket has no parameter "sytem"; one of level, parts, system (did you mean "system"?)',
    ],
  },
  {
    name: "a default hook that lacks an argument, for several stages",
    platform: [
      library,
      [
        "services: services/*.yaml",
        "services: services/*.yaml\ndefaults: { kinds: { deploy: { before: [{ step: openTicket }] } } }",
      ],
    ],
    own: step,
    expected: ['stagewright.yaml:35:49+10 SW603 openTicket lacks "system" (add arguments: { system: shop })'],
  },
  {
    name: "hooks of a service on another team's stage, and in place of the platform's",
    platform: [
      library,
      [
        "services: services/*.yaml",
        "services: services/*.yaml\ndefaults: { kinds: { deploy: { after: [{ step: openTicket, arguments: { system: all } }] } } }",
      ],
    ],
    own: step,
    service: [
      ["environment: dev }", "environment: dev, after: [] }"],
      [
        "approval: { by: [release-managers] } }",
        "approval: { by: [release-managers] }, before: [{ step: openTicket, arguments: { system: shop } }] }",
      ],
    ],
    expected: [
      'services/shop.yaml:19:61+5 SW315 "after" is locked by default: a service cannot set stages.dev.after (remove it; or in the platform spec, set it under defaults, or add locks: { replace: [stages.after] })',
      'services/shop.yaml:20:104+6 SW315 "before" is locked by default: a service cannot set stages.prod.before (remove it; or in the platform spec, set it under defaults, or add locks: { replace: [stages.before] })',
    ],
  },
];
