#!/bin/sh
# Runs the build's script, $WORKSPACE_TMP/build.sh, in a container of $TOOL_IMAGE: as the agent's own user, with the
# workspace, the cache and the variables that CONTAINED names, and nothing else of the agent.
set -eu
# Jenkins hands over no variable that is empty. Own names begin with an underscore: any other may be one of the build's.
: "${CACHE:=}"
mkdir -p "$STATE/home"
rm -f "$STATE/failure"
fail() {
    printf '%s\n' "$1" >"$STATE/failure"
    exit 1
}
set -- --rm --user "$(id -u):$(id -g)" --env HOME="$STATE/home" --workdir "$PWD" \
    --volume "$WORKSPACE:$WORKSPACE" --volume "$WORKSPACE_TMP:$WORKSPACE_TMP"
# Where SELinux is on, it would hide the workspace from the container.
set -- "$@" --security-opt label=disable
if docker version >/dev/null 2>&1; then
    _engine=docker
    set -- "$@" --init
elif command -v podman >/dev/null; then
    _engine=podman
    # Without root, the agent's user must be the same one inside, or the files would be another's.
    [ "$(id -u)" -eq 0 ] || set -- "$@" --userns=keep-id
else
    fail "The build needs a container of $TOOL_IMAGE, but this agent has neither a docker daemon nor podman."
fi
if [ -n "$CACHE" ]; then
    mkdir -p "$CACHE"
    set -- "$@" --volume "$CACHE:$CACHE"
fi
# Names only: a value, which may be secret, would show in the process list.
for _name in $CONTAINED; do
    set -- "$@" --env "$_name"
done
"$_engine" run "$@" "$TOOL_IMAGE" sh "$WORKSPACE_TMP/build.sh" || {
    [ -s "$STATE/failure" ] || fail "The container of $TOOL_IMAGE did not run the build to its end; the log says why."
    exit 1
}
