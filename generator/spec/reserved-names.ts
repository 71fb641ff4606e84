const names = new Set([
  ..."UPSTREAM_BUILD UPSTREAM_BRANCH STAGE EARLIER_BUILD ROLLBACK_REASON REVISION BRANCH PATH HOME STATE WORKSPACE WORKSPACE_TMP JOB_NAME JOB_BASE_NAME JOB_URL NODE_NAME".split(
    " ",
  ),
  ..."NODE_LABELS STAGE_NAME BRANCH_NAME CHANGE_ID TAG_NAME EXECUTOR_NUMBER JAVA_HOME IFS ENV BASH_ENV SHELL PWD CDPATH".split(
    " ",
  ),
  ..."CACHE COMMAND CONTAINED TOOL_IMAGE TOOL_NETWORK CA_BUNDLE ARGUMENT_COUNT PS4".split(" "),
]);

/** Whether stagewright, Jenkins or the shell reserves the name of a variable. */
export function reservedVariable(name: string): boolean {
  return (
    names.has(name) ||
    /^(_|ARGUMENT_[0-9]|SERVICE_[0-9])/.test(name) ||
    /^(UPSTREAM_BUILD|BUILD|JENKINS|GIT|HUDSON|REGISTRY|CHANGE|LD|DYLD|STAGEWRIGHT)_/.test(name)
  );
}

/** Variables that decide which programs run on Windows. */
const windowsNames = new Set(["COMSPEC", "PATHEXT", "PSMODULEPATH", "SYSTEMROOT", "WINDIR"]);

function onWindows(shell: string | undefined): boolean {
  return shell !== undefined && shell !== "sh";
}

/** The name of a variable as a stage with this shell compares it: the case of names does not matter on Windows. */
export function comparedName(shell: string | undefined, name: string): string {
  return onWindows(shell) ? name.toUpperCase() : name;
}

/** Whether a name is reserved in a stage with this shell. */
export function reservedIn(shell: string | undefined, name: string): boolean {
  const compared = comparedName(shell, name);
  return reservedVariable(compared) || (onWindows(shell) && windowsNames.has(compared));
}

/** Variables with which tools that get credentials choose their server, its certificates, a proxy or their own settings. */
const toolVariables = [
  /^DOCKER_(HOST|CONTEXT|CONFIG|CERT_PATH|TLS|TLS_VERIFY)$/,
  /^(BUILDKIT|BUILDX|BUILDAH|PODMAN|SKOPEO|CONTAINERS|COSIGN|SIGSTORE|SYFT|TRIVY|ARGOCD|HELM|KUBECTL|XDG|SSL_CERT|SSH|CURL)_/,
  /^(HTTPS?|ALL|NO)_PROXY$/i,
  /^(KUBECONFIG|TUF_ROOT|KNOWN_HOSTS_FILE|SITE_PATH|TMPDIR)$/,
];

/** Whether a variable changes a tool that gets credentials. A parameter would set it for all stages of its job. */
export function toolVariable(name: string): boolean {
  return toolVariables.some((it) => it.test(name));
}

/** Names with a meaning in pipeline scripts. A step of such a name would not be called. */
const steps = new Set([
  ..."abstract as assert boolean break byte case catch char class const continue def default do double else enum".split(
    " ",
  ),
  ..."extends false final finally float for goto if implements import in instanceof int interface long native".split(
    " ",
  ),
  ..."new null package private protected public return short static strictfp super switch synchronized this".split(" "),
  ..."threadsafe throw throws trait transient true try void volatile while".split(" "),
  ..."archive archiveArtifacts bat build checkout copyArtifacts currentBuild env error evaluate input library".split(
    " ",
  ),
  ..."load lock node parallel params pipeline podTemplate powershell print println properties pwsh retry run".split(
    " ",
  ),
  ..."scm script sh stage stash steps timeout unstash withCredentials withEnv".split(" "),
  ..."buildSource buildImage deployRelease promoteRelease customStage approveStage startStage startGroup reachesStage".split(
    " ",
  ),
  ..."sourcePipeline notifyOwner".split(" "),
]);

/** Whether Groovy, Jenkins or the library reserves the name of a step. */
export function reservedStep(name: string): boolean {
  return steps.has(name);
}
