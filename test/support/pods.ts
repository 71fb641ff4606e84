import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Ajv } from "ajv";
import type { PodSecurity } from "../../generator/model/platform.ts";

interface SecurityContext {
  readonly privileged?: boolean;
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly allowPrivilegeEscalation?: boolean;
  readonly seccompProfile?: { readonly type: string };
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
}

/** The parts of a pod that decide its Pod Security level. */
export interface Pod {
  readonly spec: {
    readonly hostNetwork?: boolean;
    readonly hostPID?: boolean;
    readonly hostIPC?: boolean;
    readonly securityContext?: SecurityContext;
    readonly volumes?: readonly Readonly<Record<string, unknown>>[];
    readonly containers: readonly {
      readonly name: string;
      readonly image?: string;
      readonly securityContext?: SecurityContext;
    }[];
  };
}

const schema = JSON.parse(gunzipSync(readFileSync(join(import.meta.dirname, "pod-schema.json.gz"))).toString());
const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);

/** The errors of a pod according to Kubernetes' schema; unknown keys are errors. */
export function podProblems(pod: unknown): string[] {
  return validate(pod)
    ? []
    : (validate.errors ?? []).map((it) => `${it.instancePath} ${it.message} ${JSON.stringify(it.params)}`);
}

/** The level of the Pod Security Standards that a pod needs, according to the fields that build pods may have. */
export function podLevel({ spec }: Pod): PodSecurity {
  const all = spec.containers.map((it) => ({ ...spec.securityContext, ...it.securityContext }));
  const host = spec.hostNetwork === true || spec.hostPID === true || spec.hostIPC === true;
  const hostPath = (spec.volumes ?? []).some((it) => "hostPath" in it);
  const beyond = (it: SecurityContext) =>
    it.privileged === true || it.seccompProfile?.type === "Unconfined" || (it.capabilities?.add ?? []).length > 0;
  if (host || hostPath || all.some(beyond)) return "privileged";
  const confined = (it: SecurityContext) =>
    it.runAsNonRoot === true &&
    it.runAsUser !== 0 &&
    it.allowPrivilegeEscalation === false &&
    it.seccompProfile !== undefined &&
    it.capabilities?.drop?.includes("ALL") === true;
  return all.every(confined) ? "restricted" : "baseline";
}
