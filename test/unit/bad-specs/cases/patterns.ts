import type { BadSpec } from "../check.ts";

/** Patterns, environments and engines that would not do what they say. */
export const patterns: readonly BadSpec[] = [
  {
    name: "a range that is none",
    platform: [["~0.1", "newest"]],
    expected: ['stagewright.yaml:2:14+6 SW205 "newest" is not a version range (for example ~0.1)'],
  },
  {
    name: "an unknown placeholder in the version",
    service: [["{build}", "{buidl}"]],
    expected: [
      'services/shop.yaml:4:10+13 SW307 "{buidl}" is not a placeholder for this key; one of {branch}, {build}, {commit}, {tag} (did you mean "build"?)',
    ],
  },
  {
    name: "a brace without its partner",
    service: [["{build}", "{build"]],
    expected: [
      'services/shop.yaml:4:10+12 SW307 "1.2.{build" contains an unmatched brace (write placeholders as {name})',
    ],
  },
  {
    name: "a version that makes no tag",
    service: [["1.2.{build}", "1.2 {build}"]],
    expected: [
      'services/shop.yaml:4:10+13 SW205 "1.2 {build}" is not a valid image tag: use letters, digits, `_`, `.` and `-`; do not start with `.` or `-` (for example 1.2.{build})',
    ],
  },
  {
    name: "an unknown placeholder in a tag",
    service: [["    engine: buildah", "    engine: buildah\n    tags: ['{service}']"]],
    expected: [
      'services/shop.yaml:17:12+11 SW307 "{service}" is not a placeholder for this key; one of {branch}, {build}, {commit}, {tag}, {version}',
    ],
  },
  {
    name: "an unknown placeholder in a namespace",
    platform: [["{service}-dev", "{team}-dev"]],
    expected: [
      'stagewright.yaml:28:16+12 SW307 "{team}" is not a placeholder for this key; one of {environment}, {service}',
    ],
  },
  {
    name: "a namespace that is no DNS label",
    platform: [["{service}-dev", "{service}_dev"]],
    expected: [
      'stagewright.yaml:28:16+15 SW313 the namespace "shop_dev" of service "shop" is not a DNS label with at most 63 characters; it has 8 (change the pattern "{service}_dev")',
    ],
  },
  {
    name: "two services in one overlay",
    platform: [["ops/dev.git', credentials: gitops-dev", "ops/dev.git', credentials: gitops-dev, path: apps/all"]],
    other: [
      ["service: shop\n", "service: other\n"],
      ["name: shop/shop", "name: shop/other"],
    ],
    expected: [
      'stagewright.yaml:29:92+8 SW314 service "shop" in "dev" and service "other" in "dev" share the overlay "apps/all" (add {service} and {environment} to the path)',
    ],
  },
  {
    name: "an environment of no Argo CD",
    platform: [["environments: [prod]", "environments: [dev]"]],
    expected: [
      'stagewright.yaml:25:80+3 SW308 environment "dev" already belongs to "argocd-dev" (remove it from one of the instances)',
      'stagewright.yaml:30:3+4 SW308 environment "prod" belongs to no Argo CD instance (add it to the environments of one instance of delivery.argocd)',
    ],
  },
  {
    name: "an environment without a GitOps repository",
    platform: [
      [
        "    protected: true\n    gitops: { git: 'https://git.acme.internal/ops/prod.git', credentials: gitops-prod }",
        "    protected: true",
      ],
    ],
    expected: [
      'stagewright.yaml:30:3+4 SW330 environment "prod" lacks "gitops", which handoff argocd requires (add environments.prod.gitops)',
    ],
  },
  {
    name: "a chart without its layout",
    platform: [["credentials: gitops-dev }", "credentials: gitops-dev, chart: { path: charts/a } }"]],
    expected: ['stagewright.yaml:29:86+5 SW332 "chart" requires layout: helm (add layout: helm, or remove chart)'],
  },
  {
    name: "layout helm without a chart",
    platform: [["credentials: gitops-dev }", "credentials: gitops-dev, layout: helm }"]],
    expected: [
      "stagewright.yaml:29:94+4 SW332 layout: helm requires either a chart folder, or the name and version of a chart in a chart repository (add chart: { path: … }, or chart: { repository: …, name: …, version: … })",
    ],
  },
  {
    name: "known hosts of HTTPS",
    platform: [["credentials: gitops-dev }", "credentials: gitops-dev, knownHosts: ['h ssh-ed25519 AAAA'] }"]],
    expected: [
      'stagewright.yaml:29:86+10 SW332 "knownHosts" requires an SSH address (use git: ssh://git@HOST/PATH, or remove knownHosts)',
    ],
  },
  {
    name: "a wait for people",
    platform: [
      [
        "credentials: gitops-dev }",
        "credentials: gitops-dev, pullRequest: { host: gitlab, api: 'https://git.acme.internal/api/v4', project: a/b, token: t } }\n    wait: { token: argocd-dev }",
      ],
    ],
    expected: [
      'stagewright.yaml:30:5+4 SW332 "wait" does not work with a pull request, which people merge later (remove wait; Argo CD\'s notifications inform the owner)',
    ],
  },
  {
    name: "a freeze that never holds",
    platform: [
      [
        "credentials: gitops-dev }",
        "credentials: gitops-dev }\n    freeze: [{ schedule: '0 25 * * 5', duration: 1h, timeZone: Europe/Nowhere }]",
      ],
    ],
    expected: [
      'stagewright.yaml:30:26+12 SW331 "0 25 * * 5" is not a cron schedule (minute 0-59, hour 0-23, day 1-31, month 1-12, weekday 0-6 from Sunday)',
      'stagewright.yaml:30:64+14 SW331 "Europe/Nowhere" is not a known time zone (use a name of the IANA database, for example Europe/Berlin)',
    ],
  },
  {
    name: "a freeze on a day that no chosen month has",
    platform: [
      [
        "credentials: gitops-dev }",
        "credentials: gitops-dev }\n    freeze: [{ schedule: '0 0 30 2 *', duration: 1h }, { schedule: '0 0 30 2 5', duration: 1h }]",
      ],
    ],
    expected: [
      'stagewright.yaml:30:26+12 SW331 "0 0 30 2 *" never begins: no chosen month has such a day (minute 0-59, hour 0-23, day 1-31, month 1-12, weekday 0-6 from Sunday)',
    ],
  },
  {
    name: "a bound that BuildKit ignores",
    platform: [["label: docker } }", "label: docker }, memory: 1Gi }"]],
    expected: [
      'stagewright.yaml:19:47+3 SW405 docker\'s BuildKit ignores limits for memory and CPU (set memory of "docker" in site.pools, or set buildkit: false)',
    ],
  },
  {
    name: "a bound that chroot ignores",
    platform: [["buildsAtOnce: 2", "memory: 1Gi"]],
    expected: [
      'stagewright.yaml:20:53+3 SW405 buildah\'s chroot isolation ignores limits for memory and CPU (set memory of "linux-build" in site.pools, or set isolation: oci)',
    ],
  },
];
