/** The user part of an address, private keys, and the tokens of products. */
const FORMS =
  /(?<=:\/\/)[^/@\s]*(?=@)|(?<=-----BEGIN[A-Z ]{0,40}PRIVATE KEY-----)[\s\S]*|\b(?:(?:AKIA|ASIA)[A-Z0-9]{12,}|gh[a-z]_\w{16,}|github_pat_\w{16,}|glpat-[\w-]{16,}|xox[a-z]-[\w-]{8,}|[a-z]{3}_[A-Za-z0-9]{30,}|eyJ[\w-]{16,}[\w.-]*)|(?<=\/\/hooks?\.[^/\s"']{1,99}\/)[^\s"']+/g;

/** Replaces the parts of a text that have the form of a secret. */
export function hideSecrets(text: string, by: (secret: string) => string): string {
  return text.replace(FORMS, by);
}

const NAME = /pass(w|phrase|$|_)|pwd|token|secret|api_?key|private_?key/i;

/** Whether a key probably has a secret as its value, by its name. */
export function namesSecret(key: string): boolean {
  return NAME.test(key);
}
