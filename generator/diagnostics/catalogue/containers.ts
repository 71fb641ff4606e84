import type { CodeEntry } from "../catalogue.ts";

/** SW38x: agents, service containers, the pods of stages, and their analysis. */
export const containers = {
  SW383: {
    slug: "stages/shell-without-agent",
    title: "Shell of Windows without an agent",
    severity: "error",
    explanation:
      "`bat` and `powershell` exist only on Windows. A stage without `agent` runs on the agents of the site, which also run the scripts of the library with `sh`, so they run Linux.",
  },
  SW384: {
    slug: "agents/label-expression",
    title: "Label expression cannot be read",
    severity: "error",
    explanation:
      "Jenkins does not fail with an expression that it cannot read. It takes the whole text as the name of one label, and the build waits for an agent that does not exist. Operators are `!`, `&&`, `||`, `->` and `<->`; brackets group them, and a label with blanks is in double quotes.",
  },
  SW385: {
    slug: "services/conflict",
    title: "Service container conflicts with another value",
    severity: "error",
    explanation:
      "All service containers of a stage share one network, so each needs a port of its own. The stage's commands find them in the variables NAME_HOST and NAME_PORT, which must not replace other variables of the stage.",
  },
  SW386: {
    slug: "stages/pod-conflict",
    title: "Key does not fit the stage's pod",
    severity: "error",
    explanation:
      "Source, custom and deploy stages can run in a pod of their own, if the platform spec has `site.pods`. The pod's image contains the tools: there is no container engine of the agent, none of its JDKs and no folder that stays on the agent.",
  },
  SW387: {
    slug: "stages/no-analysis",
    title: "Stage cannot be analyzed",
    severity: "error",
    explanation:
      "The key `sonar` runs the analysis with the stage's tool, and then waits for the quality gate. The plugin of Jenkins only knows the last analysis of a run, so stages that run in parallel cannot both be analyzed.",
  },
  SW388: {
    slug: "stages/two-schedules",
    title: "Service with different schedules",
    severity: "error",
    explanation:
      "A condition with `cron` runs its stage if the timer started the build. Jenkins does not say which schedule of a job started a build, so a stage would also run at the time of another schedule.",
  },
  SW389: {
    slug: "stages/needs-sh",
    title: "Key needs sh",
    severity: "error",
    explanation:
      "The scripts of the library run with `sh`. A custom stage with another `shell` runs only its own commands, on agents that may have no `sh`: on Windows there are no service containers, no images of tools and no comparison of artifacts.",
  },
  SW390: {
    slug: "registries/oidc-host",
    title: "Registry does not fit its login by OIDC",
    severity: "error",
    explanation:
      "With `githubOidc`, an image stage on GitHub Actions exchanges a token of its run for a short-lived login at a cloud provider. The login is only for registries of this provider, and is sent only over TLS. At Amazon, the role is in the partition of the registry: `aws`, `aws-cn` for China, or `aws-us-gov`.",
  },
  SW391: {
    slug: "triggers/comment",
    title: "Comment or label starts no build",
    severity: "error",
    explanation:
      "Jenkins builds a pull request again when a user writes a comment or adds a label, if the plugin of the git host offers this and the service has a multibranch job. The plugins of GitHub and GitLab read comments, and that of GitHub reads labels. Both plugins ask the API whether the user may push, so the branch job needs a credential for it. GitLab takes only a personal access token (`site.git.credentials`).",
  },
  SW392: {
    slug: "checkout/missing-path",
    title: "Sparse checkout leaves out what a stage reads",
    severity: "error",
    explanation:
      "With `checkout.sparse`, the stages have only the folders that it lists, the files next to them and those of the root, and folders that build tools read by themselves, such as `.mvn`. A stage that reads another file or folder would fail, or deploy without it. A folder that a stage reads must be complete: `checkout.sparse` lists it, or a folder above it.",
  },
  SW393: {
    slug: "parameters/other-job",
    title: "Command reads a parameter that it does not have",
    severity: "warning",
    explanation:
      "A parameter of a service belongs to the job of its source stage. A stage in another job, or in the image of a tool, does not have its variable, so a command that needs it fails there.",
  },
  SW396: {
    slug: "versions/shallow-clone",
    title: "Shallow clone has no tags to describe",
    severity: "error",
    explanation:
      "`{describe}` is the text of `git describe --tags --always`: the last tag and the number of commits since then. With `checkout.depth`, git downloads only the newest commits. If the tag is older, git prints the abbreviated commit and reports no error, so the build gets a wrong version.",
  },
  SW397: {
    slug: "pull-requests/windows",
    title: "Pull requests run a Windows command on other agents",
    severity: "error",
    explanation:
      "Pull requests run code that no one has reviewed, so they have agents of their own (`site.agents.pullRequests`), also for stages with an own agent. The steps `bat` and `powershell` fail on an agent without Windows. `byLabel` names other agents for a label.",
  },
  SW398: {
    slug: "pull-requests/other-agents",
    title: "Pull requests run a stage on other agents",
    severity: "warning",
    explanation:
      "A stage has an own agent because its work needs something there, such as macOS or much memory. Pull requests run it on the agents of `site.agents.pullRequests`, which can lack this. `byLabel` names the agents for pull requests by the label of the stage's agent. It can be the same label as that of all pull requests, if these agents have what the stage needs.",
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
