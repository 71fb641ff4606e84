import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { reservedIn } from "../../spec/reserved-names.ts";
import { buildsOf, type StageSpec } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

/** The variable of a secret is not reserved, and the stage's environment does not set it. */
export const secrets: Rule = ({ services }) =>
  services.flatMap(({ document, spec }) =>
    spec.stages.flatMap((stage, index) => {
      if (stage.kind !== "source" && stage.kind !== "custom") return [];
      return Object.entries(stage.secrets ?? {}).flatMap(([name, secret]): Diagnostic[] => {
        const span = document.keySpan(["stages", index, "secrets", name]);
        const names = variablesOf(name, secret);
        const reserved = names
          .filter((it) => reservedIn(shellOf(stage), it))
          .map((it) => {
            const message = `"${it}" is a reserved name of stagewright, Jenkins or the shell`;
            return finding("SW310", span, message, { hint: "choose another name" });
          });
        const set = names.filter((it) => environmentsOf(stage).includes(it));
        return [
          ...reserved,
          ...set.map((it) =>
            finding("SW372", span, `"${it}" is in both secrets and environment`, {
              hint: "remove it from one of them",
            }),
          ),
        ];
      });
    }),
  );

function shellOf(stage: StageSpec): string | undefined {
  return stage.kind === "custom" ? stage.shell : undefined;
}

function variablesOf(name: string, secret: string | Readonly<Record<string, unknown>>): string[] {
  if (typeof secret === "string" || secret.file !== undefined) return [name];
  return secret.sshKey === undefined ? [`${name}_USR`, `${name}_PSW`] : [name, `${name}_USR`];
}

function environmentsOf(stage: StageSpec): string[] {
  const builds = stage.kind === "source" ? buildsOf(stage).map(({ build }) => build) : [stage];
  return builds.flatMap((it) => Object.keys(("environment" in it && it.environment) || {}));
}
