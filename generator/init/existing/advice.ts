/** What to do instead of a construct that init does not take over. */
export type Advice = readonly [names: string, instead: string];

/** Steps and sections of a Jenkinsfile. */
export const STEPS: readonly Advice[] = [
  ["when", "`branches` of the service decides how far a branch or tag goes; a custom stage can have `when`"],
  [
    "withCredentials",
    "name the credentials in `secrets` of a source or custom stage; the platform spec must allow it in `locks`",
  ],
  [
    "sshagent",
    "checkout, GitOps and deploy stages get their SSH keys from `credentials`; a command gets one from `secrets: { NAME: { sshKey: ID } }`",
  ],
  [
    "parallel matrix",
    "write one custom, image or deploy stage for each branch, next to each other, with the same `needs` and `parallel: NAME`; the stage after them gets all images. Builds of one release are one source stage with `also`",
  ],
  ["lock throttle milestone", "the generated jobs order deployments; `buildsAtOnce` of an engine limits image builds"],
  ["build", "stages start each other; a job outside of these specs needs a custom stage or a step of your own"],
  ["load library", "copy the code that you need to `library.own` as a step of your own"],
  [
    "kubernetes podTemplate containerTemplate container",
    "set `agent: { pod: … }` on the stage, and `site.pods` in the platform spec",
  ],
  ["dockerfile", "build the image with the tools in a service of its own, and set it as `toolImage`"],
  [
    "piperPipeline setupCommonPipelineEnvironment",
    "init reads the settings of Piper in .pipeline/config.yml; the generated stages replace its stages",
  ],
  [
    "slackSend hipchatSend office365ConnectorSend discordSend googlechatnotification mattermostSend rocketSend telegramSend",
    "store the webhook of the chat as a credential, and set `teams.TEAM.contact.webhook`",
  ],
  ["mail emailext", "set `teams.TEAM.contact.mail`, and the events in `contact.on`"],
  ["withSonarQubeEnv waitForQualityGate", "set `sonar: { server: NAME }` on the source stage"],
  [
    "recordIssues recordCoverage jacoco cobertura publishCoverage publishIssues scanForIssues checkstyle findbugs pmd xunit dependencyCheck dependencyCheckPublisher",
    "set `tests`, `coverage` or `issues` on the source stage",
  ],
  ["publishHTML", "add the report to `artifacts`, or call the step in a step of your own; no key publishes HTML"],
  ["skipStagesAfterUnstable", "nothing: an unstable stage stops the pipeline by default (`unstable: stop`)"],
  ["quietPeriod parameterizedCron", "no key of the spec does this: leave it out, or start the job from another one"],
  [
    "stash unstash copyArtifacts",
    "the stages pass files on as `artifacts`; a custom stage gets them with `artifactsFrom`",
  ],
  [
    "kubernetesDeploy withKubeConfig kubeconfig openshift openshiftDeploy",
    "a deploy stage delivers the image; `delivery.handoff` selects how, and `kubectl` and `helm` are two of the ways",
  ],
  ["cleanWs deleteDir", "each stage has its own clean checkout; see `checkout: { clean: … }`"],
  ["git checkout", "the stages check out the repository in `git`; for another repository, use a custom stage"],
  [
    "tool withMaven withGradle withAnt nodejs withNPM configFileProvider",
    "the stage runs the tool of the agent or of `toolImage`; `site.tools` has its settings",
  ],
  [
    "upstream GenericTrigger gitlab bitbucketPush",
    "the source stage starts by `triggers: { webhook: true }`, `poll` or `cron`",
  ],
  ["issueCommentTrigger", "set `triggers: { comment: … }` of a service with `job: multibranch`"],
  ["retry", "`retries` of a stage repeats it after its agent was lost; write other repetitions into the command"],
  ["catchError warnError", "`allowFailure` of a custom stage and `unstable: continue` let the next stages start"],
  ["bat powershell pwsh", "set `shell` and the agent's label on a custom stage; other stages need Linux"],
  ["withEnv", "set `environment` of the stage"],
  ["dir ws customWorkspace", "set `directory` of the source stage, or begin a command with `cd`"],
  ["readMavenPom", "`{project}` in `version` reads the version of the file in `versionFile`"],
  ["readFile readJSON readYaml writeFile writeJSON findFiles", "read and write files in the command of a stage"],
  ["httpRequest", "run it in a custom stage or in a step of your own"],
  ["dockerPushRegistry anchore aquaMicroscanner dockerScan", "set `scan`, `sbom` or `sign` on the image stage"],
];

