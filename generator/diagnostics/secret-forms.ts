/** The user part of an address, also if its password contains a slash or an at sign; private keys; tokens of products; chat hooks. */
const FORMS = new RegExp(
  [
    String.raw`(?<=:\/\/)[^\s"'\x60]{0,1000}(?=@)`,
    String.raw`(?<=-----BEGIN[A-Z ]{0,40}PRIVATE KEY-----)[\s\S]*`,
    String.raw`\b(?:AKIA|ASIA)[A-Z0-9]{12,}`,
    String.raw`\b(?:gh[a-z]|github_pat|dckr_[a-z]{3}|dop_v1)_\w[\w-]{15,}`,
    String.raw`\b(?:gl[a-z]{2,6}|sk|xox[a-z])-[\w-]{12,}`,
    String.raw`\b(?:hvs|hvb|SG)\.[\w.-]{16,}`,
    String.raw`\b(?:AIza|ATATT3x|AKCp|eyJ)[\w-]{16,}[\w.=-]*`,
    String.raw`\b[a-z]{3}_[A-Za-z0-9]{30,}`,
    String.raw`(?<=\/\/hooks?\.[^/\s"']{1,99}\/)[^\s"']+`,
    String.raw`(?<=\.webhook\.office\.com\/|\/\/discord(?:app)?\.com\/api\/webhooks\/)[^\s"']+`,
  ].join("|"),
  "g",
);

/** Replaces the parts of a text that have the form of a secret. */
export function hideSecrets(text: string, by: (secret: string) => string): string {
  return text.replace(FORMS, by);
}

const NAME = /pass(w|phrase|$|_)|pwd|token|secret|api_?key|private_?key/i;

/** Whether a key probably has a secret as its value, by its name. */
export function namesSecret(key: string): boolean {
  return NAME.test(key);
}
