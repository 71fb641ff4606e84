#!/bin/sh
# Runs the build's script, $WORKSPACE_TMP/build.sh, in a container of $TOOL_IMAGE. The container runs as the agent's user
# and gets the workspace, the cache and the variables listed in CONTAINED, but nothing else from the agent.
set -eu
# Jenkins does not pass empty variables. Names in this script begin with an underscore: others may be the build's.
: "${CACHE:=}"
mkdir -p "$STATE/home"
rm -f "$STATE/failure"
fail() {
    printf '%s\n' "$1" >"$STATE/failure"
    exit 1
}
set -- --rm --user "$(id -u):$(id -g)" --env HOME="$STATE/home" --workdir "$PWD" \
    --volume "$WORKSPACE:$WORKSPACE" --volume "$WORKSPACE_TMP:$WORKSPACE_TMP"
# Otherwise SELinux would hide the workspace from the container.
set -- "$@" --security-opt label=disable
if docker version >/dev/null 2>&1; then
    _engine=docker
    set -- "$@" --init
elif command -v podman >/dev/null; then
    _engine=podman
    # Without root, keep the agent's user ID in the container, so that the files belong to the agent's user.
    [ "$(id -u)" -eq 0 ] || set -- "$@" --userns=keep-id
else
    fail "The build needs a container of $TOOL_IMAGE, but this agent has neither a docker daemon nor podman. Install one of them."
fi
if [ -n "$CACHE" ]; then
    mkdir -p "$CACHE"
    set -- "$@" --volume "$CACHE:$CACHE"
fi
# Pass names only: values may be secret and would be visible in the process list.
for _name in $CONTAINED; do
    set -- "$@" --env "$_name"
done
"$_engine" run "$@" "$TOOL_IMAGE" sh "$WORKSPACE_TMP/build.sh" || {
    [ -s "$STATE/failure" ] || fail "The container of $TOOL_IMAGE stopped before the build finished; see the log above."
    exit 1
}
