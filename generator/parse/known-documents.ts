import type { SourceText } from "../input.ts";
import type { EncodedNode } from "./encode.ts";

/** The documents of texts that an earlier compile parsed without a finding. */
export interface KnownDocuments {
  /** The root of the document; null if the text is not known. */
  findRoot(source: SourceText): EncodedNode | null;
  keepRoot(source: SourceText, root: EncodedNode): void;
}
