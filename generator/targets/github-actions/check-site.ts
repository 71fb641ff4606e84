import { gitHostOf, placeOf } from "../../model/git-host.ts";
import type { Model } from "../../model/model.ts";
import { jenkinsKeys } from "../shared/jenkins-keys.ts";
import { jenkinsPullRequests } from "../shared/jenkins-pull-requests.ts";
import { differs, type Lack, lacks, when } from "./lack.ts";
import { secretName } from "./names.ts";
import { phasesOf } from "./phases.ts";

/** What a site cannot have on GitHub Actions. */
export function checkSite(model: Model): Lack[] {
  return [
    ...checkPlaces(model),
    ...checkEngines(model),
    ...checkContacts(model),
    ...checkRepositories(model),
    ...checkSecrets(model),
    ...jenkinsPullRequests(lacks, model),
    ...jenkinsKeys(differs, model, {
      consequence: "the repository's settings decide how long GitHub keeps runs and their artifacts",
      hint: "remove keep, and set the retention in the repository's settings",
    }),
  ];
}

/** Where the site is, and where its files are. */
function checkPlaces({ site, pipelines, library, teams }: Model): Lack[] {
  const rootOnly = (folder: string) =>
    `GitHub reads workflows from .github/ at the root of a repository, not from ${folder}/`;
  return [
    ...when(site.network === "offline", () =>
      lacks(
        "site/network",
        "each run needs GitHub's servers, and this site is offline",
        "use target: jenkins, or network: online",
      ),
    ),
    ...when(pipelines.directory !== "", () =>
      lacks("pipelines/directory", rootOnly(pipelines.directory), "set directory: '' in pipelines"),
    ),
    ...when(library.git !== null, () =>
      differs(
        "library/git",
        "the actions are in the pipelines repository, whose owner reviews them, not in the repository of the library",
        "remove library.git",
      ),
    ),
    ...when(library.own !== null, () =>
      lacks("library/own", "own steps are Groovy for Jenkins", "use a custom stage with a command"),
    ),
    ...teams.flatMap(({ name, pipelines: own }) => {
      const folder = own?.directory ?? "";
      const path = `teams/${name}/pipelines/directory`;
      return when(folder !== "", () => lacks(path, rootOnly(folder), `set directory: '' in teams.${name}.pipelines`));
    }),
  ];
}

function checkEngines({ engines }: Model): Lack[] {
  return engines.flatMap(({ name, agent, buildsAtOnce }) => [
    ...when(agent.pods !== null, () =>
      lacks(
        `engines/${name}/agent`,
        `the engine ${name} builds in pods that Jenkins creates`,
        "use an engine on runners with a label",
      ),
    ),
    ...when(buildsAtOnce !== null, () =>
      differs(
        `engines/${name}/buildsAtOnce`,
        "the number of runners with the label limits the builds, not buildsAtOnce",
        "register as many runners with this label",
      ),
    ),
  ]);
}

function checkContacts({ teams }: Model): Lack[] {
  return teams.flatMap(({ name, mail, webhook }) =>
    when(mail !== null || webhook !== null, () =>
      differs(
        `teams/${name}/${mail === null ? "webhook" : "mail"}`,
        `GitHub notifies the person who started a run, not the contact of ${name}`,
        "subscribe the team's channel to the workflows of the repository",
      ),
    ),
  );
}

/** All repositories must be on one GitHub, as OWNER/NAME. */
function checkRepositories({ site, pipelines, services, teams }: Model): Lack[] {
  const all = [
    { path: "pipelines/git", git: pipelines.git },
    ...teams.flatMap(({ name, pipelines: own }) =>
      own === null ? [] : [{ path: `teams/${name}/pipelines/git`, git: own.git }],
    ),
    ...services.map(({ name, git }) => ({ path: `services/${name}/git`, git })),
  ];
  const server = placeOf(pipelines.git)?.host;
  return all.flatMap(({ path, git }) => {
    const place = placeOf(git);
    if (place === null || place.owner.includes("/"))
      return [lacks(path, `${git} is not OWNER/NAME on a GitHub server`, "use a repository on GitHub")];
    const product = gitHostOf(git, site.git.host ?? site.statuses?.host ?? null) ?? "github";
    if (product !== "github")
      return [
        lacks(
          path,
          `only GitHub runs workflows, and the product of ${place.host} is ${product}`,
          "move the repository to GitHub, or use another target",
        ),
      ];
    if (place.host === server) return [];
    return [
      lacks(
        path,
        `workflows call each other only on one server, and ${git} is not on ${server}`,
        `move the repository to ${server}`,
      ),
    ];
  });
}

/** Two credentials of different names must not become one secret. */
function checkSecrets(model: Model): Lack[] {
  const credentials = new Map<string, string>();
  return model.services.flatMap((service) =>
    service.stages.flatMap((stage) =>
      phasesOf(model, stage).flatMap(({ given }) =>
        given.flatMap(({ secret }) => {
          if (secret === null) return [];
          const { credential } = secret;
          const name = secretName(credential);
          const known = credentials.get(name) ?? credential;
          credentials.set(name, known);
          return when(known !== credential, () =>
            lacks(
              `services/${service.name}/stages/${stage.id}/id`,
              `the credentials ${known} and ${credential} would be one secret, ${name}`,
              "rename one of them",
            ),
          );
        }),
      ),
    ),
  );
}
