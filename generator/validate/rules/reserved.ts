const names = new Set([
  ..."UPSTREAM_BUILD UPSTREAM_BRANCH ROLLBACK_REASON REVISION BRANCH PATH HOME STATE WORKSPACE WORKSPACE_TMP JOB_NAME JOB_BASE_NAME JOB_URL NODE_NAME".split(
    " ",
  ),
  ..."NODE_LABELS STAGE_NAME BRANCH_NAME CHANGE_ID TAG_NAME EXECUTOR_NUMBER JAVA_HOME IFS ENV BASH_ENV SHELL PWD CDPATH".split(
    " ",
  ),
]);

/** Whether a variable's name means something to stagewright, Jenkins or the shell already. */
export function reservedVariable(name: string): boolean {
  return names.has(name) || /^(BUILD|JENKINS|GIT|HUDSON|REGISTRY|CHANGE|LD|DYLD|STAGEWRIGHT)_/.test(name);
}
