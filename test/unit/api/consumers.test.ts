import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkConsumers } from "../../../generator/api/consumers/check-consumers.ts";
import { readApi } from "../../../generator/api/read-api.ts";
import { catalogue } from "../../../generator/diagnostics/catalogue.ts";
import { sortDiagnostics } from "../../../generator/diagnostics/sort.ts";
import type { Api } from "../../../generator/model/api.ts";
import { jenkinsTrees } from "../../support/generated-files.ts";
import { planted } from "./planted.ts";

const folder = join(import.meta.dirname, "fixtures");
const files = readdirSync(folder).sort();
/** A fixed API, so that new parameters do not change the expected findings. */
const api = recorded(readFileSync(join(import.meta.dirname, "fixtures-api.json"), "utf8"));

function found(name: string, known: readonly string[] = []): string[] {
  const text = readFileSync(join(folder, name), "utf8");
  return sortDiagnostics(checkConsumers([{ path: name, text }], api, known).diagnostics).map(
    ({ at, length, code, message }) => `${at.line}:${at.column}+${length} ${code} ${message}`,
  );
}

describe("hand-written Jenkinsfiles", () => {
  it("have twenty fixtures", () => {
    expect(files).toEqual(Object.keys(planted));
    expect(files.length).toBe(20);
  });

  it.each(files)("%s", (file) => {
    expect(found(file)).toEqual(planted[file]);
  });

  it("produce no finding for steps listed with --known", () => {
    const findings = found("10-unknown-step.Jenkinsfile", ["withSecrets", "publishNotes"]);
    expect(findings).toEqual(planted["10-unknown-step.Jenkinsfile"]?.slice(0, 1));
  });

  it("cover every SW6 code", () => {
    const met = new Set(Object.values(planted).flatMap((lines) => lines.map((line) => line.split(" ")[1])));
    expect(Object.keys(catalogue).filter((code) => code.startsWith("SW6") && !met.has(code))).toEqual([]);
  });
});

describe("files without a mistake", () => {
  it("in generated output have no finding: Jenkinsfiles, jobs and the library", () => {
    const found = jenkinsTrees().flatMap(({ files: generated }) => {
      const groovy = generated.filter(({ path }) => /(Jenkinsfile|\.groovy)$/.test(path));
      const apiFile = generated.find(({ path }) => path.endsWith("api.json"));
      const texts = groovy.map(({ path, content }) => ({ path, text: content }));
      const { diagnostics, checked } = checkConsumers(texts, recorded(apiFile?.content ?? ""), []);
      expect(checked).toBe(generated.filter(({ path }) => path.endsWith("Jenkinsfile")).length);
      return diagnostics;
    });
    expect(found).toEqual([]);
  });

  it.each([
    ["no library", "node { withSecrets { deployToMoon 'x' } }\nbuildImage('shop')\n"],
    ["another library", "@Library('tools') _\nbuildImage('shop')\ndeployRelease {\n    wave = 1\n}\n"],
    ["Job DSL", "pipelineJob('shop') {\n    definition { cpsScm { scm { git('https://x/y.git') } } }\n}\n"],
  ])("have no finding with %s", (_, text) => {
    expect(checkConsumers([{ path: "Jenkinsfile", text }], api, [])).toEqual({ diagnostics: [], checked: 0 });
  });

  it.each([
    "@Library('acme-ci') _\n",
    "@Library([\n    'tools@main',\n    'acme-ci@v1.3.2',\n]) _\n",
    "library identifier: 'acme-ci@main', changelog: false\n",
    "pipeline {\n    libraries {\n        lib('acme-ci@main')\n    }\n}\n",
  ])("load the library with %s", (text) => {
    const { diagnostics, checked } = checkConsumers([{ path: "Jenkinsfile", text }], api, []);
    expect({ diagnostics, checked }).toEqual({ diagnostics: [], checked: 1 });
  });

  it.each([
    "return value instanceof Number ? 1 : 2",
    "def text = value as String",
    "def known = value in ['a', 'b']",
    "customStage(team: 'shop') {\n    openTicket(system: 'shop')\n}",
  ])("have no finding in: %s", (line) => {
    const text = `@Library('acme-ci') _\ndef value = 1\n${line}\n`;
    const steps = api.steps.flatMap((step) => (step.name === "notifyOwner" ? [{ ...step, name: "customStage" }] : []));
    expect(checkConsumers([{ path: "Jenkinsfile", text }], { ...api, steps }, ["openTicket"]).diagnostics).toEqual([]);
  });
});

function recorded(text: string): Api {
  const read = readApi(text);
  if ("problem" in read) throw new Error(read.problem);
  return read.value;
}
