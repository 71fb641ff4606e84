import type { Secret } from "../model/service.ts";
import type { StageOf } from "../spec/specs.ts";
import type { Section } from "./section.ts";

type SecretsSpec = NonNullable<StageOf<"custom">["secrets"]>;

/** The kinds of credentials, by the key of a secret. A secret without a key is a text. */
const KINDS = { usernamePassword: "usernamePassword", file: "file", sshKey: "sshUserPrivateKey" } as const;

/** Lowers the credentials of a stage's commands. */
export function lowerSecrets(spec: SecretsSpec | undefined, section: Section): Secret[] {
  return Object.entries(section.take<SecretsSpec>("secrets", spec, {})).flatMap(([variable, secret]): Secret[] => {
    if (typeof secret === "string") return [{ variable, kind: "string", id: secret }];
    return Object.entries(KINDS).flatMap(([key, kind]) => {
      const id = secret[key as keyof typeof KINDS];
      return id === undefined ? [] : [{ variable, kind, id }];
    });
  });
}
