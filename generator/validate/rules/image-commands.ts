import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { engineNamed, engines } from "../../engines/index.ts";
import type { ServiceSpec } from "../../generated/spec-types.ts";
import { commandKeys, dockerfileKeys } from "../../spec/image-keys.ts";
import { keyName } from "../../spec/key-name.ts";
import type { Checked, StageOf } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

/** An image comes from a Dockerfile or from a command that pushes it; the keys of the other have no effect. */
export const imageCommands: Rule = ({ services }) =>
  services.flatMap((service) =>
    service.spec.stages.flatMap((stage, index) => {
      if (stage.kind !== "image") return [];
      const pushesItself = engineNamed(stage.engine)?.pushesItself === true;
      return pushesItself ? checkCommand(service, stage, index) : checkEngine(service, stage, index);
    }),
  );

function checkCommand({ document }: Checked<ServiceSpec>, stage: StageOf<"image">, index: number): Diagnostic[] {
  const missing = {
    command: "mvn -B compile jib:build -Djib.to.image=$IMAGE:$IMAGE_TAG -Djib.container.labels=$IMAGE_LABELS",
    digestFrom: "target/jib-image.digest",
  };
  return [
    ...Object.entries(missing).flatMap(([key, example]) => {
      if (stage[key as keyof typeof missing] !== undefined) return [];
      const span = document.valueSpan(["stages", index, "engine"]);
      const message = `${keyName(document, ["stages", index])} lacks "${key}", which engine: ${stage.engine} needs`;
      return [finding("SW374", span, message, { hint: `add ${key}: ${example}` })];
    }),
    ...dockerfileKeys.flatMap((key) => {
      // A default of the platform applies only to stages with a Dockerfile.
      const there = document.find(["stages", index, key]);
      if (there === null || there.inherited !== undefined) return [];
      const message = `"${key}" has no effect with engine: ${stage.engine}, which reads no Dockerfile`;
      const hint = `remove ${key}, and configure it in the tool that the command runs`;
      return [finding("SW374", document.keySpan(["stages", index, key]), message, { hint })];
    }),
  ];
}

function checkEngine({ document }: Checked<ServiceSpec>, stage: StageOf<"image">, index: number): Diagnostic[] {
  const others = engines.filter(({ pushesItself }) => pushesItself).map(({ name }) => `engine: ${name}`);
  return commandKeys
    .filter((key) => stage[key] !== undefined && document.find(["stages", index, key])?.inherited === undefined)
    .map((key) => {
      const message = `"${key}" requires ${others.join(" or ")}, not engine: ${stage.engine}`;
      return finding("SW374", document.keySpan(["stages", index, key]), message, {
        hint: `remove ${key}, or set ${others.join(" or ")}`,
      });
    });
}
