import type { Origin } from "../model/origin.ts";
import { sortKeys } from "../model/sort-keys.ts";
import type { SpecDocument, SpecPath } from "../parse/document.ts";
import { keyName } from "../spec/key-name.ts";

/** A section of a spec and its path in the model. Records the origin of each value that is taken from it, if someone wants it. */
export class Section {
  constructor(
    /** Null to record nothing. */
    private readonly origins: Map<string, Origin> | null,
    private readonly document: SpecDocument,
    private readonly modelPath: string,
    private readonly specPath: SpecPath,
  ) {
    if (origins === null) return;
    const node = document.find(specPath);
    if (node !== null && modelPath !== "") this.record(modelPath, specPath);
  }

  /** A section within this one; `keys` is its path in the spec if that differs from the path in the model. */
  within(name: string, keys: SpecPath = [name]): Section {
    if (this.origins === null) return this;
    const path = this.modelPath === "" ? name : `${this.modelPath}/${name}`;
    return new Section(this.origins, this.document, path, [...this.specPath, ...keys]);
  }

  /** The spec's value with sorted keys, or the default if the spec sets none. Records the origin under `name`. */
  take<T>(name: string, value: T | undefined, fallback: T, keys: SpecPath = [name]): T {
    if (this.origins !== null) this.recordAs(this.origins, name, value, keys);
    return value === undefined ? fallback : sortKeys(value);
  }

  private recordAs(origins: Map<string, Origin>, name: string, value: unknown, keys: SpecPath): void {
    const path = this.modelPath === "" ? name : `${this.modelPath}/${name}`;
    const specPath = [...this.specPath, ...keys];
    if (value === undefined) origins.set(path, { kind: "default", key: keyName(this.document, specPath) });
    else this.recordAll(path, specPath, value);
  }

  private recordAll(path: string, specPath: SpecPath, value: unknown): void {
    this.record(path, specPath);
    if (typeof value !== "object" || value === null) return;
    for (const [key, item] of Object.entries(value)) this.recordAll(`${path}/${key}`, [...specPath, key], item);
  }

  private record(path: string, specPath: SpecPath): void {
    const { at, length } = this.document.valueSpan(specPath);
    const { inherited, replaced = [] } = this.document.find(specPath) ?? {};
    this.origins?.set(path, {
      kind: "spec",
      key: keyName(this.document, specPath),
      at,
      length,
      ...(inherited === undefined ? {} : { inherited }),
      ...(replaced.length === 0 ? {} : { replaced: replaced.map(({ key, span }) => ({ key, at: span.at })) }),
    });
  }
}
