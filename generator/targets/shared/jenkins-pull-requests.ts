import type { Model } from "../../model/model.ts";
import { type Lack, type lacksOf, when } from "./lack.ts";

/** What pull requests have only on Jenkins, as a product without it reports it. */
export function jenkinsPullRequests(lacks: ReturnType<typeof lacksOf>["lacks"], { site, services }: Model): Lack[] {
  const { credentials, forks } = site.pullRequests;
  const set = credentials.length > 0 ? "credentials" : "forks";
  return [
    ...when(credentials.length > 0 || forks, () =>
      lacks(
        `site/pullRequests/${set}`,
        "a pull request gets no secrets",
        "remove site.pullRequests, or use target: jenkins",
      ),
    ),
    ...services.flatMap(({ name, stages }) =>
      stages
        .filter(({ kind, reach }) => kind === "custom" && reach.pullRequests)
        .map(({ id }) =>
          lacks(
            `services/${name}/branches`,
            `a pull request makes no release record, and the custom stage ${id} needs one`,
            "run the command in a source stage with also, or use target: jenkins",
          ),
        ),
    ),
  ];
}
