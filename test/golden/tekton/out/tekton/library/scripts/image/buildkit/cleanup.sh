#!/bin/sh
# Removes the logins, the secrets, the daemon of this build and its layers. A failing command does not stop the others.
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
# Removes the folder of the daemon. Files of a rootless daemon belong to other users, whom only its user namespace contains.
remove_daemon() {
    if [ -d "$STATE/daemon" ] && [ "$(id -u)" -ne 0 ] && command -v rootlesskit >/dev/null; then
        (cd "$STATE" && rootlesskit --state-dir /proc/self/cwd/remover rm -rf daemon) >/dev/null 2>&1
    fi
}
# The processes of this script must not look like those of the build.
export HOME=/nonexistent
namespace=
[ ! -s "$STATE/namespace" ] || namespace=$(cat "$STATE/namespace")
rm -rf "$STATE/auth.json" "$STATE/pull" "$STATE/config" "$STATE/secrets" "$STATE/ca.pem" "$STATE/client.pem"
# Finds the client and the daemon by their environment, and RUN instructions of a rootless daemon by their user namespace.
at_work() {
    grep -lsF "=$STATE/" /proc/[0-9]*/environ
    [ -n "$namespace" ] || return 0
    for process in /proc/[0-9]*; do
        [ "$(readlink "$process/ns/user" 2>/dev/null)" != "$namespace" ] || printf '%s\n' "$process"
    done
}
# Processes of an aborted build may still run and write files during the clean-up. So end every process that uses the
# files of this build first. Other builds use other folders.
attempts=30
while builders=$(at_work | cut -d/ -f3) && [ -n "$builders" ] && [ "$attempts" -gt 0 ]; do
    printf '%s\n' "$builders" | xargs kill -KILL 2>/dev/null
    sleep 1
    attempts=$((attempts - 1))
done
remove_daemon
if [ -d "$STATE" ]; then chmod -R u+rwx "$STATE"; fi
rm -rf "$STATE"
