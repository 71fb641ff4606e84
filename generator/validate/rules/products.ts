import { finding } from "../../diagnostics/finding.ts";
import { table } from "../../products/table.ts";
import type { Rule } from "./rule.ts";

const REQUIRED = ["name", "role", "licence", "maintenance"] as const;

/** A product that is not in stagewright's table needs all required keys. */
export const products: Rule = ({ platform, platformDocument }) =>
  Object.entries(platform?.spec.products ?? {}).flatMap(([id, entry]) => {
    if (table.some((it) => it.id === id)) return [];
    const span = platformDocument.keySpan(["products", id]);
    const known = table.map((it) => it.id).join(", ");
    return REQUIRED.filter((key) => entry[key] === undefined).map((key) =>
      finding(
        "SW202",
        span,
        `"${key}" is required, because stagewright does not know the product "${id}"; it knows ${known}`,
        {
          hint: `add products.${id}.${key}`,
        },
      ),
    );
  });
