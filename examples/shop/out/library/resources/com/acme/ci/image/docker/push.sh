#!/bin/sh
# Pushes the image, compares its digest in the registry, and pushes the other tags.
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
export DOCKER_CONFIG="$STATE/config"
# The client connects to the registry itself and uses the site's certificate authorities; the daemon has its own.
if [ -e "$STATE/ca.pem" ]; then export SSL_CERT_FILE="$STATE/ca.pem"; fi
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
push_failed() {
    case "$(cat "$STATE/last")" in
    *denied* | *nauthorized*)
        fail "The registry $REGISTRY denied the push to $1; the credential ${REGISTRY_CREDENTIAL:-(none)} needs permission to push. If the repository does not exist yet, create it, or let the credential create repositories."
        ;;
    *'name unknown'* | *'NAME_UNKNOWN'* | *'repository '*' does not exist'* | *'repository '*' not found'* | *'project '*' not found'*)
        fail "The registry $REGISTRY has no repository for $1 and creates none during a push. Create the repository or its project: $(cat "$STATE/last")"
        ;;
    esac
    fail "The image could not be pushed to $1: $(cat "$STATE/last")"
}
# Moving tags are pushed last and follow the newest source build: a rebuild from an old record must not move them back.
is_newer() {
    [ "${1%#*}" = "${SOURCE_BUILD%#*}" ] && [ "${1##*#}" -gt "${SOURCE_BUILD##*#}" ]
}
# login CLIENT REGISTRY USER PASSWORD CREDENTIAL. Passes the password on standard input.
login() {
    printf '%s' "$4" | "$1" login --username "$3" --password-stdin "$2" >/dev/null 2>"$STATE/output" && return
    cat "$STATE/output" >&2
    case "$(cat "$STATE/output")" in
    *nauthorized* | *'invalid username'* | *denied*)
        fail "The registry $2 rejected the login with the credential $5; check its user and password."
        ;;
    *'HTTP response to HTTPS'*)
        fail "The registry $2 uses plain HTTP. Set insecure: true in the site spec, and insecure-registries of the docker daemon."
        ;;
    *x509*)
        fail "The certificate of the registry $2 is not trusted. Add its authority to the site's caBundle, or to the docker daemon."
        ;;
    esac
    fail "The login to the registry $2 with the credential $5 failed: $(tail -n 1 "$STATE/output")"
}
# log_in CLIENT: logs in to the registry of the image, and to that of the base image if it is another one.
log_in() {
    [ -z "${REGISTRY_USER:-}" ] || login "$1" "$REGISTRY" "$REGISTRY_USER" "$REGISTRY_PASSWORD" "$REGISTRY_CREDENTIAL"
    [ -n "${BASE_USER:-}" ] || return 0
    if [ -z "${REGISTRY_USER:-}" ] || [ "$BASE_REGISTRY" != "$REGISTRY" ]; then
        login "$1" "$BASE_REGISTRY" "$BASE_USER" "$BASE_PASSWORD" "$BASE_CREDENTIAL"
    fi
}
# Lists are passed as numbered variables. `get NAME` sets `value` to the value of one, or to nothing if it is unset.
value=
get() {
    eval "value=\${$1:-}"
}
log_in docker
local=$(cat "$STATE/local")
push() {
    docker tag "$local" "$1"
    watched docker push "$1" >"$STATE/pushed" || {
        cat "$STATE/pushed"
        push_failed "$1"
    }
    cat "$STATE/pushed"
    sed -n 's/^.*digest: \(sha256:[0-9a-f]\{64\}\) size: .*$/\1/p' "$STATE/pushed" >"$STATE/digest"
    [ -s "$STATE/digest" ] || fail "No digest was written for $1: the image was not pushed; see the log above."
}
if [ -e "$STATE/builder" ]; then
if [ ! -s "$STATE/digest" ]; then
    # A daemon may know no mirror, or only that of Docker Hub, so replace the registry of an image with its mirror here.
    mirrored() {
        at=$1
        for mirror in $MIRRORS; do
            case "$1" in "${mirror%%=*}"/*) at="${mirror#*=}/${1#*/}" ;; esac
        done
        printf '%s\n' "$at"
    }
    base=$(mirrored "$BASE")
    set -- --file "$DOCKERFILE"
    if [ -e "$STATE/buildkit" ]; then
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
        [ -z "$frontend" ] || set -- "$@" --build-arg "BUILDKIT_SYNTAX=$frontend"
    fi
    [ -z "$TARGET" ] || set -- "$@" --target "$TARGET"
    [ "$BUILD_NETWORK" = default ] || set -- "$@" --network "$BUILD_NETWORK"
    for name in $BUILD_ARGS; do
        get "$name"
        [ -z "$BASE" ] || [ "${value#*=}" != "$BASE" ] || value="${value%%=*}=$base"
        set -- "$@" --build-arg "$value"
    done
    # Builds of other images share the caches of RUN lines in a daemon, unless each image has its own.
    [ ! -e "$STATE/buildkit" ] ||
        set -- "$@" --build-arg "BUILDKIT_CACHE_MOUNT_NS=$(printf '%s' "$IMAGE" | sha256sum | cut -d' ' -f1)"
    for name in $LABELS; do get "$name" && set -- "$@" --label "$value"; done
    for name in $SECRETS; do get "$name" && set -- "$@" --secret "id=$value,src=$STATE/secrets/$name"; done
    [ -z "$CACHE" ] || set -- "$@" --cache-to "type=registry,ref=$CACHE:buildkit,mode=max"
    watched docker buildx build --builder "$(cat "$STATE/builder")" --platform "$PLATFORMS" --provenance=false --push \
        --metadata-file "$STATE/metadata" --tag "$IMAGE:${TAGS%% *}" "$@" "$CONTEXT" || push_failed "$IMAGE:${TAGS%% *}"
    sed -n 's/.*"containerimage.digest": *"\(sha256:[0-9a-f]\{64\}\)".*/\1/p' "$STATE/metadata" >"$STATE/digest"
