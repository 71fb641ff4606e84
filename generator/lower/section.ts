import type { Origin } from "../model/origin.ts";
import type { SpecDocument, SpecPath } from "../parse/document.ts";
import { keyName } from "../spec/key-name.ts";

/** A section of a spec under its path in the model: each value taken from it is noted with its origin. */
export class Section {
  constructor(
    private readonly origins: Map<string, Origin>,
    private readonly document: SpecDocument,
    private readonly modelPath: string,
    private readonly specPath: SpecPath,
  ) {
    const node = document.find(specPath);
    if (node !== null && modelPath !== "") this.note(modelPath, specPath);
  }

  /** A section within this one; `keys` where the spec keeps it under another path than the model. */
  within(name: string, keys: SpecPath = [name]): Section {
    const path = this.modelPath === "" ? name : `${this.modelPath}/${name}`;
    return new Section(this.origins, this.document, path, [...this.specPath, ...keys]);
  }

  /** The spec's value, or the default where it is silent; its origin is noted under `name`. */
  take<T>(name: string, value: T | undefined, fallback: T, keys: SpecPath = [name]): T {
    const path = this.modelPath === "" ? name : `${this.modelPath}/${name}`;
    const specPath = [...this.specPath, ...keys];
    if (value === undefined) {
      this.origins.set(path, { kind: "default", key: keyName(this.document, specPath) });
      return fallback;
    }
    this.noteAll(path, specPath, value);
    return value;
  }

  private noteAll(path: string, specPath: SpecPath, value: unknown): void {
    this.note(path, specPath);
    if (typeof value !== "object" || value === null) return;
    for (const [key, item] of Object.entries(value)) this.noteAll(`${path}/${key}`, [...specPath, key], item);
  }

  private note(path: string, specPath: SpecPath): void {
    const { at } = this.document.valueSpan(specPath);
    const { inherited, replaced = [] } = this.document.find(specPath) ?? {};
    this.origins.set(path, {
      kind: "spec",
      key: keyName(this.document, specPath),
      at,
      ...(inherited === undefined ? {} : { inherited }),
      ...(replaced.length === 0 ? {} : { replaced: replaced.map(({ key, span }) => ({ key, at: span.at })) }),
    });
  }
}
