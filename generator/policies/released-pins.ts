import { finding } from "../diagnostics/finding.ts";
import { isFixedPin, isVersionTag } from "../model/library-pin.ts";
import type { Model } from "../model/model.ts";
import { placeOf } from "./place.ts";
import type { Policy } from "./policy.ts";

/** Checks that services run only released versions of the library. */
export const releasedPins: Policy = {
  code: "SW471",
  slug: "library/unreleased-pin",
  title: "Pin is not a released version",
  severity: "error",
  explanation:
    "The library runs with the credentials of each stage. A branch changes without a review of the pipelines, and makes Jenkins offer all branches of the library to all jobs. A hash can name a commit that no one has reviewed, because Jenkins loads every commit that was pushed. Only the platform may pin a hash.",
  decision: "Services run released versions of the library.",
  check(model) {
    return pinsOf(model).flatMap(({ path, pin }) => {
      const isOwn = path !== "library/pin" && model.origins.get(path)?.inherited === undefined;
      if (isOwn ? isVersionTag(pin) : isFixedPin(pin)) return [];
      const what = isFixedPin(pin) ? "is a commit that may not be released" : "may be a branch";
      return [
        finding("SW471", placeOf(model, path, pin), `the pin "${pin}" ${what}`, { hint: "pin a tag like v1.4.0" }),
      ];
    });
  },
};

/** The platform's pin, and those that services or defaults set. Released versions are fine everywhere, so their origin has no effect. */
function pinsOf({ library, services, origins }: Model): { path: string; pin: string }[] {
  const own = services
    .map(({ name, pin }) => ({ path: `services/${name}/pin`, pin }))
    .filter(({ path, pin }) => !isVersionTag(pin) && origins.get(path)?.kind === "spec");
  return [{ path: "library/pin", pin: library.pin }, ...own];
}
