import { handoffNamed } from "../../handoffs/index.ts";
import type { Model } from "../../model/model.ts";
import { type Lack, lacks, when } from "./lack.ts";

/** What an environment cannot have on GitHub Actions. */
export function checkEnvironments(model: Model): Lack[] {
  return model.environments.flatMap((environment) => {
    const { name, requires, handoff } = environment;
    const path = `environments/${name}`;
    return [
      ...when(requires.length > 0, () =>
        lacks(
          `${path}/requires`,
          `the workflows do not verify what was signed for images of ${name}`,
          "remove requires, or use target: jenkins",
        ),
      ),
      ...when((handoffNamed(handoff)?.promotion?.(model, environment) ?? null) !== null, () =>
        lacks(
          `${path}/strategy`,
          `the workflows do not promote a paused release in ${name}`,
          "use a strategy without a manual step, or use target: jenkins",
        ),
      ),
    ];
  });
}
