import type { CredentialConfig } from "../../../generator/rehearse/index.ts";
import { type Needles, type RegistryUser, secretForms } from "../lab/index.ts";

/** The user who pushes and pulls; the password detects wrong quoting. */
export const robot: RegistryUser = { user: "bank-robot", password: 'b\'ank $PATH `id` "robot"' };

/** The user who pulls base images from another registry, and does not exist in the image's registry. */
export const reader: RegistryUser = { user: "bank-reader", password: "reader's \\ canary 5d0e" };

/** The lab's user, who reads pushed images. */
export const auditor: RegistryUser = { user: "auditor", password: "of the laboratory" };

/** A build secret that a Dockerfile prints. */
export const apiToken = 'to\'ken $HOME "canary-9c41"';

/** A build secret of two lines, whose last character is a line's end. */
export const signingKey = "-----BEGIN KEY-----\ncanary-key-20f6\n";

const caNote = "ca-canary-77aa03";

const gitPassword = "ledger's git $1 password";

/** Reads the application's sources. */
export const gitUser = { user: "ledger-git", password: gitPassword, read: ["money/ledger"] };

/** The credentials in jenkins/credentials.md; `ca` is the site's bundle. */
export function ledgerCredentials(ca: string): CredentialConfig[] {
  const logins = { "main-push": robot, "main-pull": robot, "bases-pull": reader };
  const robots = Object.entries(logins).map(
    ([id, { user, password }]): CredentialConfig => ({
      ...{ folder: "/containers", id, kind: "usernamePassword" },
      ...{ username: user, password },
    }),
  );
  const git = ["/money", "/containers"].map(
    (folder): CredentialConfig => ({
      ...{ folder, id: "ledger-git", kind: "usernamePassword" },
      ...{ username: gitUser.user, password: gitUser.password },
    }),
  );
  return [
    ...robots,
    ...git,
    { folder: "/containers", id: "api-token", kind: "string", secret: apiToken },
    { folder: "/containers", id: "signing-key", kind: "string", secret: signingKey },
    { id: "bank-ca", kind: "file", fileName: "ca.pem", content: `# ${caNote}\n${ca}` },
  ];
}

/** Every secret, in every form that a tool may write. */
export function ledgerNeedles(): Needles {
  return {
    ...secretForms(robot.user, robot.password),
    ...secretForms(reader.user, reader.password),
    ...secretForms(gitUser.user, gitPassword),
    ...secretForms("api-token", apiToken),
    "part of api-token": "canary-9c41",
    "part of signing-key": "canary-key-20f6",
    "note in the CA bundle": caNote,
  };
}
