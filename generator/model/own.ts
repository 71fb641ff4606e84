import type { ApiParameter, ApiStep } from "./api.ts";

/** A file of the site that becomes part of the library. */
export interface OwnFile {
  /** Path in the library: `vars/openTicket.groovy`. */
  readonly path: string;
  readonly text: string;
  readonly executable: boolean;
}

/** A parameter of an own step; `since` is null if the release records determine it. */
export type OwnParameter = Omit<ApiParameter, "since"> & { readonly since: string | null };

/** A step of the site, as its table defines it. */
export type OwnStep = Omit<ApiStep, "since" | "parameters"> & {
  readonly since: string | null;
  readonly parameters: readonly OwnParameter[];
};

/** What a site adds to the library. */
export interface OwnPart {
  /** The folder next to the platform spec: `own`. */
  readonly folder: string;
  readonly steps: readonly OwnStep[];
  /** By their full names: `com.acme.ci.own.Ticket`. */
  readonly classes: readonly string[];
  readonly files: readonly OwnFile[];
}
