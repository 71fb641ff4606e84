import type { BadSpec } from "../check.ts";
import { digest } from "../good.ts";

/** Values that could not be what they have to become. */
export const forms: readonly BadSpec[] = [
  {
    name: "a package that is none",
    platform: [["package: com.acme.ci", "package: com.acme-ci"]],
    expected: [
      'stagewright.yaml:3:36+11 SW205 "com.acme-ci" is not a Java package: lower-case identifiers joined by dots, at least two: com.acme.ci (for example com.acme.ci)',
    ],
  },
  {
    name: "a library name that cannot be one",
    platform: [["name: acme-ci", "name: acme/ci"]],
    expected: [
      'stagewright.yaml:3:18+7 SW205 "acme/ci" is not a library name: letters, digits, `.`, `_` and `-` (for example acme-ci)',
    ],
  },
  {
    name: "a version that is none",
    platform: [["version: 1.4.0", "version: v1.4"]],
    expected: [
      'stagewright.yaml:3:58+4 SW205 "v1.4" is not a semantic version: MAJOR.MINOR.PATCH: 1.4.0 (for example 1.4.0)',
    ],
  },
  {
    name: "a pre-release number with a leading zero",
    platform: [["version: 1.4.0", "version: 1.4.0-01"]],
    expected: [
      'stagewright.yaml:3:58+8 SW205 "1.4.0-01" is not a semantic version: MAJOR.MINOR.PATCH: 1.4.0 (for example 1.4.0)',
    ],
  },
  {
    name: "a team name with a capital",
    platform: [["  shop: { folder", "  Shop: { folder"]],
    expected: [
      'services/shop.yaml:12:39+4 SW302 "shop" is not a team; one of Shop, platform, release (did you mean "Shop"?)',
      'services/shop.yaml:19:37+4 SW302 "shop" is not a team; one of Shop, platform, release (did you mean "Shop"?)',
      'stagewright.yaml:14:3+4 SW205 "Shop" is not a name: lower-case letters, digits and inner hyphens, a letter first, at most 63 (for example shop)',
    ],
  },
  {
    name: "a folder with a slash",
    platform: [["folder: shop", "folder: a/shop"]],
    expected: [
      'stagewright.yaml:14:19+6 SW205 "a/shop" is not a Jenkins folder: letters, digits, `.`, `_` and `-`, no slash (for example shop)',
    ],
  },
  {
    name: "a registry host with a scheme",
    platform: [["host: harbor.acme.internal", "host: https://harbor.acme.internal"]],
    expected: [
      'stagewright.yaml:18:19+28 SW205 "https://harbor.acme.internal" is not a host: HOST or HOST:PORT in lower case, no https:// and no path (for example harbor.acme.internal)',
    ],
  },
  ...[
    "https://git.acme.internal/../shop.git",
    "https://git.acme.internal/%2E./shop",
    "git@git.acme.internal:../shop",
  ].map((git) => ({
    name: `a repository outside of its host: ${git}`,
    service: [["git: https://git.acme.internal/shop/shop.git", `git: ${git}`]] as const,
    expected: [
      `services/shop.yaml:2:6+${git.length} SW205 "${git}" is not a git URL: https://HOST/PATH, ssh://USER@HOST/PATH or USER@HOST:PATH, without password and \`..\` (for example https://git.acme.internal/shop/shop.git)`,
    ],
  })),
  {
    name: "a password in a URL",
    platform: [
      [
        "git: 'https://git.acme.internal/ci/pipelines.git'",
        "git: 'https://me:secret@git.acme.internal/ci/pipelines.git'",
      ],
    ],
    expected: [
      'stagewright.yaml:4:19+54 SW205 "https://…@git.acme.internal/ci/pipelines.git" is not a git URL: https://HOST/PATH, ssh://USER@HOST/PATH or USER@HOST:PATH, without password and `..` (for example https://git.acme.internal/shop/shop.git)',
    ],
  },
  {
    name: "a credential with a blank",
    platform: [["push: harbor-push", "push: harbor push"]],
    expected: [
      "stagewright.yaml:18:81+11 SW205 the value of registries.harbor.credentials.push is not a credential id: letters, digits and `._-:/@+=~`; the id, never the secret (for example git-read)",
    ],
  },
  {
    name: "a label that is code",
    platform: [["label: docker }", "label: 'x$yz' }"]],
    expected: [
      'stagewright.yaml:20:29+6 SW205 "x$yz" is not an agent label: a label, or an expression of labels with && || ! -> <-> ( ) (for example linux)',
    ],
  },
  {
    name: "a JDK below a relative path",
    platform: [["/usr/lib/jvm/java-17", "lib/jvm"]],
    expected: [
      'stagewright.yaml:12:19+7 SW205 "lib/jvm" is not an absolute path: a path from the root, without `..`, `:` and invisible characters (for example /usr/lib/jvm/java-17)',
    ],
  },
  {
    name: "a reviewer without @",
    platform: [["['@acme/shop']", "[shop]"]],
    expected: [
      'stagewright.yaml:14:37+4 SW205 "shop" is not a reviewer: @USER, @ORGANISATION/TEAM or a mail address (for example @acme/shop)',
    ],
  },
  {
    name: "a mail address that is none",
    platform: [["mail: shop@acme.internal", "mail: shop"]],
    expected: [
      'stagewright.yaml:14:69+4 SW205 "shop" is not a mail address: NAME@HOST (for example shop@acme.internal)',
    ],
  },
  {
    name: "a service name with an underscore",
    service: [["service: shop\n", "service: shop_api\n"]],
    expected: [
      'services/shop.yaml:1:10+8 SW205 "shop_api" is not a service name: a DNS label: lower-case letters, digits and inner hyphens, a letter first, at most 53 (for example shop)',
    ],
  },
  {
    name: "a stage id with a capital",
    service: [
      ["id: dev,", "id: Dev,"],
      ["through: dev", "through: build"],
    ],
    expected: [
      'services/shop.yaml:19:11+3 SW205 "Dev" is not a stage id: lower-case letters, digits and inner hyphens, a letter first, at most 40 (for example build)',
    ],
  },
  {
    name: "an image with a capital",
    service: [["name: shop/shop", "name: Shop/shop"]],
    expected: [
      'services/shop.yaml:17:38+9 SW205 "Shop/shop" is not an image repository: lower-case path without host and tag: shop/shop (for example shop/shop)',
    ],
  },
  {
    name: "a base image without a digest",
    service: [[`@sha256:${digest}`, ""]],
    expected: [
      `services/shop.yaml:18:20+34 SW208 "harbor.acme.internal/base/jre:17" is not an image pinned by digest: HOST/REPOSITORY:TAG@sha256: and 64 hex digits (for example harbor.acme.internal/base/jre:17@sha256:${digest})`,
    ],
  },
  {
    name: "a base image with half a digest",
    service: [[`${digest}`, "00000000000000000000000000000000"]],
    expected: [
      `services/shop.yaml:18:20+74 SW208 "harbor.acme.internal/base/jre:17@sha256:0000000000000000… is not an image pinned by digest: HOST/REPOSITORY:TAG@sha256: and 64 hex digits (for example harbor.acme.internal/base/jre:17@sha256:${digest})`,
    ],
  },
  {
    name: "a path that leaves the repository",
    service: [["    engine: buildah", "    engine: buildah\n    context: ../other"]],
    expected: [
      'services/shop.yaml:17:14+8 SW205 "../other" is not a path within the repository: a relative path without `..`, backslashes and invisible characters, not starting with `-` (for example backend)',
    ],
  },
  {
    name: "a build argument that is no identifier",
    service: [["    engine: buildah", "    engine: buildah\n    buildArguments: { a-b: c }"]],
    expected: [
      'services/shop.yaml:17:23+3 SW205 "a-b" is not a variable name: letters, digits and `_`, no digit first (for example BASE)',
    ],
  },
  {
    name: "a parameter that is no identifier",
    service: [["name: PROFILE", "name: 1PROFILE"]],
    expected: [
      'services/shop.yaml:10:13+8 SW205 "1PROFILE" is not a variable name: letters, digits and `_`, no digit first (for example BASE)',
    ],
  },
  {
    name: "a branch that is none",
    service: [["service: shop\n", "service: shop\nbranch: a..b\n"]],
    expected: [
      'services/shop.yaml:2:9+4 SW205 "a..b" is not a branch or tag: a git name without spaces, `..`, or `/` at its end (for example main)',
    ],
  },
  {
    name: "a timeout of nothing",
    service: [["    engine: buildah", "    engine: buildah\n    timeout: 0"]],
    expected: ["services/shop.yaml:17:14+1 SW206 stages.image.timeout must be at least 1, not 0"],
  },
  {
    name: "more retries than there may be",
    service: [["    engine: buildah", "    engine: buildah\n    retries: 11"]],
    expected: ["services/shop.yaml:17:14+2 SW206 stages.image.retries must be at most 10, not 11"],
  },
  {
    name: "an empty command",
    service: [["tool: maven, jdk: '17'", "tool: command, command: ''"]],
    expected: ["services/shop.yaml:12:69+2 SW206 stages.build.command must not be empty"],
  },
  {
    name: "an artifact twice",
    service: [["[target/*.jar]", "[target/*.jar, target/*.jar]"]],
    expected: [
      'services/shop.yaml:12:95+12 SW207 "target/*.jar" is in stages.build.artifacts twice (remove one of the two)',
    ],
  },
  {
    name: "no needs",
    service: [["owner: shop, environment: dev", "owner: shop, environment: dev, needs: []"]],
    expected: ["services/shop.yaml:19:68+2 SW206 stages.dev.needs needs at least 1 item"],
  },
  {
    name: "no stages",
    service: "service: shop\ngit: https://git.acme.internal/shop/shop.git\nstages: []\n",
    expected: ["services/shop.yaml:3:9+2 SW206 stages needs at least 1 item"],
  },
  {
    name: "a stage id of 50 characters",
    service: [
      ["id: dev,", "id: d0000000000000000000000000000000000000000000000000,"],
      ["through: dev", "through: build"],
    ],
    expected: [
      'services/shop.yaml:19:11+50 SW205 "d0000000000000000000000000000000000000000000000000" has 50 characters; a stage id has at most 40 (shorten it)',
    ],
  },
];
