import type { Given } from "../support.ts";
import { type Difference, onAgent } from "./difference.ts";

const given: Given = {
  credentials: [
    { id: "lines", kind: "string", secret: "first line\nsecond line" },
    { id: "short", kind: "string", secret: "q7" },
    { id: "token", kind: "string", secret: "t0ken-value" },
    { id: "login", kind: "usernamePassword", username: "bob", password: "pass-word-7" },
    { id: "settings", kind: "file", fileName: "settings.xml", content: "<settings/>" },
    { id: "key", kind: "sshUserPrivateKey", username: "git", privateKey: "KEY" },
  ],
};
const secret = (id: string, body: string): string =>
  onAgent(`withCredentials([string(credentialsId: '${id}', variable: 'S')]) { ${body} }`);

/** What credentials-binding masks, and the files that it writes. */
export const credentials: readonly Difference[] = [
  {
    input: "a secret of several lines, printed line by line",
    script: secret("lines", "sh 'echo \"$S\"'"),
    given,
    log: ["\nfirst line\n", "\nsecond line\n"],
  },
  { input: "a secret of two characters", script: secret("short", "sh 'echo \"<$S>\"'"), given, log: "<q7>" },
  {
    input: "the bare password of usernameColonPassword",
    script: onAgent(
      "withCredentials([usernameColonPassword(credentialsId: 'login', variable: 'S')]) { sh 'echo \"${S#*:} $S\"' }",
    ),
    given,
    log: "\npass-word-7 ****\n",
  },
  {
    input: "Base64 of a secret",
    script: secret("token", 'sh \'set +x; printf %s "$S" | base64; printf %s "a$S" | base64\''),
    given,
    not: new RegExp(`${btoa("t0ken-value")}|${btoa("at0ken-value").slice(2)}`),
    log: "****",
  },
  {
    input: "an error with a secret, caught outside",
    script: `try { ${secret("token", 'error "bad $S"')} } catch (e) { echo "caught <\${e.message}>" }`,
    given,
    not: "t0ken-value",
    log: /caught <.*bad \*\*\*\*>/,
  },
  {
    input: "an error without a secret, caught outside",
    script: `try { ${secret("token", "error 'fine'")} } catch (hudson.AbortException e) { echo "caught <\${e.message}>" }`,
    given,
    log: "caught <fine>",
  },
  {
    input: "the mode of a secret file",
    script: onAgent(
      "withCredentials([file(credentialsId: 'settings', variable: 'F')]) { sh 'stat -c \"mode %a\" \"$F\"' }",
    ),
    given,
    log: "\nmode 400\n",
  },
  {
    input: "the file of an SSH key",
    script: onAgent(
      "withCredentials([sshUserPrivateKey(credentialsId: 'key', keyFileVariable: 'KF')]) { sh 'basename \"$KF\" | rev' }",
    ),
    given,
    log: "\nFK-yek-hss\n",
  },
];
