import { expect, it, onTestFinished } from "vitest";
import { checkout } from "../../support/source-script.ts";

const library = { "go.mod": "module example.com/greeting\n\ngo 1.19\n", "greeting.go": "package greeting\n" };

it("go builds a module that has only packages for other modules, without files", () => {
  const app = checkout(library);
  onTestFinished(app.remove);
  expect(app.build("go")).toMatchObject({ message: "" });
  expect(app.has("bin")).toBe(false);
});

it("go builds each program of a module", () => {
  const app = checkout({ ...library, "cmd/greet/main.go": "package main\n\nfunc main() {}\n" });
  onTestFinished(app.remove);
  expect(app.build("go")).toMatchObject({ message: "" });
  expect(app.has("bin/greet")).toBe(true);
});
