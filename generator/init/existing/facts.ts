import { hideSecrets } from "../../diagnostics/secret-forms.ts";

/** A place in a file of the repository. */
export interface Where {
  readonly file: string;
  /** 0 for the whole file. */
  readonly line: number;
}

/** A command of the old pipeline with its words. */
export interface Command {
  readonly line: string;
  readonly words: readonly string[];
  readonly where: Where;
}

/** A parameter of an old job, as the key `parameters` of a service expects it. */
export interface Parameter {
  readonly name: string;
  readonly kind: "text" | "choice" | "boolean";
  readonly default?: string | boolean;
  readonly choices?: readonly string[];
  readonly description?: string;
}

/** An environment that the old pipeline deploys to; `protected` if a person decides about each deployment. */
export interface OldEnvironment {
  readonly name: string;
  readonly protected: boolean;
}

/** The values that the proposed specs can contain; those that one fact cannot complete are lists. */
export interface Values {
  readonly label: string;
  readonly registry: string;
  readonly push: string;
  readonly engine: string;
  readonly keepBuilds: number;
  readonly keepDays: number;
  readonly mail: string;
  readonly environments: readonly OldEnvironment[];
  /** Who approves the deployments to an environment. */
  readonly approvers: readonly (readonly [environment: string, by: readonly string[]])[];
  readonly branch: string;
  readonly credentials: string;
  readonly cron: string;
  readonly poll: string;
  readonly webhook: true;
  readonly parameters: readonly Parameter[];
  readonly command: string;
  readonly arguments: readonly string[];
  readonly toolImage: string;
  readonly timeout: number;
  readonly variables: readonly (readonly [name: string, value: string])[];
  readonly artifacts: readonly string[];
  readonly tests: readonly string[];
  readonly image: string;
  readonly dockerfile: string;
}

/** What `init` takes over from the old pipeline; `images` is the first part of the names of all images, such as an account. */
export type Taken = Partial<Values> & { readonly images?: string };

/** A value that was found in the old pipeline. */
export type Fact = {
  [Key in keyof Values]: { readonly key: Key; readonly value: Values[Key]; readonly where: Where };
}[keyof Values];

/** A construct of the old pipeline that is not in the proposed specs. */
export interface Leftover {
  readonly construct: string;
  readonly where: Where;
  /** What to do instead, in one sentence. */
  readonly instead: string;
}

/** What `init` read in files of an old pipeline. */
export interface Existing {
  readonly facts: readonly Fact[];
  readonly leftovers: readonly Leftover[];
}

/** Where a value goes: the key that users see, and the part of the specs that it is in. */
export const PLACES: Readonly<
  Record<keyof Values, readonly [key: string, part: "platform" | "service" | "source" | "image"]>
> = {
  label: ["site.agent.label", "platform"],
  registry: ["registries.main.host", "platform"],
  push: ["registries.main.credentials.push", "platform"],
  engine: ["engines", "platform"],
  keepBuilds: ["site.keep.builds", "platform"],
  keepDays: ["site.keep.days", "platform"],
  mail: ["teams.TEAM.contact.mail", "platform"],
  environments: ["environments", "platform"],
  approvers: ["stages.ENVIRONMENT.approval.by", "platform"],
  branch: ["branch", "service"],
  credentials: ["credentials", "service"],
  cron: ["triggers.cron", "service"],
  poll: ["triggers.poll", "service"],
  webhook: ["triggers.webhook", "service"],
  parameters: ["parameters", "service"],
  command: ["stages.build.command", "source"],
  arguments: ["stages.build.arguments", "source"],
  toolImage: ["stages.build.toolImage", "source"],
  timeout: ["stages.build.timeout", "source"],
  variables: ["stages.build.environment", "source"],
  artifacts: ["stages.build.artifacts", "source"],
  tests: ["stages.build.tests", "source"],
  image: ["stages.image.image.name", "image"],
  dockerfile: ["stages.image.dockerfile", "image"],
};

/** Adds a fact to the values; null if there is another value already. */
export function withFact(taken: Taken, { key, value }: Fact): Taken | null {
  const known = taken[key];
  if (known === undefined) return { ...taken, [key]: value };
  if (!Array.isArray(known) || !Array.isArray(value) || key === "arguments") return same(known, value) ? taken : null;
  const added = value.filter((it) => !known.some((other) => same(it, other)));
  const names = new Set(known.map(nameIn));
  return added.some((it) => names.has(nameIn(it))) ? null : { ...taken, [key]: [...known, ...added] };
}

/** The value as the report shows it. */
export function shown({ key, value }: Fact): string {
  if (key === "parameters") return value.map(({ name }) => name).join(", ");
  if (key === "environments") return value.map((it) => `${it.name}${it.protected ? " (protected)" : ""}`).join(", ");
  if (key === "approvers") return value.map(([name, by]) => `${by.join(", ")} for ${name}`).join("; ");
  if (key === "variables") return value.map(([name]) => name).join(", ");
  return Array.isArray(value) ? value.join(" ") : String(value);
}

/** Names of variables with secrets. */
const SECRET_NAME =
  /pass(w|phrase|$|_)|pwd|token|secret|credential|cred(s|_|$)|api_?key|private|auth|login|hook|(^|_)(pw|key|sig)(_|$)/i;

/** Forms of secrets: a login in an address, a webhook, a key, the tokens of products, and options with a secret. */
const SECRET_FORMS = [
  /:\/\/[^/\s]*@|\w\/[^\s/@]+@|\bhooks?\./,
  /-----BEGIN|\b(AKIA|ASIA|gh[a-z]_|github_pat_|glpat-|xox[abp]-|npm_|eyJ)[A-Za-z0-9]/,
  /(pass(word|wd)?|token|secret|login|api[._-]?key|auth)[\w.]*[=:\s]+\S/i,
  /(?<![\w./-])(?=[A-Za-z+]*[0-9])[A-Za-z0-9+=_-]{20,}(?![\w./-])/,
  /(^|\/)(?=[A-Za-z+=]*[0-9])(?=[0-9+=]*[A-Za-z])[A-Za-z0-9+=]{20,}(\/|$)/,
];

/** Longer texts are no settings, and their forms take long to compare. */
const LONGEST = 2000;

/** Whether a text could be a secret: by the name of its variable, or by its form. Such a text is never copied or printed. */
export function looksSecret(name: string, value: string): boolean {
  if (value.length > LONGEST) return true;
  const text = value.replaceAll(/@sha256:[0-9a-f]{64}/g, "");
  return SECRET_NAME.test(name) || SECRET_FORMS.some((it) => it.test(text)) || hideSecrets(text, () => "") !== text;
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function nameIn(item: unknown): unknown {
  if (Array.isArray(item)) return item[0];
  return typeof item === "object" && item !== null && "name" in item ? item.name : JSON.stringify(item);
}
