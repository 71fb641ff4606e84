import * as crypto from "node:crypto";

/** Node 20.12 and later hash in one call, without an object for each text. */
type OneCallHash = typeof crypto & { readonly hash?: (algorithm: string, content: string | Uint8Array) => string };

/** SHA-256 in lower-case hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  const { hash } = crypto as OneCallHash;
  return hash === undefined ? crypto.createHash("sha256").update(content).digest("hex") : hash("sha256", content);
}
