/** An npm package with code in the bundles. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly text: string;
}

/** A jar of the runner. */
export interface Jar {
  readonly file: string;
  readonly group: string;
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

export function bundledPackages(): Promise<readonly BundledPackage[]>;
export function describeJars(files: readonly string[]): readonly Jar[];
export function sbomOf(
  packages: readonly BundledPackage[],
  archives: readonly (Jar & { readonly sha256: string })[],
  self: { readonly name: string; readonly version: string; readonly license: string },
): { readonly components: readonly Readonly<Record<string, unknown>>[] };
export function noticesOf(packages: readonly BundledPackage[], archives: readonly Jar[]): string;
