import type { Tree } from "../../support/schema-keys.ts";
import { digest } from "../bad-specs/good.ts";
import type { Setting } from "./settings.ts";

// biome-ignore lint/suspicious/noExplicitAny: unchecked specs, as parsed from text.
type Any = any;

const image = `harbor.acme.internal/ci/tool:1@sha256:${digest}`;
const pod = (): Tree => ({ agent: { pod: { image } } });
const services = (): Tree => ({ services: { name: { image, port: 5432 } } });

/** Sets keys of the stage of a kind, in the service or in the platform's defaults. */
function inStage(kind: string, key: string, keys: () => Tree): Setting[] {
  return [
    {
      under: new RegExp(`^service\\.stages\\[${kind}\\]\\.${key}\\.`),
      set: ({ service }) => {
        Object.assign(
          (service as Any).stages.find((it: Tree) => it.kind === kind),
          keys(),
        );
      },
    },
    {
      under: new RegExp(`^platform\\.defaults\\.kinds\\.${kind}\\.${key}\\.`),
      set: ({ platform }) => {
        platform.defaults = { kinds: { [kind]: keys() } };
      },
    },
  ];
}

/** Pods of stages and service containers, for the keys below them. */
export const stagePodSettings: readonly Setting[] = [
  {
    under: /\.agent\.pod\.|^platform\.site\.pod(s|Caches)\b/,
    set: ({ platform, service }) => {
      const { site } = platform as Any;
      Object.assign(site, { pods: {}, podSecurity: "privileged" });
      delete (service as Any).stages.find((it: Tree) => it.kind === "source").jdk;
    },
  },
  ...["source", "custom", "deploy"].flatMap((kind) => inStage(kind, "agent\\.pod", pod)),
  ...["source", "custom"].flatMap((kind) => inStage(kind, "services", services)),
  {
    under: /^platform\.site\.pods\.tolerations\[\]\.(value|effect)/,
    set: ({ platform }) => {
      (platform as Any).site.pods = { tolerations: [{ key: "build" }] };
    },
  },
  {
    under: /^platform\.site\.podCaches\[\]\.claim/,
    set: ({ platform }) => {
      (platform as Any).site.podCaches = [{ path: "/var/cache/maven" }];
    },
  },
];
