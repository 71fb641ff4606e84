#!/bin/sh
# Starts the service containers of a stage, and waits until they accept connections. All share the network of the first
# one, as in a pod. Writes the first container's ID and the port of each on the agent to $STATE/started.
# Input variables: PUBLISH, SERVICE_COUNT, and for each service container the variables that `read_service` reads.
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
# Lists are passed as numbered variables. `get NAME` sets `value` to the value of one, or to nothing if it is unset.
value=
get() {
    eval "value=\${$1:-}"
}
# read_service N: sets the name, image, port, user, memory and time limit of a service container.
read_service() {
    get "SERVICE_${1}_NAME" && _service=$value
    get "SERVICE_${1}_IMAGE" && _image=$value
    get "SERVICE_${1}_PORT" && _port=$value
    get "SERVICE_${1}_USER" && _user=$value
    get "SERVICE_${1}_MEMORY" && _memory=$value
    get "SERVICE_${1}_SECONDS" && _seconds=$value
}
# Prints the end of the container's log, and fails.
stopped() {
    "$_engine" logs --tail 30 "$_id" || true
    fail "The service container $_service $1; see its output above."
}
# True if a program in the container listens on its port. A connection from the agent would not show this: docker accepts
# it for the container. Not every image has a program that could read the list of sockets, but then the agent can read it.
listens() {
    { "$_engine" exec "$_id" cat /proc/net/tcp /proc/net/tcp6 2>/dev/null || cat "/proc/$_process/net/tcp" "/proc/$_process/net/tcp6" 2>/dev/null || true; } |
        awk -v port="$(printf ':%04X' "$_port")" '$4 == "0A" && substr($2, length($2) - 4) == port { found = 1 } END { exit !found }'
}
start() {
    set -- --detach --label "$_place" --security-opt no-new-privileges
    if [ -n "$_first" ]; then
        set -- "$@" --network "container:$_first"
    elif [ "$PUBLISH" = true ]; then
        _i=0
        while [ "$_i" -lt "$SERVICE_COUNT" ]; do
            get "SERVICE_${_i}_PORT"
            set -- "$@" --publish "127.0.0.1::$value"
            _i=$((_i + 1))
        done
    fi
    [ -z "$_user" ] || set -- "$@" --user "$_user"
    # The containers' engines write units without the `i`: 512m, 2g.
    [ -z "$_memory" ] || set -- "$@" --memory "$(printf '%s' "${_memory%i}" | tr MG mg)"
    _i=0
    get "SERVICE_${_n}_VARIABLE_COUNT"
    _count=${value:-0}
    while [ "$_i" -lt "$_count" ]; do
        get "SERVICE_${_n}_VARIABLE_$_i"
        set -- "$@" --env "$value"
        _i=$((_i + 1))
    done
    set -- "$@" "$_image"
    _i=0
    get "SERVICE_${_n}_ARGUMENT_COUNT"
    _count=${value:-0}
    while [ "$_i" -lt "$_count" ]; do
        get "SERVICE_${_n}_ARGUMENT_$_i"
        set -- "$@" "$value"
        _i=$((_i + 1))
    done
    _id=$("$_engine" run "$@") || fail "The service container $_service of $_image could not be started; see the log above."
    : "${_first:=$_id}"
}
await() {
    _process=$("$_engine" inspect --format '{{.State.Pid}}' "$_id")
    until listens; do
        [ "$("$_engine" inspect --format '{{.State.Running}}' "$_id")" = true ] || stopped "stopped before it accepted connections on port $_port"
        [ "$_seconds" -gt 0 ] || stopped "accepted no connections on port $_port within its time limit"
        _seconds=$((_seconds - 1))
        sleep 1
    done
}
stop_all
_first=
_n=0
while [ "$_n" -lt "$SERVICE_COUNT" ]; do
    read_service "$_n"
    start
    printf '%s\n' "$_id" >"$STATE/service-$_n"
    _n=$((_n + 1))
done
printf '%s\n' "$_first" >"$STATE/started"
_n=0
while [ "$_n" -lt "$SERVICE_COUNT" ]; do
    read_service "$_n"
    _id=$(cat "$STATE/service-$_n")
    await
    if [ "$PUBLISH" = true ]; then
        _port=$("$_engine" port "$_first" "$_port/tcp" | sed -n '1s/.*://p')
        [ -n "$_port" ] || fail "The port of the service container $_service is not available on this agent; see the log above."
    fi
    printf '%s\n' "$_port" >>"$STATE/started"
    printf 'The service container %s accepts connections on port %s.\n' "$_service" "$_port"
    _n=$((_n + 1))
done
