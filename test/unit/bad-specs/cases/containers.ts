import type { BadSpec } from "../check.ts";
import { digest } from "../good.ts";

const image = `harbor.acme.internal/tools/tool:1@sha256:${digest}`;

/** A custom stage with these keys, in the line before that of `dev`. */
function custom(keys: string): NonNullable<BadSpec["service"]> {
  return [["  - { id: dev, ", `  - { id: it, kind: custom, owner: shop, command: make, ${keys} }\n  - { id: dev, `]];
}

const pod = `agent: { pod: { image: '${image}' } }`;
const sitePods: NonNullable<BadSpec["platform"]> = [
  ["  agent: { label: linux }\n", "  agent: { label: linux }\n  pods: {}\n"],
  ["replace: [credentials]", "replace: [credentials, stages.agent, source.cache]"],
];

/** An agent with room for two builds of 512Mi. */
const pool = [
  "  agent: { label: linux }\n",
  "  agent: { label: linux }\n  pools: { linux: { memory: 2Gi, executors: 2, otherBuild: 512Mi } }\n",
] as const;

/** Service containers and pods that cannot run. */
export const containers: readonly BadSpec[] = [
  {
    name: "two service containers on one port",
    service: custom(`services: { cache: { image: '${image}', port: 80 }, web: { image: '${image}', port: 80 } }`),
    expected: [
      'services/shop.yaml:19:335+2 SW385 the service containers "cache" and "web" share a network, so only one can listen on port 80 (let one of them listen on another port, with its arguments or environment)',
    ],
  },
  {
    name: "a service container whose variable the stage sets",
    service: custom(`environment: { DB_PORT: '1' }, services: { db: { image: '${image}', port: 80 } }`),
    expected: [
      'services/shop.yaml:19:100+2 SW385 the service container "db" would replace the stage\'s variable DB_PORT (choose another name for the service container)',
    ],
  },
  {
    name: "a service container whose variable is reserved",
    service: custom(`services: { docker: { image: '${image}', port: 80 } }`),
    expected: [
      'services/shop.yaml:19:69+6 SW310 "docker" would set DOCKER_HOST, a reserved name of stagewright, Jenkins or a tool (choose another name for the service container)',
    ],
  },
  {
    name: "a service container that may change",
    service: custom("services: { db: { image: 'harbor.acme.internal/tools/postgres:16', port: 80 } }"),
    expected: [
      'services/shop.yaml:19:82+38 SW402 the image of a service container "harbor.acme.internal/tools/postgres:16" has no digest, so it can be a different image tomorrow (add its digest: IMAGE:TAG@sha256:…)',
    ],
  },
  {
    name: "a service container from outside of an offline site",
    service: custom(`services: { db: { image: 'docker.io/postgres@sha256:${digest}', port: 80 } }`),
    expected: [
      'services/shop.yaml:19:82+90 SW403 this site is offline and "docker.io" is not in site.hosts (use one of git.acme.internal, harbor.acme.internal, nexus.acme.internal, or add it to site.hosts)',
    ],
  },
  {
    name: "a stage in a pod at a site without pods",
    platform: sitePods.slice(1),
    service: custom(pod),
    expected: [
      "services/shop.yaml:19:66+3 SW386 it runs in a pod, but the platform spec has no site.pods (add site.pods: { namespace: NAME } to the platform spec)",
    ],
  },
  {
    name: "keys of a stage in a pod that need an agent",
    platform: sitePods,
    service: [
      [
        "tool: maven, jdk: '17'",
        `tool: maven, jdk: '17', ${pod}, cache: /cache, also: [{ tool: npm, toolImage: '${image}' }]`,
      ],
    ],
    expected: [
      'services/shop.yaml:12:58+3 SW386 "jdk" has no effect in a pod: the image of the pod contains the tools (remove jdk)',
      "services/shop.yaml:12:212+6 SW386 the pod has no cache at /cache (add it to site.podCaches, or remove cache)",
      'services/shop.yaml:12:240+9 SW386 "toolImage" has no effect in a pod: the image of the pod contains the tools (remove toolImage)',
    ],
  },
  {
    name: "caches of pods at a site without pods",
    platform: [["  agent: { label: linux }\n", "  agent: { label: linux }\n  podCaches: [{ path: /cache }]\n"]],
    expected: [
      'stagewright.yaml:9:3+9 SW386 "podCaches" requires "pods" (add site.pods: { namespace: NAME }, or remove podCaches)',
    ],
  },
  {
    name: "both an agent and a pod",
    platform: sitePods,
    service: custom(pod.replace("{ pod", "{ label: linux, pod")),
    expected: ["services/shop.yaml:19:64+141 SW206 stages.it.agent has 2 keys; at most 1 is allowed"],
  },
  {
    name: "pods of a stage that the namespace rejects",
    platform: [...sitePods, ["  pods: {}\n", "  pods: {}\n  podSecurity: restricted\n"]],
    service: custom(`${pod}, services: { db: { image: '${image}', port: 80, user: 0 } }`),
    expected: [
      "services/shop.yaml:19:80+105 SW408 the pod of shop/it has a container that runs as root and needs the Pod Security level baseline, but site.podSecurity is restricted (remove root: true and user: 0, or use a namespace that allows this level)",
    ],
  },
  {
    name: "builds that fit on the agent, with service containers that do not",
    platform: [pool],
    service: custom(`services: { db: { image: '${image}', port: 80, memory: 1Gi } }`),
    expected: [
      'stagewright.yaml:9:29+3 SW409 an agent "linux" has 2Gi of memory, but its 2 executors can run builds that need 2 × 1536Mi (other builds with service containers) = 3Gi (use fewer executors or larger agents)',
    ],
  },
  {
    name: "a service container without a limit on an agent with one",
    platform: [pool],
    service: custom(`services: { db: { image: '${image}', port: 80 } }`),
    expected: [
      'services/shop.yaml:19:67+1 SW409 agents "linux" have a memory limit, but a service container of this stage has none (add memory to each service container)',
    ],
  },
  {
    name: "a deployment in a pod as root",
    platform: sitePods,
    service: [["environment: dev }", `environment: dev, agent: { pod: { image: '${image}', root: true } } }`]],
    expected: [
      'services/shop.yaml:19:193+4 SW201 "root" is not a key of stages.dev.agent.pod; one of cpu, image, memory',
    ],
  },
  {
    name: "labels that Jenkins cannot read",
    platform: [
      ["replace: [credentials]", "replace: [credentials, stages.agent]"],
      ["  agent: { label: linux }\n", "  agent: { label: linux && }\n"],
      ["seed: { label: seed }", "seed: { label: (seed }"],
      ["docker: { agent: { label: docker } }", "docker: { agent: { label: docker big } }"],
      ["locks:", "defaults: { kinds: { deploy: { agent: { label: '!' } } } }\nlocks:"],
    ],
    service: custom("agent: { label: a -> b -> c }"),
    expected: [
      'services/shop.yaml:19:73+11 SW384 "a -> b -> c" is not a label expression of Jenkins: a second "->" needs brackets (for example linux && large, or (linux || mac) && !slow)',
      'stagewright.yaml:8:19+8 SW384 "linux &&" is not a label expression of Jenkins: a label is missing after "&&" (for example linux && large, or (linux || mac) && !slow)',
      'stagewright.yaml:9:88+5 SW384 "(seed" is not a label expression of Jenkins: a "(" is not closed (for example linux && large, or (linux || mac) && !slow)',
      'stagewright.yaml:20:29+10 SW384 "docker big" is not a label expression of Jenkins: an operator is missing before "big" (for example linux && large, or (linux || mac) && !slow)',
      'stagewright.yaml:35:48+3 SW384 "!" is not a label expression of Jenkins: a label is missing after "!" (for example linux && large, or (linux || mac) && !slow)',
    ],
  },
  {
    name: "a shell of Windows on the agents of the site",
    service: custom("shell: powershell"),
    expected: [
      "services/shop.yaml:19:64+10 SW383 powershell needs an agent with Windows, but the stage has no agent, so it runs on those of the site (add agent: { label: LABEL } with the label of Windows agents, or set shell: pwsh for PowerShell on Linux)",
    ],
  },
];
