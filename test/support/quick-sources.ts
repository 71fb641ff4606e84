import { note } from "./hook-steps.ts";
import type { ShopService } from "./shop-runs.ts";

/** The artifact of each service. */
const files: Readonly<Record<ShopService["service"], string>> = {
  shop: "target/shop.jar",
  catalog: "dist/catalog.tgz",
};

/** Shell commands that replace the example's build tools and create identical files for its Dockerfiles. */
const commands: Readonly<Record<ShopService["service"], string>> = {
  shop: pack(files.shop, "target/surefire-reports"),
  catalog: pack(files.catalog, "reports", "--gzip --transform 's,^,package/,'"),
};

function pack(file: string, reports: string, options = ""): string {
  return [
    `mkdir -p ${file.replace(/\/.*/, "")} ${reports}`,
    `tar --sort=name --mtime=@0 ${options} -cf ${file} src`,
    `echo '<testsuite name="quick"><testcase name="one"/></testsuite>' >${reports}/junit.xml`,
  ].join(" && ");
}

interface Spec {
  readonly stages: readonly Readonly<Record<string, unknown>>[];
}

/** The example's stages with quick source builds, for tests that do not depend on the build tools. */
export function quickStages(service: ShopService["service"], { stages }: Spec): readonly unknown[] {
  return stages.map((stage) =>
    stage.kind === "source" ? { ...stage, tool: "command", command: commands[service] } : stage,
  );
}

/** The same, with a custom stage of another team that uses the artifacts, records a report, and runs a command afterwards. */
export function quickStagesWithChecks(service: ShopService["service"], spec: Spec): readonly unknown[] {
  const [source, ...others] = quickStages(service, spec) as Spec["stages"];
  const check = { kind: "custom", owner: "platform", artifactsFrom: source?.id, always: "ls reports" };
  const report = `<report><counter type="LINE" missed="1" covered="9"/></report>`;
  return [
    source,
    {
      ...{
        ...check,
        id: "check",
        command: `tar -tf ${files[service]} && mkdir reports && echo '${report}' >reports/a.xml`,
      },
      coverage: {
        reports: [{ parser: "jacoco", pattern: "reports/a.xml" }],
        qualityGates: [{ metric: "line", minimum: 90 }],
      },
    },
    ...others,
  ];
}

/** Stages with own steps of the site before and after each stage's work. */
export function hooked(stages: (service: ShopService["service"], spec: Spec) => readonly unknown[]) {
  return (service: ShopService["service"], spec: Spec): readonly unknown[] =>
    (stages(service, spec) as Spec["stages"]).map((stage) => ({
      ...stage,
      before: [note(`before ${stage.id}`)],
      after: [note(`after ${stage.id}`), { step: "noteEnd" }],
    }));
}

/** The platform spec's text, with those steps in its library, for services to call. */
export function withHookSteps(platform: string): string {
  const text = platform.replace(/^library: \{/m, "library: { own: own,");
  return text.includes("locks:") ? text.replace("replace: [", "replace: [stages.before, stages.after, ") : text;
}

/** The same, and each image has a tag that follows its branch. */
export function quickStagesWithMovingTags(service: ShopService["service"], spec: Spec): readonly unknown[] {
  const stages = spec.stages.map((stage) => (stage.kind === "image" ? { ...stage, movingTags: ["{branch}"] } : stage));
  return quickStages(service, { stages });
}

/** The same; the source's owner owns all stages except the last one. */
export function quickStagesOfOneOwner(service: ShopService["service"], spec: Spec): readonly unknown[] {
  const [first] = spec.stages;
  const last = spec.stages.length - 1;
  const stages = spec.stages.map((stage, index) => (index === last ? stage : { ...stage, owner: first?.owner }));
  return quickStages(service, { stages });
}
