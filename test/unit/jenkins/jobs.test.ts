import { describe, expect, it } from "vitest";
import { model, service, site } from "../../support/model.ts";
import { fileOf } from "./files.ts";

const shopJobs = "jenkins/jobs/shop/shop.groovy";

/** The definition of one job in a file. */
function job(text: string, name: string): string {
  return text.split(/\n(?=pipelineJob|multibranchPipelineJob)/).find((part) => part.includes(`Job('${name}')`)) ?? "";
}

describe("Job DSL", () => {
  it("lets only the consumers copy artifacts, and the jobs that read its facts", () => {
    const names = "projectNames('/platform/shop-image,/shop/shop-dev,/release/shop-prod')";
    expect(job(fileOf(model(), shopJobs), "shop/shop-build")).toContain(names);
    const image = fileOf(model(), "jenkins/jobs/platform/shop.groovy");
    expect(job(image, "platform/shop-image")).toContain("projectNames('/shop/shop-dev,/release/shop-prod')");
    expect(fileOf(model(), "jenkins/jobs/release/shop.groovy")).not.toContain("projectNames");
  });

  it("gives later jobs a build number parameter, and the first job a revision parameter", () => {
    const text = fileOf(model(), shopJobs);
    expect(job(text, "shop/shop-build")).toMatch(/stringParam\('REVISION', '', '.*main\.'\)/);
    expect(job(text, "shop/shop-dev")).toMatch(/stringParam\('UPSTREAM_BUILD', '', '.*\/platform\/shop-image .*'\)/);
    expect(job(text, "shop/shop-dev")).not.toContain("REVISION");
  });

  it.each([
    ["https://github.com/shop/shop.git", null, /github \{[\s\S]*repoOwner\('shop'\)[\s\S]*gitHubPullRequestDiscovery/],
    [
      "git@github.com:shop/shop.git",
      null,
      /repoOwner\('shop'\)[\s\S]*gitHubSshCheckout \{\s+credentialsId\('git-read'\)/,
    ],
    [
      "https://gitlab.com/acme/shop/shop.git",
      null,
      /gitlab \{[\s\S]*serverName\('gitlab.com'\)\s+projectOwner\('acme\/shop'\)\s+projectPath\('acme\/shop\/shop'\)[\s\S]*gitLabOriginDiscovery[\s\S]*gitLabForkDiscovery[\s\S]*gitLabTrustNobody/,
    ],
    [
      "ssh://git@bitbucket.acme.internal:7999/shop/shop.git",
      "bitbucket",
      /bitbucket \{[\s\S]*serverUrl\('https:\/\/bitbucket.acme.internal'\)\s+repoOwner\('shop'\)\s+repository\('shop'\)[\s\S]*bitbucketPullRequestDiscovery/,
    ],
    ["https://bitbucket.acme.internal/scm/shop/shop.git", "bitbucket", /repoOwner\('shop'\)\s+repository\('shop'\)/],
    ["https://codeberg.org/shop/shop.git", null, /gitea \{[\s\S]*giteaPullRequestDiscovery/],
    ["https://git.acme.internal/shop/shop.git", "gitea", /serverUrl\('https:\/\/git.acme.internal'\)/],
  ] as const)("finds the pull requests of %s", (git, host, expected) => {
    const specified = model({
      site: { ...site, git: { host, credentials: "git-api" } },
      services: [service("shop", { job: "multibranch", git })],
    });
    const text = job(fileOf(specified, shopJobs), "shop/shop-build");
    expect(text).toMatch(expected);
    expect(text).toContain("credentialsId('git-api')");
    expect(fileOf(specified, "jenkins/credentials.md")).toMatch(
      /`git-api` \| (username and password|GitLab personal access token)/,
    );
    const servers = fileOf(specified, "jenkins/casc.yaml").includes("gitLabServers");
    expect(servers).toBe(git.includes("gitlab"));
  });

  it("finds only branches and tags on an unknown host", () => {
    const text = fileOf(model({ services: [service("shop", { job: "multibranch" })] }), shopJobs);
    expect(job(text, "shop/shop-build")).toMatch(/source \{\s+git \{/);
  });

  it("reads the Jenkinsfile of a branch job from the service's path", () => {
    const own = service("shop", { job: "multibranch", jenkinsfile: "shop/Jenkinsfile" });
    expect(fileOf(model({ services: [own] }), shopJobs)).toContain("scriptPath('shop/Jenkinsfile')");
  });

  it("checks out branch jobs as the service requires", () => {
    const checkout = { submodules: true, lfs: true, depth: 50, clean: true, sparse: ["shop"] };
    const text = fileOf(model({ services: [service("shop", { job: "multibranch", checkout })] }), shopJobs);
    const traits = job(text, "shop/shop-build");
    expect(traits).toMatch(/cloneOption \{\s+extension \{\s+shallow\(true\)\s+depth\(50\)/);
    expect(traits).toMatch(
      /submoduleOption \{\s+extension \{[^}]*recursiveSubmodules\(true\)[^}]*parentCredentials\(true\)/,
    );
    // The symbol of git's trait: https://github.com/jenkinsci/git-plugin/blob/git-5.9.0/src/main/java/jenkins/plugins/git/traits/GitLFSPullTrait.java
    expect(traits).toMatch(/^ +lfs\(\)$/m);
    expect(traits).toMatch(
      /sparseCheckoutPaths \{\s+extension \{\s+sparseCheckoutPaths \{[\s\S]*sparseCheckoutPath \{\s+path\('\/shop\/'\)/,
    );
    const plain = fileOf(model({ services: [service("shop", { job: "multibranch" })] }), shopJobs);
    expect(plain).not.toMatch(/cloneOption|submoduleOption|lfs\(|sparseCheckout/);
  });

  const again = { poll: null, cron: null, webhook: true, comment: "re.build", label: "it's new" };

  it.each([
    [
      "GitHub",
      "https://github.com/shop/shop.git",
      /strategy \{\s+defaultBranchPropertyStrategy \{\s+props \{\s+triggerPRCommentBranchProperty \{\s+commentBody\('\^\\\\s\*\\\\Qre\.build\\\\E\\\\s\*\$'\)\s+addReaction\(false\)\s+minimumPermissions\('WRITE'\)/,
    ],
    [
      "GitLab",
      "https://gitlab.com/shop/shop.git",
      /mrTriggerComment \{\s+commentBody\('\^\\\\s\*\\\\Qre\.build\\\\E\\\\s\*\$'\)\s+onlyTrustedMembersCanTrigger\(true\)/,
    ],
  ])("builds a pull request on %s again for exactly one comment of a user who may push", (host, git, expected) => {
    const own = model({ services: [service("shop", { job: "multibranch", git, triggers: again })] });
    expect(job(fileOf(own, shopJobs), "shop/shop-build")).toMatch(expected);
    expect(fileOf(own, "jenkins/plugins.txt").includes("github-pr-comment-build:")).toBe(host === "GitHub");
  });

  it("builds a pull request on GitHub again for exactly one label", () => {
    const git = "https://github.com/shop/shop.git";
    const own = model({ services: [service("shop", { job: "multibranch", git, triggers: again })] });
    expect(job(fileOf(own, shopJobs), "shop/shop-build")).toMatch(
      /triggerPRLabelBranchProperty \{\s+label\('\^\\\\s\*\\\\Qit\\'s new\\\\E\\\\s\*\$'\)\s+minimumPermissions\('WRITE'\)/,
    );
  });

  it("uses maximum durability for deployments", () => {
    const text = fileOf(model(), shopJobs);
    expect(job(text, "shop/shop-dev")).toContain("hint('MAX_SURVIVABILITY')");
    expect(job(text, "shop/shop-build")).not.toContain("durabilityHint");
  });

  it("writes triggers and parameters only for the source job", () => {
    const parameters = [
      { name: "LOUD", kind: "boolean", default: "true", choices: [], description: "it's loud" },
      { name: "SIZE", kind: "choice", default: "l", choices: ["s", "l"], description: "" },
    ] as const;
    const triggers = { poll: null, cron: "H 2 * * *", webhook: true, comment: null, label: null };
    const text = fileOf(model({ services: [service("shop", { parameters, triggers })] }), shopJobs);
    const source = job(text, "shop/shop-build");
    expect(source).toContain("booleanParam('LOUD', true, 'it\\'s loud')");
    expect(source).toContain("choiceParam('SIZE', ['l', 's'], '')");
    expect(source).toContain("spec('H 2 * * *')");
    expect(source).toContain("scmpoll_spec('')");
    expect(job(text, "shop/shop-dev")).not.toMatch(/LOUD|pipelineTriggers/);
  });

  it("reads the Jenkinsfile from its path in the pipelines repository", () => {
    expect(fileOf(model(), shopJobs)).toContain("scriptPath('out/jenkinsfiles/shop/shop/build.Jenkinsfile')");
  });

  it("creates each folder of a path", () => {
    const teams = model().teams.map((team) => ({ ...team, folder: `a/${team.name}` }));
    expect(fileOf(model({ teams }), shopJobs)).toContain("folder('a')\nfolder('a/shop')\n");
  });

  it("keeps stashes for a restart of a combined pipeline", () => {
    const combined = fileOf(
      model({ services: [service("web", { topology: "combined" })] }),
      "jenkins/jobs/shop/web.groovy",
    );
    expect(combined).toContain("preserveStashes");
    expect(combined.match(/pipelineJob/g)).toHaveLength(1);
  });

  it("uses a constant ID for the branch source", () => {
    const text = fileOf(model({ services: [service("api", { job: "multibranch" })] }), "jenkins/jobs/shop/api.groovy");
    const source = job(text, "shop/api-build");
    expect(source).toContain("id('stagewright-api')");
    expect(source).toContain("interval('5m')");
    // The Jenkinsfile alone sets the properties of such a job.
    expect(source).not.toMatch(/properties|parameters|logRotator/);
  });

  it("gives jobs after a multibranch job a parameter for the branch", () => {
    const m = model({ services: [service("api", { job: "multibranch" })] });
    const branch = /stringParam\('UPSTREAM_BRANCH', '', 'Name of the branch job of that build/;
    expect(job(fileOf(m, "jenkins/jobs/platform/api.groovy"), "platform/api-image")).toMatch(branch);
    expect(job(fileOf(m, "jenkins/jobs/shop/api.groovy"), "shop/api-dev")).not.toContain("UPSTREAM_BRANCH");
    expect(fileOf(model(), "jenkins/jobs/platform/shop.groovy")).not.toContain("UPSTREAM_BRANCH");
  });

  it.each([
    ["https://github.com/shop/api.git", "gitHub"],
    ["https://gitlab.com/shop/api.git", "gitLab"],
    ["https://bitbucket.org/shop/api.git", "bitbucket"],
    ["https://codeberg.org/shop/api.git", "gitea"],
  ])("builds a branch of %s once if its pull request runs the same stages", (git, prefix) => {
    const api = service("api", { job: "multibranch", git });
    const strategies = [api.stages, api.stages.slice(0, 1)].map((stages) => {
      const text = fileOf(model({ services: [{ ...api, stages }] }), "jenkins/jobs/shop/api.groovy");
      return new RegExp(`${prefix}BranchDiscovery \\{\\s+strategyId\\((.)\\)`).exec(text)?.[1];
    });
    expect(strategies).toEqual(["3", "1"]);
  });

  it.each([
    ["github", "gitHub"],
    ["gitea", "gitea"],
  ] as const)("finds pull requests on %s, and trusts no fork's Jenkinsfile", (host, prefix) => {
    const statuses = { host, api: "https://git.acme.internal/api", credentials: "statuses" };
    const m = model({ services: [service("api", { job: "multibranch" })], site: { ...site, statuses } });
    const source = job(fileOf(m, "jenkins/jobs/shop/api.groovy"), "shop/api-build");
    expect(source).toContain(`                ${host} {\n                    id('stagewright-api')\n`);
    expect(source).toContain("repoOwner('shop')\n                    repository('api')\n");
    expect(source).toContain(`${prefix}PullRequestDiscovery {\n                            strategyId(2)`);
    // A branch with an open pull request keeps its job: image and deploy stages run for branches only.
    expect(source).toContain(`${prefix}BranchDiscovery {\n                            strategyId(3)`);
    expect(source).toContain(`trust {\n                                ${prefix}TrustNobody()`);
    expect(fileOf(m, "jenkins/plugins.txt")).toMatch(/^(gitea|github-branch-source):/m);
  });
});
