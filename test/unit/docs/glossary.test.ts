import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../../..");
const glossary = readFileSync(join(root, "docs/glossary.md"), "utf8");
const pages = [
  "README.md",
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md") && name !== "glossary.md" && !name.startsWith("reference/"))
    .map((name) => `docs/${name}`),
];

/** Terms that mean nothing else on any page, by anchor, with the form that pages use. */
const terms: Readonly<Record<string, RegExp>> = {
  "application-repository": /\bapplication repositor(?:y|ies)\b/i,
  approval: /\bapprovals?\b/i,
  "custom-stage": /\bcustom stages?\b/i,
  "deploy-stage": /\bdeploy stages?\b/i,
  digest: /\bdigests?\b/i,
  engine: /\bengines?\b/i,
  finding: /\bfindings?\b/i,
  "folder-library": /\bfolder librar(?:y|ies)\b/i,
  "freeze-window": /\bfreeze windows?\b/i,
  gate: /(?<!quality )\bgates?\b/,
  "global-library": /\bglobal librar(?:y|ies)\b/i,
  handoff: /\bhandoffs?\b/i,
  "image-stage": /\bimage stages?\b/i,
  instance: /\binstances?\b/i,
  lock: /\blocks\b/i,
  "own-steps": /\bown steps?\b/i,
  "pipelines-repository": /\bpipelines repositor(?:y|ies)\b/i,
  "platform-spec": /\bplatform spec\b/i,
  policy: /\bpolic(?:y|ies)\b/i,
  provenance: /\bprovenances?\b/i,
  promotion: /\bpromotions?\b/i,
  "release-record": /\brelease records?\b/i,
  seed: /\bseeds?\b/i,
  shard: /\bshards?\b/i,
  "source-stage": /\bsource stages?\b/i,
  topology: /\btopolog(?:y|ies)\b/i,
  waiver: /\bwaivers?\b/i,
};

/** A page without what cannot carry a link: code and headings. */
function prose(page: string): string {
  return readFileSync(join(root, page), "utf8")
    .replaceAll(/^ *```[\s\S]*?^ *```$/gm, "")
    .replaceAll(/`[^`]*`/g, "")
    .replaceAll(/^#+ .*$/gm, "")
    .replaceAll(/\n *(?=\S)/g, " ");
}

/** Links of a page, as they are written: `[digests](../glossary.md#digest)`. */
function links(text: string) {
  return [...text.matchAll(/\[([^\]]*)\]\(([^)]*)\)/g)].map(([whole, label = "", target = ""]) => ({
    whole,
    label,
    target,
  }));
}

/** A page's path to a term of the glossary. */
function linkTo(page: string, term: string): string {
  return `${relative(dirname(page), "docs/glossary.md")}#${term}`;
}

/** Every term whose first use on a page, outside of links to other pages, is no link to the glossary. */
function missingLinks(page: string): string[] {
  const text = prose(page);
  return Object.entries(terms).flatMap(([term, form]) => {
    const toTerm = linkTo(page, term);
    const readable = links(text)
      .filter(({ target }) => target !== toTerm)
      .reduce((rest, { whole }) => rest.replace(whole, ""), text);
    const link = links(readable).find(({ label }) => form.test(label));
    const first = form.exec(readable);
    if (first === null) return [];
    const start = link === undefined ? -1 : readable.indexOf(link.whole);
    const linked = link !== undefined && start < first.index && first.index < start + link.whole.length;
    return linked ? [] : [`${term}: …${readable.slice(Math.max(0, first.index - 40), first.index + 40)}…`];
  });
}

const headings = [...glossary.matchAll(/^### (.+)$/gm)].map(([, heading = ""]) =>
  heading.toLowerCase().replaceAll(" ", "-"),
);

describe("the glossary", () => {
  it("defines each term once, in at least one sentence", () => {
    expect(new Set(headings).size).toBe(headings.length);
    for (const entry of glossary.split(/^### .+$/m).slice(1)) expect(entry.trim()).toMatch(/^[A-Z][\s\S]+\.(\s|$)/);
  });

  it.each(Object.keys(terms))("has an anchor for %s", (term) => {
    expect(headings).toContain(term);
  });
});

describe.each(pages)("%s", (page) => {
  it("links the first use of each term to the glossary", () => {
    expect(missingLinks(page)).toEqual([]);
  });

  it("has only links to terms that the glossary defines", () => {
    const targets = links(readFileSync(join(root, page), "utf8")).map(({ target }) => target);
    for (const target of targets.filter((it) => /glossary\.md#/.test(it)))
      expect(headings.map((term) => linkTo(page, term))).toContain(target);
  });
});
