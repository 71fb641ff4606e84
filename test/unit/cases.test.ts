import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";

interface Case {
  readonly case: number;
  readonly right: string;
  readonly test: string;
}

const root = join(import.meta.dirname, "../..");
const { cases, messages } = parse(readFileSync(join(root, "test/cases/field.yaml"), "utf8")) as {
  cases: readonly Case[];
  messages: readonly { readonly input: string; readonly test: string }[];
};

it("lists each case once, in order, with what is right", () => {
  expect(cases.map((one) => one.case)).toEqual(Array.from({ length: 37 }, (_, index) => index + 1));
  expect(cases.filter(({ right }) => !/^\S.*\.$/.test(right))).toEqual([]);
  expect(messages).toHaveLength(14);
});

const held = [...cases, ...messages].map(({ test }) => test).filter((test) => test !== "open");

it.each(held)("names a test that exists: %s", (test) => {
  const [file = "", name = ""] = test.split(" > ");
  expect(existsSync(join(root, file)), file).toBe(true);
  const text = readFileSync(join(root, file), "utf8");
  const quoted = [`"${name}"`, `'${name}'`, `\`${name}\``];
  expect(quoted.some((it) => text.includes(it))).toBe(true);
});
