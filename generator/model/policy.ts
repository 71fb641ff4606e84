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
  /** The key that is found fault with, or one around it; null for all that the policy finds. */
  readonly key: string | null;
  readonly reason: string;
  /** Team's name. */
  readonly owner: string;
  /** The last day on which it holds: `2027-06-30`. */
  readonly until: string;
}

export interface PolicySettings {
  /** Severity by code, where the site sets another than the policy's own. */
  readonly severity: Readonly<Record<string, "error" | "warning" | "note">>;
  readonly waivers: readonly Waiver[];
}
