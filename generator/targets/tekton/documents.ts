import type { Model } from "../../model/model.ts";
import type { PlannedFile } from "../target.ts";

/** An object of Kubernetes. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** An object, and the comment above it: what it is. */
export interface Document {
  readonly comment: string;
  readonly manifest: Manifest;
}

/** Plans a file with several objects. `owner` is null for files of the site. */
export function planDocuments(
  { specFile }: Pick<Model, "specFile">,
  owner: string | null,
  shard: string,
  path: string,
  documents: readonly Document[],
): PlannedFile {
  return {
    path,
    template: "tekton/documents.yaml.hbs",
    shard,
    view: {
      documents: documents.map(({ comment, manifest }, index) => ({
        ...{ comment, manifest, specFile, owner, next: index > 0 },
      })),
    },
  };
}
