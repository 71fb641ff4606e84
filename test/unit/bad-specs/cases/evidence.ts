import type { BadSpec } from "../check.ts";
import { publicKey } from "../good.ts";

const key = JSON.stringify(publicKey);
const tools = (more: string): [string, string] => [
  "    maven: {",
  `    cosign: { key: cosign-key, password: cosign-password${more} }\n    maven: {`,
];
const requires = (list: string): [string, string] => [
  "    protected: true\n",
  `    protected: true\n    requires: [${list}]\n`,
];

/** What environments require of images, and no stage or site has. */
export const evidence: readonly BadSpec[] = [
  {
    name: "evidence that no image stage produces",
    platform: [tools(`, publicKey: ${key}`), requires("signature, provenance, sbom, scan")],
    expected: [
      'services/shop.yaml:20:60+4 SW476 the environment "prod" requires provenance, but image stage "image" of shop does not produce it (add provenance: true to stage "image")',
      'services/shop.yaml:20:60+4 SW476 the environment "prod" requires sbom, but image stage "image" of shop does not produce it (add sbom: true to stage "image")',
      'services/shop.yaml:20:60+4 SW476 the environment "prod" requires scan, but image stage "image" of shop does not produce it (add scan: high to stage "image")',
      'services/shop.yaml:20:60+4 SW476 the environment "prod" requires signature, but image stage "image" of shop does not produce it (add sign: true to stage "image")',
    ],
  },
  {
    name: "an SBOM that is only archived",
    platform: [tools(`, publicKey: ${key} }\n    syft: { keep: [archive]`), requires("sbom")],
    service: [["engine: buildah\n", "engine: buildah\n    sbom: true\n"]],
    expected: [
      'services/shop.yaml:21:60+4 SW476 the environment "prod" requires sbom, but image stage "image" of shop does not produce it (add attach to site.tools.syft.keep)',
    ],
  },
  {
    name: "a scan that is only archived",
    platform: [tools(`, publicKey: ${key} }\n    trivy: { cache: /var/lib/trivy`), requires("scan")],
    service: [["engine: buildah\n", "engine: buildah\n    scan: high\n"]],
    expected: [
      'services/shop.yaml:21:60+4 SW476 the environment "prod" requires scan, but image stage "image" of shop does not produce it (add attach to site.tools.trivy.keep)',
    ],
  },
  {
    name: "a verification without a public key",
    platform: [tools(""), requires("signature, provenance")],
    service: [["engine: buildah\n", "engine: buildah\n    sign: true\n    provenance: true\n"]],
    expected: [
      'stagewright.yaml:34:15+1 SW477 the environment "prod" requires signature, provenance, but site.tools.cosign.publicKey is missing (add site.tools.cosign.publicKey with the text of cosign.pub)',
    ],
  },
  {
    name: "a verification by a site that signs nothing",
    platform: [requires("signature")],
    expected: [
      'services/shop.yaml:20:60+4 SW476 the environment "prod" requires signature, but image stage "image" of shop does not produce it (add sign: true to stage "image")',
      'stagewright.yaml:33:15+1 SW477 the environment "prod" requires signature, but site.tools.cosign.publicKey is missing (add site.tools.cosign.publicKey with the text of cosign.pub)',
    ],
  },
  {
    name: "a protected environment that verifies nothing",
    platform: [tools("")],
    expected: [
      'stagewright.yaml:33:16+4 SW478 the protected environment "prod" requires nothing of its images, although the site can sign them (add requires: [signature, provenance])',
    ],
  },
  {
    name: "a private key as public key",
    platform: [tools(`, publicKey: ${key.replaceAll("PUBLIC", "ENCRYPTED SIGSTORE PRIVATE")}`), requires("signature")],
    service: [["engine: buildah\n", "engine: buildah\n    sign: true\n"]],
    expected: [
      'stagewright.yaml:11:70+224 SW205 "-----BEGIN ENCRYPTED SIGSTORE PRIVATE KEY-----…" is not a public key: the lines of cosign.pub, from -----BEGIN PUBLIC KEY----- to -----END PUBLIC KEY-----',
    ],
  },
  {
    name: "evidence that cannot be verified",
    platform: [tools(`, publicKey: ${key}`), requires("scans")],
    expected: [
      'stagewright.yaml:34:16+5 SW204 "scans" is not evidence that can be verified; one of provenance, sbom, scan, signature (did you mean "scan"?)',
    ],
  },
];
