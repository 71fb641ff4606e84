/** Steps of common Jenkins plugins, from the Pipeline Steps Reference. A site lists its other steps itself. */
const STEPS = `
  acceptGitLabMR addBadge addEmbeddableBadgeConfiguration addErrorBadge addGitLabMRComment addHtmlBadge addInfoBadge
  addShortText addSummary addWarningBadge allure ansiColor ansiblePlaybook ansibleVault ansibleAdhoc archive
  archiveArtifacts artifactoryUpload awaitDeployment awsIdentity bat bitbucketStatusNotify build buildDescription
  buildName catchError cfInvalidate cfnDelete cfnUpdate checkout checksPublishResults chuckNorris cleanWs cobertura
  compareVersions compressArtifacts configFileProvider container containerLog copyArtifacts createSummary
  currentNamespace cucumber deleteDir dependencyCheck dependencyCheckPublisher dependencyTrackPublisher dir
  discoverGitReferenceBuild discoverReferenceBuild dockerFingerprintFrom dockerFingerprintRun dockerNode downloadArtifact
  dublicateStage echo ecrDeleteImage ecrListImages ecrLogin ecrSetRepositoryPolicy emailext emailextrecipients
  envVarsForTool error exwsAllocate exws fileExists filesByGlob findBuildScans findFiles findbugs fingerprint
  getContext getDockerEnv git gitChangelog githubNotify gitlabBuilds gitlabCommitStatus googleStorageDownload
  googleStorageUpload gerritCheck gerritComment gerritReview hipchatSend hgPoll httpRequest imagePrune influxDbPublisher
  input invokeLambda ircSendNotify isUnix istioctl jacoco javadoc jiraAddComment jiraAssignIssue jiraComment
  jiraGetIssue jiraIssueSelector jiraNewIssue jiraSearch jiraSendBuildInfo jiraSendDeploymentInfo jiraTransitionIssue
  jmsInputStep jobDsl junit junitReport kubeconfig kubernetesApply kubernetesDeploy lastChanges library libraryResource
  listAWSAccounts livingDocs load lock logstashSend mail mattermostSend memoryMap milestone mineRepository minio
  minioDownload minioUpload msbuild mstest nexusArtifactUploader nexusPolicyEvaluation nexusPublisher node nodejs
  nodesByLabel nunit office365ConnectorSend openshift openshiftVerifyDeployment parallel perfReport perfpublisher plot
  podTemplate powershell prependToFile preserveStashes properties protectedMode publishATX publishChecks
  publishCoverage publishHTML publishIssues publishers pullPerfSigReports push pushGatewayMetrics pwd pwsh rateLimit
  readCSV readFile readJSON readManifest readMavenPom readProperties readTrusted readXml readYaml recordCoverage
  recordIssues registerWebhook resolveScm retry robot rtAddInteractivePromotion rtBuildInfo rtDockerPush rtDownload
  rtGradleDeployer rtGradleResolver rtGradleRun rtMavenDeployer rtMavenResolver rtMavenRun rtNpmInstall rtNpmPublish
  rtPublishBuildInfo rtServer rtUpload s3CopyArtifact s3Copy s3Delete s3Download s3DoesObjectExist s3FindFiles
  s3PresignURL s3Upload saferMaven sauce saucePublisher scanForIssues script setGitHubPullRequestStatus setCustomBuildProperty
  sh sha1 sha256 sha512 slackSend slackUploadFile slackUserIdFromEmail slackUserIdsFromCommitters sleep snsPublish snykSecurity
  sonarToGerrit splitTests sshCommand sshGet sshPublisher sshPut sshRemove sshScript sshagent stage stash step svn
  synopsys_detect sysdig tar task tee telegramSend testNG timeout timestamps tm tool touch transformer unarchive unstable unstash
  untar unzip updateBuildDescription updateGitlabCommitStatus uploadProgetPackage validateDeclarativePipeline verifySha1 verifySha256
  viewChecks waitForBuild waitForQualityGate waitUntil warnError waitForWebhook withAWS withAnt withAzureKeyvault
  withChecks withConda withContext withCoverityEnvironment withCredentials withDockerContainer withDockerRegistry
  withDockerServer withEnv withGradle withGroovy withKubeConfig withKubeCredentials withMaven withNPM withPyenv withSonarQubeEnv
  withVault wrap writeCSV writeFile writeJSON writeMavenPom writeProperties writeXml writeYaml ws xrayScanBuild xunit xvfb zip
  zulipSend zulipNotification
`;

/** The keywords of a declarative pipeline, and the names that its sections call. */
const DECLARATIVE = `
  pipeline agent any none stages stage steps post environment options parameters triggers tools when matrix axes axis
  excludes exclude failFast input libraries lib always changed fixed regression aborted failure success unstable
  unsuccessful cleanup allOf anyOf not branch buildingTag changelog changeset changeRequest equals expression tag
  triggeredBy isRestartedRun label docker dockerfile kubernetes credentials buildDiscarder logRotator checkoutToSubdirectory
  disableConcurrentBuilds disableResume disableRestartFromStage newContainerPerStage overrideIndexTriggers preserveStashes
  quietPeriod skipDefaultCheckout skipStagesAfterUnstable parallelsAlwaysFailFast durabilityHint copyArtifactPermission
  rateLimitBuilds throttleJobProperty gitLabConnection buildBlocker cron pollSCM upstream githubPush gitlab bitbucketPush
  GenericTrigger issueCommentTrigger string text booleanParam choice password file run jdk maven gradle nodejs ant
  usernamePassword usernameColonPassword sshUserPrivateKey certificate dockerCert zip vaultString gitUsernamePassword
  specific lastSuccessful latestSavedBuild upstream permalink agent nonresumable kubernetesAgent scmGit gitSCM userRemoteConfigs
  pipelineTriggers authorizationMatrix containerTemplate containerTemplates volumes emptyDirVolume configMapVolume
  secretVolume hostPathVolume persistentVolumeClaim envVar secretEnvVar privateKey textFile javaKeystore configFile
  developers requestor culprits brokenBuildSuspects upstreamDevelopers filterDeclarations parallel scm checkoutOption
  isPullRequest values name beforeAgent beforeInput beforeOptions message ok submitter submitterParameter id image
  alwaysPull args registryUrl registryCredentialsId reuseNode additionalBuildArgs dir filename customWorkspace node yaml
  yamlFile defaultContainer cloud inheritFrom retries idleMinutes podRetention namespace serviceAccount
`;

/** Methods that every Groovy script can call. */
const GROOVY =
  "println print printf sprintf use with tap each find findAll collect any every evaluate getProperty getBinding setProperty invokeMethod call";

const split = (text: string) => text.split(/\s+/).filter((name) => name !== "");

/** Names that a Jenkinsfile can call without a library. */
export const knownNames: ReadonlySet<string> = new Set([...split(STEPS), ...split(DECLARATIVE), ...split(GROOVY)]);