/** Steps of Piper, and keys of its configuration. */
export const PIPER_STEPS: readonly Advice[] = [
  [
    "cloudFoundryDeploy cfTargets cfOrg cfSpace cfApiEndpoint cfAppName cfCredentialsId cloudFoundry multicloudDeploy neoDeploy neoTargets tmsUpload tmsExport mtaBuild xsDeploy abapEnvironmentPullGitRepo integrationArtifactDeploy",
    "run it in a custom stage with `secrets`; no handoff exists for this platform",
  ],
  [
    "kubernetesDeploy helmExecute gitopsUpdateDeployment",
    "a deploy stage delivers the image; `delivery.handoff` selects how",
  ],
  ["sonarExecuteScan", "set `sonar: { server: NAME }` on the source stage"],
  [
    "whitesourceExecuteScan checkmarxExecuteScan detectExecuteScan fortifyExecuteScan protecodeExecuteScan malwareExecuteScan codeqlExecuteScan",
    "run the scanner in a custom stage with `secrets`; `scan` of the image stage runs trivy",
  ],
  ["testsPublishResults checksPublishResults", "set `tests`, `coverage` or `issues` on the source stage"],
  ["artifactPrepareVersion versioningType", "`version` of the service sets the version of a release; it writes no tag"],
  ["slackSendNotification", "store the webhook of the chat as a credential, and set `teams.TEAM.contact.webhook`"],
  ["mailSendNotification", "set `teams.TEAM.contact.mail`, and the events in `contact.on`"],
  [
    "nexusUpload githubPublishRelease",
    "publish in a custom stage with `artifactsFrom`, as docs/how-to/publish-a-library.md shows",
  ],
  [
    "mavenExecuteIntegration npmExecuteEndToEndTests npmExecuteScripts npmExecuteLint karmaExecuteTests newmanExecute gaugeExecuteTests uiVeri5ExecuteTests batsExecuteTests gatlingExecuteTests",
    "run it in a custom stage, or in the source stage",
  ],
  [
    "manualConfirmation",
    "set `protected: true` on the environment and `approvers` on its team, or `approval` on the deploy stage",
  ],
  ["projectSettingsFile globalSettingsFile", "store the file as a credential, and set it in `site.tools`"],
  ["dockerImage", "set it as `toolImage` of the stage, with its host and digest: HOST/NAME:TAG@sha256:…"],
];

/** Programs that commands of a shell run. */
export const PROGRAMS: readonly Advice[] = [
  [
    "docker podman buildah img kaniko skopeo nerdctl",
    "the image stage logs in, builds, tags and pushes; `engines` selects the program",
  ],
  ["kubectl helm kustomize oc argocd", "a deploy stage delivers the image; `delivery.handoff` selects how"],
  [
    "cf neo az gcloud aws eb terraform ansible-playbook ansible",
    "run it in a custom stage with `secrets`; no handoff exists for it",
  ],
  ["sonar-scanner", "set `sonar: { server: NAME }` on the source stage"],
  ["trivy grype cosign syft snyk", "set `scan`, `sbom` or `sign` on the image stage"],
  ["git", "the stages check out the commit and write the GitOps repository; a release tag needs a custom stage"],
  ["ssh scp rsync sftp curl wget", "run it in a custom stage with `secrets`"],
  ["twine", "publish in a custom stage with `artifactsFrom`, as docs/how-to/publish-a-library.md shows"],
];

/** Goals of build tools that belong to other stages. */
export const GOALS: readonly Advice[] = [
  [
    "deploy publish release:prepare release:perform uploadArchives",
    "publish in a custom stage with `artifactsFrom`, as docs/how-to/publish-a-library.md shows",
  ],
  ["sonar:sonar sonar sonarqube", "set `sonar: { server: NAME }` on the source stage"],
  [
    "jib:build jib docker:build docker:push dockerfile:build dockerfile:push spring-boot:build-image bootBuildImage",
    "the image stage builds the image; write a Dockerfile, or use an engine that needs none",
  ],
];

/** Words of Jenkinsfiles that need no advice: structure, and settings that all generated jobs have. */
export const QUIET = new Set(
  (
    "pipeline agent any none stages stage steps script node options post always success failure changed unstable fixed aborted " +
    "unsuccessful cleanup regression environment tools parameters triggers properties pipelineTriggers disableConcurrentBuilds " +
    "timestamps ansiColor skipDefaultCheckout durabilityHint buildDiscarder logRotator preserveStashes parallelsAlwaysFailFast " +
    "disableResume overrideIndexTriggers newContainerPerStage checkoutToSubdirectory echo print println error fileExists isUnix sleep " +
    "pwd string text booleanParam choice password credentials file usernamePassword usernameColonPassword " +
    "sshUserPrivateKey certificate branch not anyOf allOf expression tag changeset changeRequest buildingTag equals beforeAgent " +
    "beforeInput triggeredBy image args label registryUrl registryCredentialsId reuseNode filename additionalBuildArgs " +
    "docker input message ok submitter yaml yamlFile defaultContainer cloud inheritFrom axes axis values exclude excludes name " +
    "sh cron pollSCM githubPush timeout junit archiveArtifacts " +
    "buildName buildDescription unstable emailextrecipients developers requestor culprits isPr scm call toString trim"
  ).split(" "),
);

/** The advice for a word; null without one. */
export function adviceFor(word: string, table: readonly Advice[]): string | null {
  return table.find(([names]) => names.split(" ").includes(word))?.[1] ?? null;
}
