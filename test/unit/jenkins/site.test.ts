import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { engine, library, model, pipelines, service, sourceStage, team } from "../../support/model.ts";
import { fileOf, filesOf, planned } from "./files.ts";

describe("casc.yaml", () => {
  it("configures the library and the lockable resources", () => {
    const casc = parse(fileOf(model(), "jenkins/casc.yaml")).unclassified;
    expect(casc.globalLibraries.libraries).toEqual([
      {
        name: "acme-ci",
        defaultVersion: "v1.3.2",
        allowVersionOverride: true,
        implicit: false,
        includeInChangesets: false,
        retriever: {
          modernSCM: {
            libraryPath: "out/library/",
            scm: {
              git: {
                id: "acme-ci",
                remote: pipelines.git,
                credentialsId: "git-read",
                traits: ["gitTagDiscovery"],
              },
            },
          },
        },
      },
    ]);
    const resources: { labels: string }[] = casc.lockableResourcesManager.declaredResources;
    expect(resources.map(({ labels }) => labels)).toEqual(["stagewright-buildah", "stagewright-buildah"]);
  });

  it.each([
    ["v1.3.2", false],
    ["1.4.0-rc.1", false],
    ["0123456789abcdef0123456789abcdef01234567", false],
    ["main", true],
    ["release/1.4.0", true],
    ["v2", true],
  ])("pin %s: branches of the library are discovered: %s", (pin, discovered) => {
    const ofSite = model({ library: { ...library, pin } });
    const ofService = model({ services: [service("shop", { pin })] });
    const ofFolders = model({ library: { ...library, scope: "folder", pin }, services: [service("shop", { pin })] });
    for (const it of [ofSite, ofService]) {
      const [{ retriever }] = parse(fileOf(it, "jenkins/casc.yaml")).unclassified.globalLibraries.libraries;
      const traits = discovered ? ["gitBranchDiscovery", "gitTagDiscovery"] : ["gitTagDiscovery"];
      expect(retriever.modernSCM.scm.git.traits).toEqual(traits);
    }
    const job = fileOf(ofFolders, "jenkins/jobs/platform/shop.groovy");
    const folder = job.slice(job.indexOf("folderLibraries {"), job.indexOf("gitTagDiscovery()"));
    expect(folder.includes("gitBranchDiscovery()")).toBe(discovered);
  });

  it("explains who could run code outside the sandbox", () => {
    expect(fileOf(model(), "jenkins/casc.yaml")).toContain("If the site has other\n    # libraries there, set");
    expect(fileOf(model(), "jenkins/casc.yaml")).toContain("Jenkins finds every commit of its repository by hash");
  });

  it("omits unused settings", () => {
    const git = "https://git.acme.internal/ci/library.git";
    const values = { library: { ...library, git }, engines: [engine("buildah")] };
    const casc = parse(fileOf(model(values), "jenkins/casc.yaml")).unclassified;
    expect(casc).not.toHaveProperty("lockableResourcesManager");
    expect(casc.globalLibraries.libraries[0].retriever.modernSCM).not.toHaveProperty("libraryPath");
  });
});

