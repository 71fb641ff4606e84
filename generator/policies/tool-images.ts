import type { Model } from "../model/model.ts";

/** An image of the commands of a stage. */
export interface StageImage {
  /** Its path in the model. */
  readonly path: string;
  readonly text: string;
  /** What it is in a message: `tool image`. */
  readonly noun: string;
}

/** The images in which source builds and custom stages run, and those of their service containers. */
export function toolImages({ services }: Model): readonly StageImage[] {
  return services.flatMap(({ name, stages }) =>
    stages.flatMap((stage) => {
      const path = `services/${name}/stages/${stage.id}`;
      const { pod } = stage.agent;
      const pods = pod === null ? [] : [{ path: `${path}/agent/pod/image`, text: pod.image, noun: "image of the pod" }];
      const own = "toolImage" in stage ? [{ path: `${path}/toolImage`, text: stage.toolImage }] : [];
      const further =
        stage.kind === "source"
          ? stage.also.map(({ toolImage }, index) => ({ path: `${path}/also/${index}/toolImage`, text: toolImage }))
          : [];
      const tools = [...own, ...further].flatMap((it) =>
        it.text === null ? [] : [{ path: it.path, text: it.text, noun: "tool image" }],
      );
      const containers = "services" in stage ? stage.services : [];
      return [
        ...pods,
        ...tools,
        ...containers.map((it) => ({
          path: `${path}/services/${it.name}/image`,
          text: it.image,
          noun: "image of a service container",
        })),
      ];
    }),
  );
}
