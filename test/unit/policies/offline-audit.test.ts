import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { compileProject } from "../../../generator/project/compile-project.ts";
import { recorder } from "../commands/support.ts";

const root = join(import.meta.dirname, "../../../examples");

interface Platform {
  readonly site: { readonly network?: string; readonly hosts?: readonly string[] };
}

const offline = readdirSync(root).filter((name) => {
  const { site } = parse(readFileSync(join(root, name, "stagewright.yaml"), "utf8")) as Platform;
  return site.network === "offline";
});

/** Hosts in generated files that no build contacts, and the reason. */
const explained: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/^kubernetes\.default\.svc$/, "the cluster that Argo CD itself runs in"],
  [/^argocd[\w-]*\.[\w.]+$/, "the URL of Argo CD's web page; no build contacts it"],
  [/^127\.0\.0\.1$|^localhost$/, "the machine itself"],
  [/^(git|harbor)\.acme\.internal$/, "an example in help and error messages of steps"],
  [/^index\.docker\.io$/, "Docker Hub's key in a login file, not an address"],
];

/** Hosts in URLs and in images with a digest or a tag. */
function hostsIn(text: string): string[] {
  const urls = [...text.matchAll(/\b[a-z][a-z+]*:\/\/(?:[^/@\s'"`]*@)?([A-Za-z0-9.-]+)/g)];
  const images = [...text.matchAll(/(?<![\w/.@-])([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?::\d+)?\/[a-z0-9._/-]+[:@][\w:.-]+/g)];
  return [...urls, ...images].map(([, host = ""]) => host);
}

it("finds hosts in URLs and in images", () => {
  expect(hostsIn("curl https://u:p@a.example.org/x; image: ghcr.io/a/b:1 git+ssh://git.b.org/c")).toEqual([
    "a.example.org",
    "git.b.org",
    "ghcr.io",
  ]);
});

describe.each(offline)("the offline example %s", (name) => {
  it("generates only files whose hosts are in the site or have a listed reason", async () => {
    const { site } = parse(readFileSync(join(root, name, "stagewright.yaml"), "utf8")) as Platform;
    const options = { spec: "stagewright.yaml", quiet: true, format: "text" } as const;
    const { result } = await compileProject(options, recorder(join(root, name)));
    expect(result.diagnostics.filter(({ severity, code }) => severity === "error" || code === "SW438")).toEqual([]);
    const unexplained = (result.files ?? []).flatMap(({ path, content }) =>
      hostsIn(content)
        .filter((host) => !site.hosts?.includes(host) && !explained.some(([pattern]) => pattern.test(host)))
        .map((host) => `${path}: ${host}`),
    );
    expect([...new Set(unexplained)]).toEqual([]);
  });
});

it("there is more than one offline example", () => {
  expect(offline.length).toBeGreaterThan(1);
});
