import type { BadSpec } from "../check.ts";

/** What policies object to. */
export const policies: readonly BadSpec[] = [
  {
    name: "one credential for both environments",
    platform: [["gitops-prod", "gitops-dev"]],
    expected: [
      'stagewright.yaml:32:75+10 SW401 protected environment "prod" and "dev" share the credential "gitops-dev" (give the protected environment a credential of its own)',
    ],
  },
  {
    name: "a tool image that may change",
    service: [["jdk: '17'", "toolImage: 'harbor.acme.internal/maven:3'"]],
    expected: [
      'services/shop.yaml:12:69+28 SW402 the tool image "harbor.acme.internal/maven:3" may be another one tomorrow (add its digest: IMAGE:TAG@sha256:…)',
    ],
  },
  {
    name: "a base image from outside",
    service: [["harbor.acme.internal/base", "docker.io/base"]],
    expected: [
      'services/shop.yaml:18:20+93 SW403 "docker.io" is not a host of this offline site (one of git.acme.internal, harbor.acme.internal, nexus.acme.internal; or add it to site.hosts)',
    ],
  },
  {
    name: "a repository outside of an offline site",
    platform: [["https://git.acme.internal/ops/dev.git", "https://github.com/ops/dev.git"]],
    expected: [
      'stagewright.yaml:29:20+30 SW403 "github.com" is not a host of this offline site (one of git.acme.internal, harbor.acme.internal, nexus.acme.internal; or add it to site.hosts)',
    ],
  },
  {
    name: "a password over plain HTTP",
    platform: [["host: harbor.acme.internal, cred", "host: harbor.acme.internal, insecure: true, cred"]],
    expected: [
      'stagewright.yaml:17:51+4 SW404 registry "harbor" gets a password over plain HTTP (give it a certificate; site.caBundle holds your own authority\'s)',
    ],
  },
];
