#!/bin/sh
# Runs the build's script, $WORKSPACE_TMP/build.sh, in a container of $TOOL_IMAGE. The container runs as the agent's user
# and gets the workspace, the cache and the variables listed in CONTAINED, but nothing else from the agent. With
# TOOL_NETWORK, it shares the network of the service containers.
set -eu
# Jenkins does not pass empty variables. Names in this script begin with an underscore: others may be the build's.
: "${CACHE:=}" "${TOOL_NETWORK:=}"
mkdir -p "$STATE/home"
rm -f "$STATE/failure"
fail() {
    printf '%s\n' "$1" >"$STATE/failure"
    exit 1
}
# find_engine NEED: sets `_engine` to the agent's docker or podman. Fails with the need if there is none.
find_engine() {
    if docker version >/dev/null 2>&1; then
        _engine=docker
    elif command -v podman >/dev/null; then
        _engine=podman
    else
        fail "$1, but this agent has neither a docker daemon nor podman. Install one of them."
    fi
}
set -- --rm --env HOME="$STATE/home" --workdir "$PWD" \
    --volume "$WORKSPACE:$WORKSPACE" --volume "$WORKSPACE_TMP:$WORKSPACE_TMP"
# Otherwise SELinux would hide the workspace from the container.
set -- "$@" --security-opt label=disable
find_engine "The build needs a container of $TOOL_IMAGE"
_user="$(id -u):$(id -g)"
if [ "$_engine" = docker ]; then
    set -- "$@" --init
elif [ "$(id -u)" -ne 0 ]; then
    if [ -z "$TOOL_NETWORK" ]; then
        # Without root, keep the agent's user ID in the container, so that the files belong to the agent's user.
        set -- "$@" --userns=keep-id
    else
        # A container with other user IDs cannot join a network. The root of these containers is the agent's user.
        _user=0:0
    fi
fi
set -- "$@" --user "$_user"
[ -z "$TOOL_NETWORK" ] || set -- "$@" --network "$TOOL_NETWORK"
if [ -n "$CACHE" ]; then
    mkdir -p "$CACHE"
    set -- "$@" --volume "$CACHE:$CACHE"
fi
# Pass names only: values may be secret and would be visible in the process list.
for _name in $CONTAINED; do
    set -- "$@" --env "$_name"
done
# An entry point of the image would get the script as its arguments.
"$_engine" run "$@" --entrypoint sh "$TOOL_IMAGE" "$WORKSPACE_TMP/build.sh" || {
    [ -s "$STATE/failure" ] || fail "The container of $TOOL_IMAGE stopped before the build finished; see the log above."
    exit 1
}
