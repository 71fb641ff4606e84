import type { TargetName } from "./model/model.ts";

/** The text of a spec file, and the path that diagnostics print. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** A file in the site's own folder. */
export interface OwnSource extends SourceText {
  /** Path in the own folder: `vars/openTicket.groovy`; `path` is relative to the folder of the platform spec. */
  readonly name: string;
  readonly executable: boolean;
  /** Why it cannot be part of the library, such as `a symbolic link`; its text is then empty. */
  readonly unfit: string | null;
}

/** A glob of the platform spec that matches no file, or that matches a link to a file that does not exist. */
export interface Unmatched {
  /** The key with the glob: `["services", 0]`. */
  readonly key: readonly (string | number)[];
  readonly glob: string;
  readonly link: string | null;
}

/** A file that a glob of the platform spec matches except for the extension: `services/web.yml` and `services/*.yaml`. */
export interface NearMiss {
  readonly key: readonly (string | number)[];
  readonly glob: string;
  readonly path: string;
}

/** The input of a compile: the platform spec, and the service specs in the order of their paths. */
export interface CompileInput {
  readonly platform: SourceText;
  readonly services: readonly SourceText[];
  /** Dockerfiles in the project; policies check their hosts and images. */
  readonly dockerfiles?: readonly SourceText[];
  readonly unmatched?: readonly Unmatched[];
  readonly nearMisses?: readonly NearMiss[];
  /** The CI product for this run, instead of the one in the spec. */
  readonly target?: TargetName;
  /** The day, such as 2026-11-25, for the expiry of waivers; without it no waiver is expired. */
  readonly today?: string;
  /** The library's release records, as JSON. */
  readonly releases?: readonly SourceText[];
  /** The folder of the site's own steps and classes from `library.own`; missing if it is not set. */
  readonly own?: { readonly folder: string; readonly files: readonly OwnSource[] };
}
