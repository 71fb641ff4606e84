import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { finding } from "../../diagnostics/finding.ts";
import { onlyOnce } from "../../diagnostics/only-once.ts";
import { show } from "../../diagnostics/wording.ts";
import type { ServiceSpec } from "../../generated/spec-types.ts";
import type { Checked, StageOf } from "../../spec/specs.ts";
import type { Rule } from "./rule.ts";

const ownLabels = ["revision", "source", "created", "version"].map((name) => `org.opencontainers.image.${name}`);

/** An image stage sets no label of stagewright, no argument twice, and builds no image of another stage. */
export const imageStages: Rule = ({ platform, services }) => {
  const image = onlyOnce("the image of another stage");
  return services.flatMap((service) =>
    service.spec.stages.flatMap((stage, index) => {
      if (stage.kind !== "image") return [];
      const name = `${stage.image.registry}/${stage.image.name}`;
      return [
        ...checkStage(service, stage, index),
        ...checkName(service, stage, index, platform?.spec.registries?.[stage.image.registry]?.host),
        ...image(name, service.document.valueSpan(["stages", index, "image", "name"])),
      ];
    }),
  );
};

/** The host comes from the registry, so a name that begins with it would have it twice. */
function checkName(
  { document }: Checked<ServiceSpec>,
  { image: { name } }: StageOf<"image">,
  index: number,
  host: string | undefined,
): Diagnostic[] {
  const [first = "", ...rest] = name.split("/");
  if (first !== host) return [];
  const message = `${show(name)} begins with the host of its registry, which "registry" already sets`;
  const hint = `write ${rest.length === 0 ? "only the path, such as shop/shop" : rest.join("/")}`;
  return [finding("SW205", document.valueSpan(["stages", index, "image", "name"]), message, { hint })];
}

function checkStage({ document }: Checked<ServiceSpec>, stage: StageOf<"image">, index: number): Diagnostic[] {
  const { base, buildArguments = {}, labels = {}, tags = [], movingTags = [] } = stage;
  const own = Object.keys(labels).filter((label) => ownLabels.includes(label));
  const found = own.map((label) =>
    finding(
      "SW310",
      document.keySpan(["stages", index, "labels", label]),
      `stagewright sets the label "${label}" itself`,
      { hint: "remove the label" },
    ),
  );
  if (base !== undefined && base.argument in buildArguments) {
    const span = document.keySpan(["stages", index, "buildArguments", base.argument]);
    found.push(
      finding("SW351", span, `base.argument already sets the build argument "${base.argument}"`, {
        hint: "rename one of them",
      }),
    );
  }
  for (const name of ["BUILDKIT_SYNTAX", "BUILDKIT_CACHE_MOUNT_NS"]) {
    const message = `stagewright sets the build argument "${name}" itself`;
    if (name in buildArguments) {
      const span = document.keySpan(["stages", index, "buildArguments", name]);
      found.push(finding("SW310", span, message, { hint: "remove the argument" }));
    }
    if (base?.argument === name) {
      const span = document.valueSpan(["stages", index, "base", "argument"]);
      found.push(finding("SW310", span, message, { hint: "name the argument of the Dockerfile's FROM line" }));
    }
  }
  const both = movingTags.filter((tag) => tags.includes(tag));
  const moved = both.map((tag) => {
    const span = document.valueSpan(["stages", index, "movingTags", movingTags.indexOf(tag)]);
    return finding("SW352", span, `the tag "${tag}" is in both tags and movingTags`, {
      hint: "remove it from one of the lists",
    });
  });
  return [...found, ...moved];
}
