#!/bin/sh
# Builds the image with BuildKit if the registry does not have it yet, into a folder from which skopeo pushes.
set -eu
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
# Jenkins does not pass empty variables, so any of these may be unset.
: "${BASE:=}" "${BASE_CREDENTIAL:=}" "${BASE_REGISTRY:=}" "${BUILDER_IMAGE:=}" "${BUILD_ARGS:=}" "${BUILD_CPU_QUOTA:=}"
: "${BUILD_MEMORY:=}" "${CACHE:=}" "${HOSTS:=}" "${INSECURE:=}" "${MIRRORS:=}" "${MOVING_TAGS:=}" "${PLATFORMS:=}"
: "${PROXY_EXCEPT:=}" "${PROXY_HTTP:=}" "${PROXY_HTTPS:=}"
: "${REGISTRY_CREDENTIAL:=}" "${SECRETS:=}" "${TARGET:=}" "${TRIVY_CACHE:=}" "${TRIVY_DATABASE:=}"
: "${BUILDKIT_ADDRESS:=}"
# Ends the script with a message. The first message counts: it is closest to the cause. $STATE/room reserves disk space for it.
fail() {
    rm -f "$STATE/room"
    # An instruction of a Dockerfile can write to $STATE in kaniko's container. The message must not be a link to another file.
    [ ! -L "$STATE/failure" ] || rm -f "$STATE/failure"
    [ -s "$STATE/failure" ] || printf '%s\n' "$1" >"$STATE/failure"
    exit 1
}
# Runs a command and prints its output line by line. Reports a full disk with a message of its own.
# If the command fails, writes its last line to $STATE/last.
watched() {
    rm -f "$STATE/done"
    { "$@" 2>&1 && : >"$STATE/done"; } | (
        full=false last=
        while IFS= read -r line || [ -n "$line" ]; do
            printf '%s\n' "$line"
            case "$line" in *[Nn]'o space left on device'*) full=true ;; esac
            [ -z "$line" ] || last=$line
        done
        [ ! -e "$STATE/done" ] || exit 0
        [ "$full" = false ] || fail "The disk of the agent $NODE_NAME is full, so the image cannot be built. Free disk space on the agent."
        printf '%s\n' "$last" >"$STATE/last"
        exit 1
    )
}
is_plain() {
    case " $INSECURE " in *" $1 "*) ;; *) return 1 ;; esac
}
# Lists are passed as numbered variables. `get NAME` sets `value` to the value of one, or to nothing if it is unset.
value=
get() {
    eval "value=\${$1:-}"
}
# A daemon may know no mirror, or only that of Docker Hub, so replace the registry of an image with its mirror here.
mirrored() {
    at=$1
    for mirror in $MIRRORS; do
        case "$1" in "${mirror%%=*}"/*) at="${mirror#*=}/${1#*/}" ;; esac
    done
    printf '%s\n' "$at"
}
# BuildKit's configuration of one registry.
section() {
    printf '[registry."%s"]\n' "$1"
    # Without this line, BuildKit uses plain HTTP for addresses such as 127.0.0.1.
    if is_plain "$1"; then printf 'http = true\n'; else printf 'http = false\n'; fi
    for mirror in $MIRRORS; do
        [ "${mirror%%=*}" != "$1" ] || printf 'mirrors = ["%s"]\n' "${mirror#*=}"
    done
}
# Runs the daemon of this build in namespaces of its own: when the daemon ends, its mounts and all processes end with it. The
# paths of its sockets are relative, because the system limits their length.
daemon() {
    cd "$STATE/daemon"
    set -- buildkitd --config "$PWD/buildkitd.toml" --root "$PWD/root" --addr unix:///proc/self/cwd/socket \
        --otel-socket-path otel --containerd-worker=false
    [ "$(id -u)" -ne 0 ] || exec unshare --mount --pid --fork --kill-child --mount-proc "$@"
    set -- "$@" --rootless
    [ "$BUILDKIT_SANDBOX" = false ] || exec rootlesskit --pidns --state-dir /proc/self/cwd/rootlesskit "$@"
    exec rootlesskit --state-dir /proc/self/cwd/rootlesskit "$@" --oci-worker-no-process-sandbox
}
needs() {
    command -v "$1" >/dev/null ||
        fail "The agent $NODE_NAME has no $1, which BuildKit needs. Install it, use another agent, or set engines.buildkit.host in the site spec."
}
# Starts the daemon, and stops it when this script ends.
start() {
    needs buildkitd
    [ "$(id -u)" -eq 0 ] || needs rootlesskit
    command -v buildkit-runc >/dev/null || needs runc
    mkdir "$STATE/daemon"
    hosts="$REGISTRY $BASE_REGISTRY $INSECURE"
    for mirror in $MIRRORS; do hosts="$hosts ${mirror%%=*}"; done
    for host in $(printf '%s\n' "$hosts" | tr ' ' '\n' | sort -u); do section "$host"; done >"$STATE/daemon/buildkitd.toml"
    export TMPDIR="$STATE/daemon" XDG_RUNTIME_DIR="$STATE/daemon"
    daemon </dev/null >"$STATE/daemon.log" 2>&1 &
    server=$!
    trap stop EXIT
    attempts=150
    until client debug workers >/dev/null 2>"$STATE/output"; do
        attempts=$((attempts - 1))
        if [ "$attempts" -eq 0 ] || ! kill -0 "$server" 2>/dev/null; then
            cat "$STATE/daemon.log" "$STATE/output"
            fail "BuildKit's daemon does not start on the agent $NODE_NAME: $(tail -n 1 "$STATE/daemon.log")"
        fi
        sleep 0.2
    done
    # Otherwise, the daemon would mount its socket for traces into the containers of RUN instructions.
    rm -f "$STATE/daemon/otel"
    # The clean-up finds the processes of RUN instructions by their user namespace.
    [ ! -s "$STATE/daemon/rootlesskit/child_pid" ] ||
        readlink "/proc/$(cat "$STATE/daemon/rootlesskit/child_pid")/ns/user" >"$STATE/namespace"
}
stop() {
    # unshare ignores the other signals.
    signal=TERM
    [ "$(id -u)" -ne 0 ] || signal=KILL
    kill -s "$signal" "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
}
[ ! -e "$STATE/reused" ] || exit 0
if [ -e "$STATE/ca.pem" ]; then export SSL_CERT_FILE="$STATE/ca.pem"; fi
# From here on, instructions of the application's Dockerfile run: no login is left that the build does not need. BuildKit's
# client keeps the login for pulling outside of their containers, and the daemon requests it when it pulls.
rm -f "$STATE/auth.json"
export DOCKER_CONFIG="$STATE/pull"
client() {
    command -v buildctl >/dev/null ||
        fail "The agent $NODE_NAME has no buildctl, BuildKit's client. Install it, or use another agent."
    if [ -z "$BUILDKIT_ADDRESS" ]; then
        (cd "$STATE/daemon" && buildctl --addr unix:///proc/self/cwd/socket "$@")
    elif [ -e "$STATE/client.pem" ]; then
        buildctl --addr "$BUILDKIT_ADDRESS" --tlscacert "$STATE/client.pem" --tlscert "$STATE/client.pem" --tlskey "$STATE/client.pem" "$@"
    else
        buildctl --addr "$BUILDKIT_ADDRESS" "$@"
    fi
}
if [ -z "$BUILDKIT_ADDRESS" ]; then
    start
else
    client debug workers >/dev/null 2>"$STATE/output" ||
        fail "The BuildKit daemon at $BUILDKIT_ADDRESS does not respond: $(tail -n 1 "$STATE/output")"
fi

file=$(readlink -f "$DOCKERFILE")
set -- --progress plain --frontend dockerfile.v0 --local "context=$(readlink -f "$CONTEXT")" \
    --local "dockerfile=${file%/*}" --opt "filename=${file##*/}" \
    --output "type=oci,dest=$STATE/layout,tar=false" --metadata-file "$STATE/metadata"
# BuildKit first pulls the image of the Dockerfile's syntax line. Use the site's mirror if there is one. At an offline
# site, allow only hosts that it reaches.
syntax=$(LC_ALL=C sed -n '1,5{s/^[^ -~]*[#/]\/\{0,1\}[[:space:]]*[Ss][Yy][Nn][Tt][Aa][Xx][[:space:]]*=[[:space:]]*//p;}' "$DOCKERFILE" | head -n 1)
# BuildKit also reads the syntax of a file in JSON, which is no Dockerfile.
case "$(LC_ALL=C sed '1{/^[^ -~]*#!/d;}' "$DOCKERFILE" | LC_ALL=C tr -cd '!-~' | cut -c1)" in
'{') fail "${DOCKERFILE#app/} is JSON, not a Dockerfile." ;;
esac
frontend=
if [ -n "$syntax" ]; then
    case "${syntax%%/*}" in *.* | *:* | localhost) ;; *) syntax=docker.io/$syntax ;; esac
    frontend=$(mirrored "$syntax")
    host=${frontend%%/*}
    case " ${HOSTS:-$host} " in
    *" $host "* | *" ${host%:*} "*) ;;
    *) fail "The syntax line of the Dockerfile needs $syntax, which this offline site cannot reach. Remove the line." ;;
    esac
    [ "$frontend" != "$syntax" ] || frontend=
fi
[ -z "$frontend" ] || set -- "$@" --opt "build-arg:BUILDKIT_SYNTAX=$frontend"
[ -z "$TARGET" ] || set -- "$@" --opt "target=$TARGET"
[ -z "$PLATFORMS" ] || set -- "$@" --opt "platform=$PLATFORMS"
[ "$BUILD_NETWORK" = host ] || set -- "$@" --opt "force-network-mode=$BUILD_NETWORK"
for pair in "HTTP_PROXY=$PROXY_HTTP" "HTTPS_PROXY=$PROXY_HTTPS" "NO_PROXY=$PROXY_EXCEPT"; do
    [ -z "${pair#*=}" ] || set -- "$@" --opt "build-arg:$pair" --opt "build-arg:$(printf '%s' "${pair%%=*}" | tr '[:upper:]' '[:lower:]')=${pair#*=}"
done
base=$(mirrored "$BASE")
for name in $BUILD_ARGS; do
    get "$name"
    [ -z "$BASE" ] || [ "${value#*=}" != "$BASE" ] || value="${value%%=*}=$base"
    set -- "$@" --opt "build-arg:$value"
done
# Builds of other images share the caches of RUN lines in a daemon, unless each image has its own.
set -- "$@" --opt "build-arg:BUILDKIT_CACHE_MOUNT_NS=$(printf '%s' "$IMAGE" | sha256sum | cut -d' ' -f1)"
for name in $LABELS; do get "$name" && set -- "$@" --opt "label:$value"; done
for name in $SECRETS; do get "$name" && set -- "$@" --secret "id=$value,src=$STATE/secrets/$name"; done
if [ -n "$CACHE" ]; then
    cache="type=registry,ref=$CACHE:buildkit"
    [ "$REGISTRY_INSECURE" = false ] || cache="$cache,registry.insecure=true"
    set -- "$@" --import-cache "$cache" --export-cache "$cache,mode=max,image-manifest=true,oci-mediatypes=true"
fi
watched client build "$@" ||
    fail "The image could not be built from ${DOCKERFILE#app/}; the log above names the step that failed."
