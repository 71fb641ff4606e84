import { describe, expect, it } from "vitest";
import { render } from "../../../generator/render/index.ts";
import { strictView } from "../../../generator/render/strict-view.ts";

describe("strictView", () => {
  it("throws on a key that the view does not have, at any depth", () => {
    const view = strictView({ a: { b: [{ c: null }] } }, "t") as { a: { b: { c: null; d?: string }[] } };
    expect(view.a.b[0]?.c).toBeNull();
    expect(() => view.a.b[0]?.d).toThrow('template t reads "d", which its view does not have');
  });

  it("refuses what is no data", () => {
    expect(() => strictView({ a: undefined }, "t")).toThrow("undefined");
  });
});

describe("render", () => {
  it("names a template that does not exist", () => {
    const planned = { path: "a", template: "none.hbs", view: {}, shard: "site" };
    expect(() => render([planned])).toThrow("there is no template none.hbs");
  });
});
