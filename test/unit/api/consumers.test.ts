import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkConsumers } from "../../../generator/api/consumers/check-consumers.ts";
import { readApi } from "../../../generator/api/read-api.ts";
import { catalogue } from "../../../generator/diagnostics/catalogue.ts";
import { sortDiagnostics } from "../../../generator/diagnostics/sort.ts";
import type { Api } from "../../../generator/model/api.ts";
import { compileTrees } from "../../support/generated-files.ts";
import { planted } from "./planted.ts";

const folder = join(import.meta.dirname, "fixtures");
const files = readdirSync(folder).sort();
/** A fixed API, so that new parameters do not change the expected findings. */
const api = recorded(readFileSync(join(import.meta.dirname, "fixtures-api.json"), "utf8"));

function found(name: string, known: readonly string[] = []): string[] {
  const text = readFileSync(join(folder, name), "utf8");
  return sortDiagnostics(checkConsumers([{ path: name, text }], api, known)).map(
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

describe("generated Jenkinsfiles", () => {
  it("call the generated library without findings", () => {
    const jenkinsfiles = compileTrees().flatMap(({ files: generated }) => {
      const found = generated.filter(({ path }) => path.endsWith("Jenkinsfile"));
      const apiFile = generated.find(({ path }) => path.endsWith("api.json"));
      return checkConsumers(
        found.map(({ path, content }) => ({ path, text: content })),
        recorded(apiFile?.content ?? ""),
        [],
      );
    });
    expect(jenkinsfiles).toEqual([]);
  });
});

function recorded(text: string): Api {
  const read = readApi(text);
  if ("problem" in read) throw new Error(read.problem);
  return read.value;
}
