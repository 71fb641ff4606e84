import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { jenkinsTrees } from "../../support/generated-files.ts";
import { engine, library, model, site, team } from "../../support/model.ts";
import { fileOf, filesOf } from "./files.ts";

const schema = (name: string) =>
  new Ajv2020({ strict: false, allErrors: true }).compile(
    JSON.parse(readFileSync(join(import.meta.dirname, `../../support/schemas/${name}.json`), "utf8")),
  );
const casc = schema("casc");
const backstage = schema("backstage");

const groups = [
  team("shop", { group: "shop" }),
  team("platform", { group: "ops" }),
  team("release", { group: "it's release" }),
];
const matrix = model({ teams: groups, site: { ...site, authorization: "matrix" } });
const role = model({ teams: groups, site: { ...site, authorization: "role" } });
const inFolders = model({ library: { ...library, scope: "folder" }, engines: [engine("buildah")] });

describe.each(jenkinsTrees())("fragments of $name", ({ files }) => {
  const text = (path: string) => files.find((file) => file.path === path)?.content ?? "";

  it("are valid Configuration as Code, and contain no credentials", () => {
    expect(casc(parse(text("jenkins/casc.yaml"))), JSON.stringify(casc.errors)).toBe(true);
    expect(text("jenkins/casc.yaml")).not.toMatch(/^\s*credentials:/m);
  });

  it("are valid Backstage entities with unique names", () => {
    const entities = parseAllDocuments(text("catalog-info.yaml"))
      .map((it) => it.toJS())
      .filter((it) => it !== null);
    for (const entity of entities) expect(backstage(entity), JSON.stringify([entity, backstage.errors])).toBe(true);
    const names = entities.map(({ kind, metadata }) => `${kind}:${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
    const owners = entities.flatMap(({ spec }) =>
      spec.owner === undefined ? [] : [spec.owner.replace("group:", "Group:")],
    );
    expect(owners.filter((owner) => !names.includes(owner))).toEqual([]);
  });
});

describe("the authorization strategy", () => {
  it("matrix: a folder's team can build, others can read, no one can configure", () => {
    const text = fileOf(matrix, "jenkins/jobs/release/shop.groovy");
    expect(text).toContain(
      "name('it\\'s release')\n                    permissions(['Job/Build', 'Job/Cancel', 'Job/Read', 'Job/Workspace'])",
    );
    expect(text).toContain("name('shop')\n                    permissions(['Job/Read'])");
    expect(text).toContain("nonInheriting()");
    expect(text).not.toMatch(/Job\/Configure|Run\/Replay|Credentials\//);
  });

  it("role: generates roles for each folder", () => {
    const text = fileOf(role, "jenkins/roles.yaml");
    expect(casc(parse(text)), JSON.stringify(casc.errors)).toBe(true);
    const { items } = parse(text).jenkins.authorizationStrategy.roleBased.roles;
    expect(items).toContainEqual({
      name: "platform-owner",
      pattern: "platform(/.*)?",
      permissions: ["Job/Build", "Job/Cancel", "Job/Read", "Job/Workspace"],
      entries: [{ group: "ops" }],
    });
    expect(fileOf(role, "jenkins/jobs/release/shop.groovy")).toContain("folder('release')\n");
  });

  it("accepts groups as Jenkins has them", () => {
    const name = "CN=Release Managers,OU=Groups,DC=acme,DC=internal";
    const it = { ...role, teams: groups.map((one) => (one.name === "platform" ? { ...one, group: name } : one)) };
    const { items } = parse(fileOf(it, "jenkins/roles.yaml")).jenkins.authorizationStrategy.roleBased.roles;
    expect(items.find((one: { name: string }) => one.name === "platform-owner").entries).toEqual([{ group: name }]);
  });

  it("none: generates no permissions", () => {
    expect(filesOf(model()).has("jenkins/roles.yaml")).toBe(false);
    expect(fileOf(model(), "jenkins/jobs/release/shop.groovy")).toContain("folder('release')\n");
  });
});

describe("the seed job", () => {
  it("can run as a user, which the sandbox of Job DSL requires", () => {
    const text = fileOf(matrix, "jenkins/casc.yaml");
    expect(parse(text).security.queueItemAuthenticator.authenticators).toEqual([
      {
        project: {
          enabledStrategies: ["org.jenkinsci.plugins.authorizeproject.strategy.SpecificUsersAuthorizationStrategy"],
          disabledStrategies: [],
        },
      },
    ]);
    for (const file of [text, fileOf(matrix, "jenkins/seed.groovy")]) {
      expect(file).toContain("Authorization");
      expect(file).toContain("Run as Specific User");
    }
  });
});

describe("a folder library", () => {
  it("is configured in each team's folder, not in the controller", () => {
    const text = fileOf(inFolders, "jenkins/jobs/platform/shop.groovy");
    expect(text).toContain(
      "        folderLibraries {\n            libraries {\n                libraryConfiguration {\n                    name('acme-ci')\n",
    );
    expect(text).toContain("libraryPath('out/library/')");
    const casc = fileOf(inFolders, "jenkins/casc.yaml");
    expect(Object.keys(parse(casc))).toEqual(["security"]);
    // Configuration as Code removes nothing: a library that was global before stays, outside the sandbox.
    const removal = casc.match(/^# unclassified:\n(?:# .*\n)+/m)?.[0] ?? "";
    expect(parse(removal.replaceAll(/^# /gm, ""))).toEqual({ unclassified: { globalLibraries: { libraries: [] } } });
  });
});
