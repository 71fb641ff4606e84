#!/bin/sh
# Stops and removes the service containers of the stage.
set -eu
mkdir -p "$STATE"
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
find_engine "The stage needs service containers"
# The containers of this workspace. Several agents can use one daemon.
_place="io.stagewright.workspace=$NODE_NAME:$WORKSPACE"
# Stops the service containers of this workspace, also those that a lost agent left behind.
stop_all() {
    for _id in $("$_engine" ps --all --quiet --filter "label=$_place"); do
        # Without `kill`, podman waits for the programs to end.
        "$_engine" kill "$_id" >/dev/null 2>&1 || true
        _stopped="$_id ${_stopped:-}"
    done
    # The first container owns the network of the others, so it is removed last.
    for _id in ${_stopped:-}; do
        "$_engine" rm --force --volumes "$_id" >/dev/null || true
    done
}
stop_all
