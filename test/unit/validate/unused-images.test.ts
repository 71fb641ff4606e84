import { expect, it } from "vitest";
import { type Change, frontEnd, inputOf } from "../bad-specs/check.ts";

const image = (id: string, more: string) =>
  `  - { id: ${id}, kind: image, owner: platform, engine: buildah, image: { registry: harbor, name: shop/${id} }, ${more} }\n`;
const web = image("web", "needs: [build]");

/** The images of a service of which no deploy stage takes one. */
function reported(stages: Change): readonly string[] {
  const { diagnostics } = frontEnd(inputOf({ service: stages }));
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return diagnostics.filter(({ code }) => code === "SW321").map(({ message }) => message);
}

const missed = (id: string) => `no deploy stage takes the image of stage "${id}"`;

it.each<[what: string, stages: string, expected: readonly string[]]>([
  ["a chain of images", image("web", "needs: [image]"), []],
  ["an image next to that of the deploy stage", web, [missed("image")]],
  [
    "an image that only another one follows",
    `${image("tools", "needs: [image]")}${web}`,
    [missed("image"), missed("tools")],
  ],
  ["an image that a custom stage uses", `  - { id: smoke, kind: custom, owner: shop, command: make }\n${web}`, []],
  [
    "a release without a deployment",
    `${image("web", "needs: [build]")}`.replace("needs: [build]", "needs: [page]") +
      "  - { id: page, kind: source, owner: shop, tool: npm }\n" +
      image("last", "needs: [image]"),
    [],
  ],
])("%s", (_, stages, expected) => {
  expect(reported([["  - { id: dev,", `${stages}  - { id: dev,`]])).toEqual(expected);
});

it("an image after the deployment", () => {
  const last = "approval: { by: [release-managers] } }\n";
  expect(reported([[last, `${last}${image("web", "needs: [dev]")}`]])).toEqual([]);
});
