import type { Model } from "../model/model.ts";

/** The images in which source builds and custom stages run, with their paths in the model. */
export function toolImages({ services }: Model): readonly { readonly path: string; readonly text: string }[] {
  return services.flatMap(({ name, stages }) =>
    stages.flatMap((stage) => {
      const path = `services/${name}/stages/${stage.id}`;
      const own = "toolImage" in stage ? [{ path: `${path}/toolImage`, text: stage.toolImage }] : [];
      const further =
        stage.kind === "source"
          ? stage.also.map(({ toolImage }, index) => ({ path: `${path}/also/${index}/toolImage`, text: toolImage }))
          : [];
      return [...own, ...further].flatMap(({ path, text }) => (text === null ? [] : [{ path, text }]));
    }),
  );
}
