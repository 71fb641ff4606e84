export interface ProductEntry {
  readonly name?: string;
  readonly role?: "ci" | "cd" | "ci-cd" | "engine";
  readonly needs?: readonly ("internet" | "kubernetes")[];
  readonly licence?: string;
  readonly maintenance?: "maintained" | "archived";
  readonly state?: string;
  readonly references?: string;
  readonly support?: readonly string[];
  readonly sources?: readonly string[];
  readonly checked?: string;
}

export interface Waiver {
  /** The policy's code: `SW420`. */
  readonly policy: string;
  /** The key of the finding, or an enclosing key; null for all findings of the policy. */
  readonly key: string | null;
  readonly reason: string;
  /** Team's name. */
  readonly owner: string;
  /** The last day on which the waiver applies: `2027-06-30`. */
  readonly until: string;
}

export interface PolicySettings {
  /** Severity by code, if the site overrides the policy's own. */
  readonly severity: Readonly<Record<string, "error" | "warning" | "note">>;
  readonly waivers: readonly Waiver[];
}
