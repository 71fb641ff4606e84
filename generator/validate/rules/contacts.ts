import { finding } from "../../diagnostics/finding.ts";
import { show } from "../../diagnostics/wording.ts";
import type { Rule } from "./rule.ts";

/** A contact has an address for what its other keys describe. */
export const contacts: Rule = ({ platform }) => {
  if (platform === null) return [];
  return Object.entries(platform.spec.teams).flatMap(([team, { contact = {} }]) => {
    const { mail, webhook, format, on } = contact;
    const unused = [
      ...(format !== undefined && webhook === undefined ? [{ key: "format", missing: "webhook" }] : []),
      ...(on !== undefined && webhook === undefined && mail === undefined
        ? [{ key: "on", missing: "mail or webhook" }]
        : []),
    ];
    return unused.map(({ key, missing }) =>
      finding(
        "SW377",
        platform.document.keySpan(["teams", team, "contact", key]),
        `${show(key)} has no effect: the contact of ${team} has no ${missing}`,
        { hint: `add ${missing}, or remove ${key}` },
      ),
    );
  });
};
