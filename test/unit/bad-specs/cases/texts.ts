import type { BadSpec } from "../check.ts";

const long = (length: number) => "x".repeat(length);
const many = Array.from({ length: 7 }, (_, index) => `T${index}: ${long(90_000)}`).join(", ");

/** Texts that what is generated could not hold, or a program would not be handed as they are. */
export const texts: readonly BadSpec[] = [
  {
    name: "NUL in a text",
    service: [["tool: maven, jdk: '17'", 'tool: command, command: "make\\0dist"']],
    expected: [
      "services/shop.yaml:12:69+12 SW111 this text contains the invalid character U+0000 (remove the character)",
    ],
  },
  {
    name: "half of a character in a key",
    service: [["tool: maven, jdk: '17'", 'tool: maven, environment: { "A\\ud800": b }']],
    expected: [
      "services/shop.yaml:12:73+9 SW111 this text contains the invalid character U+D800 (remove the character)",
    ],
  },
  {
    name: "a text that no program is handed",
    service: [["tool: maven, jdk: '17'", `tool: command, command: ${long(100_001)}`]],
    expected: [
      "services/shop.yaml:12:69+100001 SW206 stages.build.command has 100001 bytes; at most 100000 are allowed (move it to a file in the application's repository: Linux limits an argument to 128 KiB)",
    ],
  },
  {
    name: "a default that no program is handed",
    platform: [
      [
        "services: services",
        `defaults: { kinds: { source: { environment: { A: ${long(100_001)} } } } }\nservices: services`,
      ],
    ],
    expected: [
      "stagewright.yaml:34:50+100001 SW206 defaults.kinds.source.environment.A has 100001 bytes; at most 100000 are allowed (move it to a file in the application's repository: Linux limits an argument to 128 KiB)",
    ],
  },
  {
    name: "more texts than a program is handed",
    service: [["tool: maven, jdk: '17'", `tool: maven, environment: { ${many} }`]],
    expected: [
      "services/shop.yaml:12:11+5 SW206 stages.build has 630161 bytes of text; at most 600000 are allowed (move them to files in the application's repository: Linux limits all arguments to 2 MiB)",
    ],
  },
  {
    name: "a variable of nothing, which Jenkins takes away",
    service: [["tool: maven, jdk: '17'", "tool: maven, environment: { MAVEN_OPTS: '' }"]],
    expected: ["services/shop.yaml:12:85+2 SW206 stages.build.environment.MAVEN_OPTS must not be empty"],
  },
  {
    name: "a variable of the scripts' own",
    service: [["tool: maven, jdk: '17'", "tool: maven, environment: { CACHE: x, _i: y }"]],
    expected: [
      'services/shop.yaml:12:73+5 SW310 "CACHE" is a reserved name of stagewright, Jenkins or the shell (choose another name)',
      'services/shop.yaml:12:83+2 SW310 "_i" is a reserved name of stagewright, Jenkins or the shell (choose another name)',
    ],
  },
  {
    name: "a choice of two lines",
    service: [["choices: [ci, full]", 'choices: [ci, "full\\nand slow"]']],
    expected: [
      'services/shop.yaml:10:50+16 SW205 "full\\nand slow" is not a choice: one line, as in Jenkins\' form (for example fast)',
    ],
  },
  {
    name: "a default of two lines",
    service: [["kind: choice, choices: [ci, full]", 'kind: text, default: "ci\\nfull"']],
    expected: [
      "services/shop.yaml:10:43+10 SW205 \"ci\\nfull\" is not a parameter's value: one line, as in Jenkins' form (for example ci)",
    ],
  },
  {
    name: "two Ant patterns in one",
    service: [["[target/*.jar]", "['target/*.jar,dist/*.jar']"]],
    expected: [
      'services/shop.yaml:12:81+25 SW205 "target/*.jar,dist/*.jar" is not an Ant pattern: a relative path in which `*`, `**` and `?` are wildcards, without `..`, `,`, `$` and backslashes, no space at either end (for example target/*.jar)',
    ],
  },
  {
    name: "a variable of Jenkins' in an Ant pattern",
    service: [["[target/*.jar]", "[target/*.jar], tests: ['$HOME/*.xml']"]],
    expected: [
      'services/shop.yaml:12:104+13 SW205 "$HOME/*.xml" is not an Ant pattern: a relative path in which `*`, `**` and `?` are wildcards, without `..`, `,`, `$` and backslashes, no space at either end (for example target/*.jar)',
    ],
  },
  {
    name: "a directory that is a pattern",
    service: [["jdk: '17'", "directory: 'a,b'"]],
    expected: [
      'services/shop.yaml:12:69+5 SW205 "a,b" is not a directory within the repository: a relative path without `..`, `,`, `$`, `*`, `?` and backslashes, no space at either end (for example backend)',
    ],
  },
  {
    name: "a path that is an option",
    service: [["    engine: buildah", "    engine: buildah\n    context: --help"]],
    expected: [
      'services/shop.yaml:17:14+6 SW205 "--help" is not a path within the repository: a relative path without `..`, backslashes and invisible characters, not starting with `-` (for example backend)',
    ],
  },
  {
    name: "a path with invisible characters",
    service: [["    engine: buildah", '    engine: buildah\n    context: "back\\u202eend"']],
    expected: [
      'services/shop.yaml:17:14+15 SW205 "back\\u{202e}end" is not a path within the repository: a relative path without `..`, backslashes and invisible characters, not starting with `-` (for example backend)',
    ],
  },
  {
    name: "a path that is two for docker",
    platform: [["locks: { replace: [credentials] }", "locks: { replace: [credentials, source.cache] }"]],
    service: [["jdk: '17'", "cache: '/var/cache:/root'"]],
    expected: [
      'services/shop.yaml:12:65+18 SW205 "/var/cache:/root" is not an absolute path: a path from the root, without `..`, `:` and invisible characters (for example /usr/lib/jvm/java-17)',
    ],
  },
  {
    name: "a node label that Kubernetes refuses",
    platform: [
      [
        "  buildah: { agent: { label: linux-build }, buildsAtOnce: 2 }",
        "  buildah: { agent: { kubernetes: { nodeSelector: { pool: 'a b' } } }, memory: 1Gi, image: 'harbor.acme.internal/ci/buildah:1@sha256:0000000000000000000000000000000000000000000000000000000000000000' }",
      ],
    ],
    expected: [
      'stagewright.yaml:21:59+5 SW205 "a b" is not a value of a Kubernetes label: at most 63 letters, digits, `.`, `_` and `-`, a letter or digit at both ends (for example build)',
    ],
  },
];
