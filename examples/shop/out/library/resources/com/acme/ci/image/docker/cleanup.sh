#!/bin/sh
# Removes the login, the secrets and the tags that this build created or pulled. The layers stay in the daemon's cache.
set -u
# Builds of applications run as the agent's user and can write to its home folder. Nothing from there takes part here: no
# settings of git, ssh and docker, no plugins, and no folder of PATH.
if [ -n "${SITE_PATH:-}" ]; then
    PATH=$SITE_PATH
else
    _all=$PATH:
    _safe=
    while [ -n "$_all" ]; do
        _folder=${_all%%:*}
        _all=${_all#*:}
        case "$_folder/" in
        "${HOME:-/nowhere}"/?* | "${WORKSPACE:-/nowhere}"/?*) ;;
        /*) _safe=${_safe:+$_safe:}$_folder ;;
        esac
    done
    PATH=$_safe
fi
unset XDG_CONFIG_HOME DOCKER_CONFIG GIT_SSH_COMMAND GIT_CONFIG_COUNT GIT_CONFIG_PARAMETERS GIT_EXEC_PATH GIT_TEMPLATE_DIR
export PATH HOME="$STATE/home" GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
# The processes of this script must not look like those of the build.
export HOME=/nonexistent
at_work() {
    grep -lsF "=$STATE/" /proc/[0-9]*/environ
}
# Processes of an aborted build may still run and write files during the clean-up. So end every process that uses the
# files of this build first. Other builds use other folders.
attempts=30
while builders=$(at_work | cut -d/ -f3) && [ -n "$builders" ] && [ "$attempts" -gt 0 ]; do
    printf '%s\n' "$builders" | xargs kill -KILL 2>/dev/null
    sleep 1
    attempts=$((attempts - 1))
done
export DOCKER_CONFIG="$STATE/config"
for tag in $TAGS ${MOVING_TAGS:-}; do docker image rm "$IMAGE:$tag"; done >/dev/null 2>&1
[ -z "${CACHE:-}" ] || docker image rm "$CACHE:latest" >/dev/null 2>&1
[ ! -s "$STATE/builder" ] || docker buildx rm "$(cat "$STATE/builder")" >/dev/null 2>&1
for file in local pulled; do
    [ ! -s "$STATE/$file" ] || xargs docker image rm <"$STATE/$file" >/dev/null 2>&1
done
rm -rf "$STATE"
