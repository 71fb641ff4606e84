import { describe, expect, it } from "vitest";
import { mergeByFolder } from "../../../generator/site/folder-rules.ts";
import { resolveOwners } from "../../support/codeowners.ts";
import { largeSite } from "../../support/large-site.ts";

const { files, model } = largeSite(120);
const contentOf = (path: string) => files.find((file) => file.path === path)?.content ?? "";

describe("CODEOWNERS of many services", () => {
  const text = contentOf("CODEOWNERS");

  it("assigns every generated file to its team", () => {
    const site = model.teams.find(({ name }) => name === model.pipelines.owner)?.reviewers;
    for (const { path, shard } of files) {
      const [team = ""] = shard.split("/");
      expect(resolveOwners(text, `out/${path}`, "github"), path).toEqual([
        shard.includes("/") ? [`@acme/${team}`] : site,
      ]);
    }
  });

  it("has few lines for each service", () => {
    const lines = text.split("\n").filter((line) => /service-/.test(line));
    expect(lines.length / model.services.length).toBeLessThan(4);
    expect(text).toMatch(/^\/out\/gitops\/prod\/ +@acme\/release$/m);
    expect(text).toMatch(/^\/out\/jenkinsfiles\/team-001\/ +@acme\/team-001$/m);
  });
});

describe("PIPELINES.md of many services", () => {
  it("links the page of each team that owns services, and counts its stages", () => {
    const index = contentOf("PIPELINES.md");
    expect(index).toContain(
      "| team-001 | @acme/team-001 | team-001@acme.internal | 100 | [50](<pipelines/team-001.md>) |",
    );
    expect(index).toContain("| release | @acme/release | release@acme.internal | 120 | – |");
    expect(index).not.toContain("service-00001");
  });

  it("shows each service on the page of its team, with links to existing files", () => {
    const shown = files.flatMap(({ path, content }) =>
      path.startsWith("pipelines/") ? [...content.matchAll(/^## (.+)$/gm)].map(([, name]) => `${path} ${name}`) : [],
    );
    const wanted = model.services.map(({ name, stages }) => `pipelines/${stages[0]?.owner}.md ${name}`);
    expect(shown.sort()).toEqual(wanted.sort());
    const paths = new Set(files.map(({ path }) => path));
    const links = [...contentOf("pipelines/team-002.md").matchAll(/\(<\.\.\/(.+?)>\)/g)].map(([, path]) => path ?? "");
    expect(links.filter((path) => !paths.has(path))).toEqual([]);
    expect(links).toHaveLength(1 + 20 * 4);
  });
});

describe("merging rules by folder", () => {
  const rule = (path: string, ...teams: string[]) => ({ path, teams });
  const many = (team: string) => Array.from({ length: 20 }, (_, index) => rule(`a/apps/${index}/`, team));

  it("merges the folder of a team, and a folder with many files of one team", () => {
    expect(mergeByFolder([rule("a/shop/1/", "shop"), rule("a/shop/2/", "shop")], [])).toEqual([
      rule("a/shop/", "shop"),
    ]);
    expect(mergeByFolder(many("shop"), [])).toEqual([rule("a/apps/", "shop")]);
  });

  it("keeps the rules of a folder with files of other teams or of no team", () => {
    expect(mergeByFolder([rule("a/shop/1/", "shop"), rule("a/shop/2/", "web")], [])).toHaveLength(2);
    expect(mergeByFolder([...many("shop"), rule("a/apps/x/", "shop", "web")], [])).toHaveLength(21);
    expect(mergeByFolder(many("shop"), ["a/apps/README.md"])).toHaveLength(20);
  });

  it("keeps the rules of a folder with few files of one team, where files of another team can follow", () => {
    const few = many("shop").slice(0, 19);
    expect(mergeByFolder(few, [])).toHaveLength(19);
  });

  it("does not depend on the order of the rules, and lists wider rules first", () => {
    const rules = [rule("a/b/c/d", "web"), rule("a/b/", "shop"), ...many("shop")];
    expect(mergeByFolder([...rules].reverse(), [])).toEqual(mergeByFolder(rules, []));
    expect(mergeByFolder(rules, []).map(({ path }) => path)).toEqual(["a/apps/", "a/b/", "a/b/c/d"]);
  });
});
