import type { BadSpec } from "../check.ts";
import { oneOfEngines, oneOfHandoffs, oneOfSourceTools } from "../part-names.ts";

/** Keys and values that the schemas do not know. */
export const keys: readonly BadSpec[] = [
  {
    name: "a key of a later release",
    service: [["owner: release, environment: prod", "owner: release, environment: prod, promote: { by: [x] }"]],
    expected: [
      'services/shop.yaml:20:66+7 SW201 "promote" is not a key of stages.prod; one of after, agent, approval, before, environment, id, kind, needs, owner, parallel, previousIds, previousOwners, retries, timeout, unstable, wait, waitTimeout, when',
    ],
  },
  {
    name: "a typo in a key",
    service: [["    engine: buildah", "    engin: buildah"]],
    expected: [
      'services/shop.yaml:16:5+5 SW201 "engin" is not a key of stages.image; one of after, agent, approval, artifactsFrom, base, before, buildArguments, cache, command, context, digestFrom, dockerfile, engine, id, image, kind, labels, movingTags, needs, owner, parallel, paths, platforms, previousIds and 13 more (did you mean "engine"?)',
    ],
  },
  {
    name: "an unknown engine in the platform",
    platform: [["  docker: {", "  podman: {"]],
    expected: [`stagewright.yaml:20:3+6 SW201 "podman" is not an engine; ${oneOfEngines}`],
  },
  {
    name: "a list instead of one of several values",
    platform: [["network: offline", "network: [offline]"]],
    expected: ["stagewright.yaml:6:12+9 SW204 a list is not a kind of network; one of offline, online"],
  },
  {
    name: "an unknown key at the root",
    platform: [["services: services/*.yaml", "policies: { jenkinsDeploys: forbidden }\nservices: services/*.yaml"]],
    expected: [
      'stagewright.yaml:34:1+8 SW201 "policies" is not a key of the spec; one of apiVersion, defaults, delivery, engines, environments, library, locks, pipelines, policy, products, registries, services, site, stagewright, target, teams, topology',
    ],
  },
  {
    name: "an unknown key in a team",
    platform: [["approvers: [release-managers]", "aprovers: [release-managers]"]],
    expected: [
      'stagewright.yaml:16:44+8 SW201 "aprovers" is not a key of teams.release; one of approvers, contact, folder, group, pipelines, previousFolders, reviewers (did you mean "approvers"?)',
    ],
  },
  {
    name: "a missing library",
    platform: [
      [
        "library: { name: acme-ci, package: com.acme.ci, version: 1.4.0, pin: v1.3.2, git: 'https://git.acme.internal/ci/library.git' }\n",
        "",
      ],
    ],
    expected: [
      'stagewright.yaml:1:1+1 SW202 the spec lacks "library" (add library: {"name":"acme-ci","package":"com.acme.ci","version":"1.4.0","pin":"v1.3.2"})',
    ],
  },
  {
    name: "a registry without a host",
    platform: [["host: harbor.acme.internal, credentials", "credentials"]],
    expected: ['stagewright.yaml:18:3+6 SW202 registries.harbor lacks "host" (add host: harbor.acme.internal)'],
  },
  {
    name: "a stage without a kind",
    service: [["id: dev, kind: deploy,", "id: dev,"]],
    expected: ['services/shop.yaml:19:5+42 SW202 stages.dev lacks "kind"'],
  },
  {
    name: "an unknown kind of stage",
    service: [["kind: deploy, owner: shop", "kind: deply, owner: shop"]],
    expected: [
      'services/shop.yaml:19:22+5 SW204 "deply" is not a kind of stage; one of custom, deploy, image, source (did you mean "deploy"?)',
    ],
  },
  {
    name: "a stage that is a text",
    service: [["  - { id: dev, kind: deploy, owner: shop, environment: dev }", "  - dev"]],
    expected: ['services/shop.yaml:19:5+3 SW203 stages[3] must be a mapping, not the text "dev"'],
  },
  {
    name: "an unquoted version",
    service: [["jdk: '17'", "jdk: 17"]],
    expected: ["services/shop.yaml:12:63+2 SW203 stages.build.jdk must be text, not the number 17 (quote it: '17')"],
  },
  {
    name: "a fractional version",
    service: [["jdk: '17'", "jdk: 1.20"]],
    expected: ["services/shop.yaml:12:63+4 SW203 stages.build.jdk must be text, not the number 1.2 (quote it: '1.20')"],
  },
  {
    name: "a key without a value",
    service: [["credentials: git-read", "credentials:"]],
    expected: ["services/shop.yaml:3:1+11 SW203 credentials has no value; it must be text (for example git-read)"],
  },
  {
    name: "a list for a text",
    service: [["credentials: git-read", "credentials: [git-read]"]],
    expected: ["services/shop.yaml:3:14+10 SW203 credentials must be text, not a list (for example git-read)"],
  },
  {
    name: "a text for a list",
    service: [["artifacts: [target/*.jar]", "artifacts: target/*.jar"]],
    expected: [
      'services/shop.yaml:12:80+12 SW203 stages.build.artifacts must be a list, not the text "target/*.jar" (for example ["target/*.jar"])',
    ],
  },
  {
    name: "a text for a number",
    platform: [["buildsAtOnce: 2", "buildsAtOnce: '2'"]],
    expected: [
      'stagewright.yaml:21:59+3 SW203 engines.buildah.buildsAtOnce must be a whole number, not the text "2" (for example 2)',
    ],
  },
  {
    name: "yes for true",
    platform: [["protected: true", "protected: yes"]],
    expected: [
      'stagewright.yaml:32:16+3 SW203 environments.prod.protected must be true or false, not the text "yes" (for example true)',
    ],
  },
  {
    name: "an unknown tool",
    service: [["tool: maven", "tool: mavn"]],
    expected: [
      `services/shop.yaml:12:51+4 SW204 "mavn" is not a build tool; ${oneOfSourceTools} (did you mean "maven"?)`,
    ],
  },
  {
    name: "an unknown topology",
    platform: [["services: services/*.yaml", "topology: per-owner\nservices: services/*.yaml"]],
    expected: ['stagewright.yaml:34:11+9 SW204 "per-owner" is not a topology; one of combined, per-stage, per-team'],
  },
  {
    name: "another apiVersion",
    platform: [["stagewright/v1", "stagewright/v2"]],
    expected: [
      'stagewright.yaml:1:13+14 SW204 "stagewright/v2" is not a spec format version; only stagewright/v1 (did you mean "stagewright/v1"?)',
    ],
  },
  {
    name: "an unknown handoff",
    platform: [["handoff: argocd", "handoff: flux"]],
    expected: [`stagewright.yaml:23:12+4 SW204 "flux" is not a handoff; ${oneOfHandoffs}`],
  },
  {
    name: "an unknown network",
    platform: [["network: offline", "network: airgapped"]],
    expected: ['stagewright.yaml:6:12+9 SW204 "airgapped" is not a kind of network; one of offline, online'],
  },
  {
    name: "needs of a source stage",
    service: [["jdk: '17'", "needs: [image]"]],
    expected: [
      'services/shop.yaml:12:58+5 SW201 "needs" is not a key of stages.build; one of after, agent, also, arguments, artifacts, before, cache, command, coverage, directory, environment, id, issues, jdk, kind, owner, previousIds, previousOwners, retries, secrets, services, sonar, tests, timeout and 4 more',
    ],
  },
  {
    name: "an unknown engine",
    service: [["engine: buildah", "engine: pods"]],
    expected: [`services/shop.yaml:16:13+4 SW204 "pods" is not an engine; ${oneOfEngines}`],
  },
  {
    name: "tool: command without a command",
    service: [["tool: maven", "tool: command"]],
    expected: ['services/shop.yaml:12:51+7 SW202 stages.build lacks "command" (add command: make dist)'],
  },
  {
    name: "a choice without choices",
    service: [[", choices: [ci, full]", ""]],
    expected: ['services/shop.yaml:10:28+6 SW202 parameter "PROFILE" lacks "choices" (add choices: [fast, full])'],
  },
  {
    name: "a boolean that is none",
    service: [["kind: choice, choices: [ci, full]", "kind: boolean, default: 'perhaps'"]],
    expected: ['services/shop.yaml:10:46+9 SW204 "perhaps" is not a boolean; one of false, true (write true or false)'],
  },
  {
    name: "a typo in a required key",
    service: [["owner: shop, environment: dev", "owner: shop, enviroment: dev"]],
    expected: [
      'services/shop.yaml:19:43+10 SW201 "enviroment" is not a key of stages.dev; one of after, agent, approval, before, environment, id, kind, needs, owner, parallel, previousIds, previousOwners, retries, timeout, unstable, wait, waitTimeout, when (did you mean "environment"?)',
    ],
  },
  {
    name: "no space after a key in braces",
    service: [["kind: deploy, owner: shop", "kind: deploy, owner:shop"]],
    expected: ['services/shop.yaml:19:30+10 SW201 a space is missing after "owner:" (write owner: shop)'],
  },
  {
    name: "a typo in the kind of a custom stage",
    service: [["kind: deploy, owner: shop", "kind: costum, owner: shop"]],
    expected: [
      'services/shop.yaml:19:22+6 SW204 "costum" is not a kind of stage; one of custom, deploy, image, source (did you mean "custom"?)',
    ],
  },
  {
    name: "a missing registry",
    service: [["registry: harbor, ", ""]],
    expected: ['services/shop.yaml:17:5+5 SW202 stages.image.image lacks "registry" (add registry: NAME; only harbor)'],
  },
  {
    name: "a missing environment",
    service: [["owner: shop, environment: dev", "owner: shop"]],
    expected: [
      'services/shop.yaml:19:5+38 SW202 stages.dev lacks "environment" (add environment: NAME; one of dev, prod)',
    ],
  },
  {
    name: "an unquoted value of a variable",
    service: [["jdk: '17'", "jdk: '17', environment: { PORT: 8080 }"]],
    expected: [
      "services/shop.yaml:12:90+4 SW203 stages.build.environment.PORT must be text, not the number 8080 (quote it: '8080')",
    ],
  },
  {
    name: "a library version with two numbers",
    platform: [["version: 1.4.0", "version: 1.0"]],
    expected: [
      "stagewright.yaml:3:58+3 SW203 library.version must be text, not the number 1 (write three numbers: 1.0.0)",
    ],
  },
];
