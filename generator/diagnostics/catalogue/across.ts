import type { CodeEntry } from "../catalogue.ts";

/** SW3xx: what is wrong with keys and files together. */
export const across = {
  SW301: {
    title: "Another compiler",
    severity: "error",
    explanation:
      "The spec says which compilers may read it, so that hooks in many clones do not write by turns. This one is outside of that range.",
  },
  SW302: {
    title: "Unknown name",
    severity: "error",
    explanation:
      "The name refers to a team, registry, engine, environment, JDK, stage or choice that the specs do not define.",
  },
  SW303: {
    title: "Name twice",
    severity: "error",
    explanation:
      "Two things of one name would be written to one file, one job, one folder or one overlay; the later would replace the earlier.",
  },
  SW304: {
    title: "Nothing to take",
    severity: "error",
    explanation:
      "A stage takes what earlier ones made: an image stage the source stage's record, a deploy stage an image's digest. Without them it has nothing to work on.",
  },
  SW305: {
    title: "Circle",
    severity: "error",
    explanation: "The stage needs itself, by way of others, so that none of them could ever start.",
  },
  SW306: {
    title: "Keys that do not go together",
    severity: "error",
    explanation: "One of the keys would be ignored, or contradicts the other. Each spec says one thing.",
  },
  SW307: {
    title: "Unknown placeholder",
    severity: "error",
    explanation: "A `{…}` that has no meaning where it stands would stay in the tag, version or path as it is.",
  },
  SW308: {
    title: "Environment without one instance",
    severity: "error",
    explanation:
      "An environment is served by exactly one instance of the delivery tool: by none, commits to it are never deployed; by two, they fight.",
  },
  SW309: {
    title: "Pull request goes too far",
    severity: "error",
    explanation:
      "A pull request is anybody's proposal: its source is built and tested, but it gets no credentials, pushes no image and deploys nothing.",
  },
  SW310: {
    title: "Reserved name",
    severity: "error",
    explanation:
      "The product, Jenkins or the shell gives this name its meaning. To set it again would change what other parts read.",
  },
  SW311: {
    title: "Stage without an owner",
    severity: "error",
    explanation:
      "Each stage has one team that answers for it. Its folder holds the job and the credentials, its contact hears of failures.",
  },
  SW312: {
    title: "Rule that protection overrules",
    severity: "warning",
    explanation:
      "Nothing starts the deployment to a protected environment but a person. A branch rule that goes through it goes as far as the stage before it by itself.",
  },
  SW313: {
    title: "Name that grows wrong",
    severity: "error",
    explanation:
      "What a pattern makes of a service and an environment has to be a name in another tool too: a Kubernetes namespace is a DNS label of at most 63 characters.",
  },
  SW314: {
    title: "Overlay shared",
    severity: "error",
    explanation:
      "Several services or environments would share one overlay folder, and overwrite each other's digest. The path needs the placeholder that tells them apart.",
  },
  SW315: {
    title: "Locked key",
    severity: "error",
    explanation:
      "The platform spec says what services may replace, add to, or not touch. Credentials, agents and previous owners are closed unless it opens them: who chooses them reaches what was not meant for him.",
  },
  SW320: {
    title: "A build for nothing",
    severity: "warning",
    explanation:
      "Each source stage begins a release of its own. What it builds is lost where no stage takes its record; what one release is made of, one stage builds, with `also` for what another tool builds.",
  },
  SW330: {
    title: "Environment without what its handoff needs",
    severity: "error",
    explanation:
      "Each handoff asks something of an environment: Argo CD a GitOps repository. Without it there is nowhere to hand a release to.",
  },
  SW316: {
    title: "Tool that the site does not have",
    severity: "error",
    explanation:
      "An image stage asks for a list of contents, a signature or a scan, and the site's spec configures no tool for it: the library would not know its key, database or format.",
  },
  SW331: {
    title: "Freeze that never holds",
    severity: "error",
    explanation:
      "Jenkins and Argo CD compute the window from cron's five fields and a time zone. A field outside of its range, or a zone that nobody knows, would freeze nothing.",
  },
  SW332: {
    title: "GitOps keys that do not go together",
    severity: "error",
    explanation:
      "A chart belongs to layout helm, and is either a folder of the repository or a name and version in a chart repository; known hosts belong to an SSH address; nobody waits for a request that people merge when they like.",
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
