import { engines } from "../engines/index.ts";
import { handoffs } from "../handoffs/index.ts";
import type { Product } from "../model/product.ts";

const checked = "2026-11-25";

/** Products that run jobs. */
const servers: readonly Product[] = [
  {
    id: "jenkins",
    name: "Jenkins",
    role: "ci",
    needs: [],
    licence: "MIT",
    maintenance: "maintained",
    state: "graduated in the Continuous Delivery Foundation in August 2020; a long-term-support line every quarter",
    references: "282,000 active installations that report themselves",
    support: ["CloudBees"],
    sources: [
      "https://www.jenkins.io/blog/2020/08/04/cdf-graduation/",
      "https://www.cloudbees.com/blog/continuous-delivery-foundation-graduation",
      "https://github.com/jenkinsci/jenkins/blob/master/LICENSE.txt",
    ],
    checked,
  },
  {
    id: "jenkins-x",
    name: "Jenkins X",
    role: "ci-cd",
    needs: ["kubernetes"],
    licence: "Apache-2.0",
    maintenance: "maintained",
    state: "releases of jx 3.17 several times a week in July 2026",
    references: "no public list of users",
    support: [],
    sources: ["https://github.com/jenkins-x/jx3-pipeline-catalog/pull/1893"],
    checked,
  },
  {
    id: "tekton",
    name: "Tekton",
    role: "ci",
    needs: ["kubernetes"],
    licence: "Apache-2.0",
    maintenance: "maintained",
    state: "incubating in the Cloud Native Computing Foundation since March 2026",
    references: "Ford Motor Company, Puppet; the base of Red Hat OpenShift Pipelines and IBM Cloud Continuous Delivery",
    support: ["Red Hat", "IBM"],
    sources: ["https://www.cncf.io/blog/2026/03/24/tekton-becomes-a-cncf-incubating-project"],
    checked,
  },
  {
    id: "github-actions",
    name: "GitHub Actions",
    role: "ci-cd",
    needs: ["internet"],
    licence: "a service of GitHub; runners MIT",
    maintenance: "maintained",
    state: "a hosted service; no self-hosted CI/CD server",
    references: "part of every repository on GitHub",
    support: ["GitHub"],
    sources: ["https://docs.github.com/en/actions", "https://github.com/actions/runner/blob/main/LICENSE"],
    checked,
  },
];

/** The built-in products; a site overrides and extends them with `products` in its spec. */
export const table: readonly Product[] = [
  ...servers,
  ...handoffs.flatMap(({ product }) => product ?? []),
  ...engines.flatMap(({ product, formerProduct }) => [product ?? [], formerProduct?.product ?? []].flat()),
];