fi
    # BuildKit has pushed the index of all platforms. Add the other tags in the registry.
    [ -s "$STATE/digest" ] || fail "No digest was written for $IMAGE:${TAGS%% *}: the image was not pushed; see the log above."
    push() {
        watched docker buildx imagetools create --builder "$(cat "$STATE/builder")" --tag "$1" "$IMAGE@$digest" ||
            push_failed "$1"
    }
else
    push "$IMAGE:${TAGS%% *}"
fi
digest=$(cat "$STATE/digest")
# Query the registry: the daemon may only report what it pushed.
plain=
[ "$REGISTRY_INSECURE" = false ] || plain=--insecure
docker manifest inspect ${plain:+"$plain"} "$IMAGE@$digest" >/dev/null ||
    fail "The registry $REGISTRY does not have $IMAGE with the digest $digest that it returned."
label_of() {
    ! docker pull --quiet ${PLATFORMS:+--platform "${PLATFORMS%%,*}"} "$1" >/dev/null 2>&1 ||
        docker image inspect --format '{{ index .Config.Labels "io.stagewright.source-build" }}' "$1"
}
further() {
    push "$1"
    [ "$(cat "$STATE/digest")" = "$digest" ] || fail "The registry returned another digest for $1 than $digest."
}
for tag in $TAGS; do
    [ "$tag" = "${TAGS%% *}" ] || further "$IMAGE:$tag"
done
for tag in $MOVING_TAGS; do
    if is_newer "$(label_of "$IMAGE:$tag")"; then
        printf '%s is not moved: it already belongs to a newer source build.\n' "$IMAGE:$tag"
    else
        further "$IMAGE:$tag"
    fi
done
if [ -n "$CACHE" ] && [ ! -e "$STATE/builder" ]; then push "$CACHE:latest"; fi
printf '%s\n' "$digest" >"$STATE/digest"
