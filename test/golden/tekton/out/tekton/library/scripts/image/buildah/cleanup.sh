#!/bin/sh
# Removes the login, the secrets and the private image store. A failing command does not stop the others.
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
rm -rf "$STATE/auth.json" "$STATE/secrets" "$STATE/ca.pem"
# Finds the tools by their environment, and processes of RUN lines by their root folder (chroot isolation) or cgroup (oci).
at_work() {
    grep -lsF "=$STATE/" /proc/[0-9]*/environ
    find /proc/[0-9]* -maxdepth 1 -name root -lname "$(readlink -f "$STATE")/*" 2>/dev/null
    for bundle in "$STATE"/tmp/buildah[0-9]*; do grep -lsF "/buildah-${bundle##*/}" /proc/[0-9]*/cgroup; done
}
# Processes of an aborted build may still run and write files during the clean-up. So end every process that uses the
# files of this build first. Other builds use other folders.
attempts=30
while builders=$(at_work | cut -d/ -f3) && [ -n "$builders" ] && [ "$attempts" -gt 0 ]; do
    printf '%s\n' "$builders" | xargs kill -KILL 2>/dev/null
    sleep 1
    attempts=$((attempts - 1))
done
# A killed build leaves its mounts. Remove the newest mount first.
awk -v state="$STATE/" 'index($5, state) == 1 { print $5 }' /proc/self/mountinfo | sort -r |
    while IFS= read -r mount; do umount -l "$mount"; done
if [ -d "$STATE" ]; then chmod -R u+rwx "$STATE"; fi
rm -rf "$STATE"
