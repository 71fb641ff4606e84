import type { BadSpec } from "../check.ts";

const sparse = (folders: string): [string, string] => [
  "service: shop\n",
  `service: shop\ncheckout: { sparse: [${folders}] }\n`,
];

/** The environment dev gets a handoff with settings, and the service the folders of a sparse checkout. */
const deployedBy = (handoff: string, settings: string, folders: string): Pick<BadSpec, "platform" | "service"> => ({
  platform: [
    ["    argocd-dev: { server: 'https://argocd-dev.acme.internal', environments: [dev] }\n", ""],
    [
      "    namespace: '{service}-dev'\n    gitops: { git: 'https://git.acme.internal/ops/dev.git', credentials: gitops-dev }\n",
      `    handoff: ${handoff}\n    ${handoff}: { kubeconfig: kube-dev, ${settings} }\n`,
    ],
  ],
  service: [sparse(folders)],
});

/** Folders of a sparse checkout, what stages read outside of them, and tags outside of a shallow one. */
export const sparseCheckouts: readonly BadSpec[] = [
  {
    name: "a shallow checkout for a version that needs tags",
    service: [
      ["service: shop\n", "service: shop\ncheckout: { depth: 50 }\n"],
      ["version: '1.2.{build}'", "version: '{describe}-{build}'"],
    ],
    expected: [
      "services/shop.yaml:5:10+20 SW396 {describe} is the last git tag, which a checkout of 50 commits can lack (remove checkout.depth, or use {project} or {build} in the version)",
    ],
  },
  {
    name: "a sparse checkout of paths that are no folders of the repository",
    service: [sparse("../other, /shop, '!shop', 'shop/*', 'shop\\\\web', -shop, shop/../web, '', shop/, '$HOME'")],
    expected: [
      ["22+8", "../other"],
      ["32+5", "/shop"],
      ["39+7", "!shop"],
      ["48+8", "shop/*"],
      ["58+11", "shop\\\\\\\\web"],
      ["71+5", "-shop"],
      ["78+11", "shop/../web"],
      ["91+2", ""],
      ["95+5", "shop/"],
      ["102+7", "$HOME"],
    ].map(
      ([at, value]) =>
        `services/shop.yaml:2:${at} SW205 "${value}" is not a folder of the repository: a relative path of letters, digits, \`.\`, \`_\`, \`@\`, \`+\` and \`-\`, without \`..\`, not starting with \`-\` (for example shop)`,
    ),
  },
  {
    name: "a folder of a sparse checkout twice",
    service: [sparse("shop, shop")],
    expected: ['services/shop.yaml:2:28+4 SW207 "shop" is in checkout.sparse twice (remove one of the two)'],
  },
  {
    name: "stages that read outside of a sparse checkout",
    service: [
      sparse("shop"),
      ["version: '1.2.{build}'", "version: '{project}-{build}'\nversionFile: backend/pom.xml"],
      ["tool: maven,", "tool: maven, directory: backend,"],
      ["    image: { registry", "    dockerfile: docker/Dockerfile\n    context: docker\n    image: { registry"],
      [
        "  - { id: dev,",
        "  - { id: test, kind: custom, owner: shop, command: make, directory: shopping }\n  - { id: dev,",
      ],
    ],
    expected: [
      'services/shop.yaml:6:14+15 SW392 the version reads the file "backend/pom.xml", which the sparse checkout leaves out (add backend to checkout.sparse)',
      'services/shop.yaml:14:69+7 SW392 stage "build" reads the folder "backend", which the sparse checkout leaves out (add backend to checkout.sparse)',
      'services/shop.yaml:19:17+17 SW392 stage "image" reads the file "docker/Dockerfile", which the sparse checkout leaves out (add docker to checkout.sparse)',
      'services/shop.yaml:20:14+6 SW392 stage "image" reads the folder "docker", which the sparse checkout leaves out (add docker to checkout.sparse)',
      'services/shop.yaml:23:70+8 SW392 stage "test" reads the folder "shopping", which the sparse checkout leaves out (add shopping to checkout.sparse)',
    ],
  },
  {
    name: "a handoff that reads outside of a sparse checkout",
    ...deployedBy("helm", "chart: 'charts/{service}'", "deploy/values/prod, charts/shop2"),
    expected: [
      'services/shop.yaml:2:13+6 SW392 stage "dev" reads the folder "charts/shop", which the sparse checkout leaves out (add charts/shop to checkout.sparse)',
    ],
  },
  {
    name: "stages that read folders of which a sparse checkout has a part",
    service: [
      sparse("backend/api, docker/web, tools/bin"),
      ["version: '1.2.{build}'", "version: '{project}-{build}'\nversionFile: backend/pom.xml"],
      ["tool: maven,", "tool: maven, directory: backend,"],
      [
        "artifacts: [target/*.jar] }",
        "artifacts: [target/*.jar], tests: [reports/*.xml], also: [{ tool: npm, directory: backend/api, artifacts: [dist/**] }] }",
      ],
      ["    image: { registry", "    dockerfile: docker/Dockerfile\n    context: docker/\n    image: { registry"],
      [
        "  - { id: dev,",
        "  - { id: test, kind: custom, owner: shop, command: make, directory: ./tools }\n  - { id: dev,",
      ],
    ],
    expected: [
      'services/shop.yaml:14:69+7 SW392 stage "build" reads the folder "backend", of which the sparse checkout has only a part (add backend to checkout.sparse)',
      'services/shop.yaml:20:14+7 SW392 stage "image" reads the folder "docker/", of which the sparse checkout has only a part (add docker to checkout.sparse)',
      'services/shop.yaml:23:70+7 SW392 stage "test" reads the folder "./tools", of which the sparse checkout has only a part (add tools to checkout.sparse)',
    ],
  },
  {
    name: "a chart of which a sparse checkout has only the folder of its values",
    ...deployedBy("helm", "chart: deploy/chart, values: 'deploy/chart/env/{environment}.yaml'", "deploy/chart/env"),
    expected: [
      'services/shop.yaml:2:13+6 SW392 stage "dev" reads the folder "deploy/chart", of which the sparse checkout has only a part (add deploy/chart to checkout.sparse)',
    ],
  },
  {
    name: "a chart in the root of a sparse checkout",
    ...deployedBy("helm", "chart: .", "deploy/values"),
    expected: [
      'services/shop.yaml:2:13+6 SW392 stage "dev" reads the folder ".", of which the sparse checkout has only a part (remove checkout.sparse, or use another folder)',
    ],
  },
  {
    name: "an overlay of which a sparse checkout has a part",
    ...deployedBy("kustomize", "folder: deploy/overlay", "deploy/overlay/patches"),
    expected: [
      'services/shop.yaml:2:13+6 SW392 stage "dev" reads the folder "deploy/overlay", of which the sparse checkout has only a part (add deploy/overlay to checkout.sparse)',
    ],
  },
  {
    name: "manifests of which a sparse checkout has a part",
    ...deployedBy("kubectl", "folder: 'deploy/{environment}'", "deploy/dev/base"),
    expected: [
      'services/shop.yaml:2:13+6 SW392 stage "dev" reads the folder "deploy/dev", of which the sparse checkout has only a part (add deploy/dev to checkout.sparse)',
    ],
  },
];