describe("plugins.txt", () => {
  it("lists the used plugins with versions", () => {
    const lines = fileOf(model(), "jenkins/plugins.txt")
      .split("\n")
      .filter((line) => /^[a-z]/.test(line));
    for (const line of lines) expect(line).toMatch(/^[a-z_-]+:\S+ +# \S/);
    expect(lines.join()).toContain("lockable-resources:");
    expect(lines.join()).not.toContain("http_request");
    expect(lines.join()).not.toContain("workflow-multibranch");
  });

  it("lists the plugin for a team's chat", () => {
    const m = model({ teams: [team("shop", { webhook: "chat" }), team("platform"), team("release")] });
    expect(fileOf(m, "jenkins/plugins.txt")).toMatch(/^http_request:/m);
  });
});

describe("credentials.md", () => {
  it("lists each credential once for each folder", () => {
    const text = fileOf(model({ services: [service("shop"), service("web")] }), "jenkins/credentials.md");
    const rows = text.split("\n").filter((line) => /^\| `\/\w*` \| `/.test(line));
    expect(rows.map((row) => row.split(" | ").slice(0, 3).join(" "))).toEqual([
      "| `/` `git-read` username and password",
      "| `/platform` `harbor-pull` username and password",
      "| `/platform` `harbor-push` username and password",
      "| `/release` `gitops-prod` username and password",
      "| `/shop` `gitops-dev` username and password",
      "| `/shop` `maven-settings` secret file",
    ]);
  });
});

describe("secrets of commands", () => {
  const secrets = [
    { variable: "SONAR_TOKEN", kind: "string", id: "sonar-token" },
    { variable: "NEXUS", kind: "usernamePassword", id: "nexus" },
    { variable: "DEPLOY_KEY", kind: "sshUserPrivateKey", id: "deploy-key" },
    { variable: "CONFIG", kind: "file", id: "config" },
  ] as const;
  const specified = model({ services: [service("shop", { stages: [sourceStage({ secrets, downstream: [] })] })] });

  it("are arguments of the step, with the variables that declarative pipelines use", () => {
    const text = fileOf(specified, "jenkinsfiles/shop/shop/build.Jenkinsfile");
    expect(text).toContain("kind: 'string', id: 'sonar-token', variable: 'SONAR_TOKEN'");
    expect(text).toContain("kind: 'usernamePassword', id: 'nexus', user: 'NEXUS_USR', password: 'NEXUS_PSW'");
    expect(text).toContain("kind: 'sshUserPrivateKey', id: 'deploy-key', key: 'DEPLOY_KEY', user: 'DEPLOY_KEY_USR'");
    expect(text).toContain("kind: 'file', id: 'config', variable: 'CONFIG'");
  });

  it("are in credentials.md, in the folder of the stage's owner", () => {
    const page = fileOf(specified, "jenkins/credentials.md");
    expect(page).toMatch(/\| `\/shop` \| `sonar-token` \|.*commands read SONAR.*TOKEN/);
    expect(page).toMatch(/\| `\/shop` \| `deploy-key` \| .*SSH user name and private key/);
  });
});

describe("CODEOWNERS", () => {
  const lines = fileOf(model(), "CODEOWNERS")
    .split("\n")
    .filter((line) => /^[*/]/.test(line));

  it("begins with the rule for all files", () => {
    expect(lines[0]).toMatch(/^\* +@acme\/platform @acme\/release @acme\/shop$/);
  });

  it("assigns files to their team, so that no change needs another team's review", () => {
    for (const file of planned(model()).filter(({ shard }) => shard.includes("/"))) {
      const last = lines.filter((line) => `/out/${file.path}`.startsWith(line.split(" ")[0] ?? "")).at(-1) ?? "";
      expect(last, file.path).toMatch(new RegExp(` @acme/${file.shard.split("/")[0]}$`));
    }
  });
});

describe("PIPELINES.md", () => {
  const text = fileOf(model(), "PIPELINES.md");

  it("draws a frame for each owner and an arrow for each transfer", () => {
    expect([...text.matchAll(/subgraph \w+\["(\w+)"\]/g)].map((match) => match[1])).toEqual([
      "shop",
      "platform",
      "release",
    ]);
    expect(text).toContain('  s0 -->|"record"| s1\n  s1 -->|"record"| s2\n  s2 -.->|"record"| s3ok\n');
  });

  it("shows which commits of a plain job a user starts", () => {
    const startsOf = (job: "plain" | "multibranch", branches: string[]) => {
      const reach = { branches, tags: ["v*"], pullRequests: false };
      const stages = service("shop").stages.map((stage) => (stage.kind === "image" ? { ...stage, reach } : stage));
      const page = fileOf(model({ services: [service("shop", { job, branch: "main", stages })] }), "PIPELINES.md");
      return /^\| image \|.*\| ([^|]+) \|$/m.exec(page)?.[1];
    };
    expect(startsOf("plain", ["main", "next"])).toBe("branch main; if a user sets REVISION: branch next, tag v\\*");
    expect(startsOf("plain", ["next"])).toBe("if a user sets REVISION: branch next, tag v\\*");
    expect(startsOf("multibranch", ["main", "next"])).toBe("branch main, branch next, tag v\\*");
  });

  it("links to generated files", () => {
    const files = filesOf(model());
    const links = [...text.matchAll(/\]\(<(.+?)>\)/g)].map((match) => match[1] ?? "");
    expect(links).toHaveLength(4);
    for (const link of links) expect(files.has(link)).toBe(true);
  });
});

describe("shards", () => {
  it("contains files of one team only, and a change of a team affects only its own", () => {
    const before = filesOf(model());
    const teams = [team("shop"), team("platform", { mail: null }), team("release", { mail: null })];
    const stages = service("shop").stages.map((stage) =>
      stage.owner === "platform" ? { ...stage, timeout: 5 } : stage,
    );
    const after = planned(model({ services: [service("shop", { stages })], teams }));
    const texts = filesOf(model({ services: [service("shop", { stages })], teams }));
    const changed = after.filter(({ path }) => texts.get(path) !== before.get(path)).map(({ shard }) => shard);
    expect(new Set(changed)).toEqual(new Set(["platform/shop", "site"]));
  });
});
