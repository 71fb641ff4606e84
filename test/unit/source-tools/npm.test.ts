import { expect, it, onTestFinished } from "vitest";
import { type Checkout, checkout } from "../../support/source-script.ts";

const greeting = { "greeting/package.json": '{ "name": "greeting", "version": "1.0.0" }', "greeting/index.js": "" };
const dependent = (more: object) => JSON.stringify({ name: "app", version: "1.0.0", ...more });
const needs = { dependencies: { greeting: "file:greeting" } };
const scripts = { test: "node -e \"require('greeting')\"", build: "mkdir -p dist && touch dist/app" };

function repository(files: Readonly<Record<string, string>>): Checkout {
  const created = checkout(files);
  onTestFinished(created.remove);
  return created;
}

const install = (app: Checkout) => expect(app.build("npm", { arguments: ["install"] }).message).toBe("");

it("installs by package-lock.json, and by npm-shrinkwrap.json", () => {
  const app = repository({ ...greeting, "package.json": dependent({ ...needs, scripts }) });
  install(app);
  expect(app.build("npm")).toMatchObject({ message: "" });
  expect(app.has("dist/app")).toBe(true);
  const shrunk = repository({
    ...greeting,
    "package.json": dependent({ ...needs, scripts }),
    "npm-shrinkwrap.json": app.read("package-lock.json"),
  });
  expect(shrunk.build("npm")).toMatchObject({ message: "" });
  expect(shrunk.has("node_modules/greeting")).toBe(true);
});

it("installs a workspace by the lock file at its root", () => {
  const app = repository({
    "package.json": dependent({ workspaces: ["web", "greeting"] }),
    ...greeting,
    "web/package.json": JSON.stringify({ name: "web", version: "1.0.0", dependencies: { greeting: "1.0.0" }, scripts }),
  });
  install(app);
  expect(app.build("npm", { directory: "web" })).toMatchObject({ message: "" });
  expect(app.has("web/dist/app")).toBe(true);
});

const noLock = /^There is no package-lock\.json, so npm has no fixed versions/;

it("says that there is no lock file, but builds an application without packages", () => {
  const app = repository({ ...greeting, "package.json": dependent({ ...needs, scripts }) });
  expect(app.build("npm").message).toMatch(noLock);
  expect(repository({ "package.json": dependent({ scripts: { build: "touch made" } }) }).build("npm").message).toBe("");
});

it("does not use a lock file above that knows nothing of the folder", () => {
  const app = repository({ "package.json": dependent({}), "web/package.json": dependent(needs) });
  install(app);
  expect(app.build("npm", { directory: "web" }).message).toMatch(noLock);
});

it.each([
  ["yarn.lock", "yarn"],
  ["pnpm-lock.yaml", "pnpm"],
])("refuses %s, and names the tool that reads it", (lock, tool) => {
  const app = repository({ "package.json": dependent(needs), [lock]: "" });
  expect(app.build("npm").message).toBe(
    `The repository has a ${lock}, which npm does not read. Set tool: ${tool} in the spec.`,
  );
});
