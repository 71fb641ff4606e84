import type { CredentialConfig } from "../../generator/rehearse/index.ts";
import type { GeneratedFile } from "../../generator/render/file.ts";
import type { GitUser, Needles, RegistryUser } from "./lab/index.ts";
import { secretForms } from "./lab/index.ts";

/** Part of every password of the site, to detect wrong quoting. */
export const password = "pa'ss $HOME `id` \"word";

/** Each user has a different password, so that a leak shows its origin. */
export function passwordOf(user: string): string {
  return `${password} of ${user}`;
}

/** A server's password in Maven's settings, which are a secret file as a whole. */
const settingsPassword = "settings-canary-5f1d";
const settings = `<settings><offline>true</offline><servers><server><id>nexus</id><password>${settingsPassword}</password></server></servers></settings>`;

/** Each git credential is a separate user with the minimal rights in jenkins/credentials.md. */
export const gitUsers: readonly GitUser[] = [
  { user: "shop-git", password: passwordOf("shop-git"), read: ["shop/shop"] },
  { user: "catalog-git", password: passwordOf("catalog-git"), read: ["catalog/catalog"] },
  { user: "gitops-dev", password: passwordOf("gitops-dev"), write: ["ops/dev"] },
  { user: "gitops-prod", password: passwordOf("gitops-prod"), write: ["ops/prod"] },
];

/** The lab's user, who reads pushed images; Jenkins does not have this credential. */
export const inspector: RegistryUser = { user: "inspector", password: "of the laboratory" };

/** The user who pushes, with a given password. */
export function pusher(secret = passwordOf("robot")): RegistryUser {
  return { user: "robot", password: secret };
}

/** The credentials in the generated jenkins/credentials.md, each in its folder. Tests add further credentials. */
export function shopCredentials(files: readonly GeneratedFile[]): CredentialConfig[] {
  const page = files.find(({ path }) => path === "jenkins/credentials.md")?.content ?? "";
  const rows = [...page.matchAll(/^\| `(\/[^`]*)` \| `([^`]+)` \| ([^|]+) \|/gm)];
  return rows.flatMap(([, folder = "", id = "", kind = ""]) => credential(folder, id, kind));
}

function credential(folder: string, id: string, kind: string): CredentialConfig[] {
  if (id === "maven-settings") return [{ folder, id, kind: "file", fileName: "settings.xml", content: settings }];
  if (kind !== "username and password") return [];
  const username = id.startsWith("harbor-") ? "robot" : id;
  return [{ folder, id, kind: "usernamePassword", username, password: passwordOf(username) }];
}

/** Every secret of the site, in every form. */
export function shopNeedles(): Needles {
  const users = ["robot", ...gitUsers.map((it) => it.user)];
  const forms = users.map((name) => secretForms(name, passwordOf(name)));
  return Object.assign({ "Maven settings": settingsPassword }, ...forms);
}
