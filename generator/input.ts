/** A spec file's text under the path that diagnostics name. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** A file of the own folder as it was found. */
export interface OwnSource extends SourceText {
  /** Below the own folder: `vars/openTicket.groovy`; `path` is below the platform spec's. */
  readonly name: string;
  readonly executable: boolean;
  /** What keeps it from being carried as it is, `a symbolic link`; its text is empty then. */
  readonly unfit: string | null;
}

/** What a compile is given: the platform spec, the service specs, in the order of their paths. */
export interface CompileInput {
  readonly platform: SourceText;
  readonly services: readonly SourceText[];
  /** Dockerfiles at hand, in which an offline site looks for hosts that are not its own. */
  readonly dockerfiles?: readonly SourceText[];
  /** The day, such as 2026-11-25, on which waivers are judged; none is over where it is missing. */
  readonly today?: string;
  /** The library's recorded releases, as JSON; none where it is missing. */
  readonly releases?: readonly SourceText[];
  /** The folder of the site's own steps and classes, as `library.own` names it; missing where it names none. */
  readonly own?: { readonly folder: string; readonly files: readonly OwnSource[] };
}
