import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";

const root = join(import.meta.dirname, "../../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const readme = read("README.md");
const pages = [
  ...readdirSync(root).filter((name) => name.endsWith(".md")),
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

function stagewright(folder: string, ...parameters: string[]) {
  const command = [join(root, "dist/cli.js"), ...parameters];
  return spawnSync(process.execPath, command, {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
}

function fence(page: string, language: string): string {
  return new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? "";
}

/** The anchors of a page's headings, as GitHub and GitLab create them. */
function anchors(page: string): string[] {
  return [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );
}

describe("the pages of the project", () => {
  it.each(pages)("%s has no broken link", (page) => {
    const text = read(page).replaceAll(/^ *```[\s\S]*?^ *```/gm, "");
    const links = [...text.matchAll(/\]\(<?([^)>]+)>?\)/g)].map(([, link = ""]) => link);
    for (const link of links.filter((it) => !/^https?:/.test(it))) {
      const [path = "", anchor] = link.split("#");
      const target = path === "" ? page : join(dirname(page), path);
      expect(existsSync(join(root, target)), `${page}: ${link}`).toBe(true);
      if (anchor !== undefined) expect(anchors(read(target)), `${page}: ${link}`).toContain(anchor);
    }
  });

  it("name only npm scripts that exist", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    for (const page of ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"])
      for (const [, name = ""] of read(page).matchAll(/npm run ([\w:]+)/g))
        expect(Object.keys(scripts)).toContain(name);
  });
});

describe("README", () => {
  it("shows a valid spec and its graph", () => {
    const folder = mkdtempSync(join(tmpdir(), "stagewright-readme-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    cpSync(join(root, "examples/shop/stagewright.yaml"), join(folder, "stagewright.yaml"));
    // The spec names the Dockerfiles of its example.
    cpSync(join(root, "examples/shop/apps"), join(folder, "apps"), { recursive: true });
    mkdirSync(join(folder, "services"));
    writeFileSync(join(folder, "services/shop.yaml"), fence(readme, "yaml"));
    expect(stagewright(folder, "validate")).toMatchObject({ status: 0, stderr: "" });
    expect(`%% shop\n${fence(readme, "mermaid")}`).toBe(stagewright(folder, "graph", "shop").stdout);
  });

  it("lists exactly the commands of stagewright", () => {
    const { stdout } = stagewright(root, "--help");
    const known = [...(/Commands:\n([\s\S]*?)\n\n/.exec(stdout)?.[1] ?? "").matchAll(/^ {2}([a-z]+)/gm)].map(
      ([, it]) => it,
    );
    const named = [...readme.matchAll(/^\| `stagewright ([a-z]+)`/gm)].map(([, name]) => name);
    expect(named.sort()).toEqual(known.filter((name) => name !== "help").sort());
  });

  it("lists only commands whose help has examples", () => {
    for (const [, name = ""] of readme.matchAll(/^\| `stagewright ([a-z]+)`/gm)) {
      const { stdout } = stagewright(root, name, "--help");
      expect(stdout, name).toMatch(new RegExp(`Examples:\\n +stagewright ${name}`));
    }
  });
});

it("ARCHITECTURE lists exactly the folders of the generator", () => {
  const rows = read("ARCHITECTURE.md")
    .split("\n")
    .filter((line) => line.startsWith("| "));
  const listed = rows.flatMap((row) => [...row.matchAll(/`([a-z-]+)\/`(?=[^|]*\|)/g)].map(([, name]) => name));
  const actual = readdirSync(join(root, "generator"), { withFileTypes: true }).filter((it) => it.isDirectory());
  // A folder can take part in several phases.
  expect([...new Set(listed)].sort()).toEqual(
    actual
      .map(({ name }) => name)
      .filter((name) => name !== "generated")
      .sort(),
  );
});
