#!/bin/sh
# Builds the image with docker if the registry does not have it yet: one record, one image.
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
# Lists are passed as numbered variables. `get NAME` sets `value` to the value of one, or to nothing if it is unset.
value=
get() {
    eval "value=\${$1:-}"
}
local="stagewright-build:$(printf '%s' "$STATE" | sha256sum | cut -c1-24)"
printf '%s\n' "$local" >"$STATE/local"
# If there are several platforms, inspect the first one.
pull() {
    docker pull --quiet ${PLATFORMS:+--platform "${PLATFORMS%%,*}"} "$1"
}
label() {
    docker image inspect --format "{{ index .Config.Labels \"$1\" }}" "$IMAGE:$tag"
}
# unread TAG: fails with the reason why the registry did not show the tag.
unread() {
    case "$(tail -n 1 "$STATE/output")" in
    *[Uu]nauthorized* | *denied* | *'StatusCode: 401'* | *'StatusCode: 403'* | *forbidden* | *Forbidden* | *'project '*' not found'*)
        fail "The registry $REGISTRY does not let the credential ${REGISTRY_CREDENTIAL:-(none)} read $IMAGE:$1. If the repository or its project does not exist yet, create it; if it exists, the credential needs permission to pull and push: $(tail -n 1 "$STATE/output")"
        ;;
    esac
    fail "The registry $REGISTRY could not be queried for $IMAGE:$1: $(tail -n 1 "$STATE/output")"
}
# Only the registry's answer for the manifest shows that a tag is absent: a missing layer is "not found", too.
absent() {
    grep -qE '(manifest for|repository) [^ ]+ not found|failed to resolve reference .*: not found$|unknown: artifact .* not found' \
        "$STATE/output"
}
for tag in $TAGS; do
    if ! pull "$IMAGE:$tag" >"$STATE/output" 2>&1; then
        absent || unread "$tag"
        continue
    fi
    for name in $IDENTITY; do
        get "$name"
        [ "$(label "${value%%=*}")" = "${value#*=}" ] ||
            fail "$IMAGE:$tag already exists but is a different image: its ${value%%=*} is not ${value#*=}."
    done
    id=$(docker image inspect --format '{{ .Id }}' "$IMAGE:$tag")
    if [ -s "$STATE/id" ] && [ "$id" != "$(cat "$STATE/id")" ]; then
        fail "$IMAGE:$tag already exists but is a different image: $id."
    fi
    printf '%s\n' "$id" >"$STATE/id"
    docker tag "$IMAGE:$tag" "$local"
    # For several platforms, the image is the registry's index; the daemon has only one of the platforms.
    [ ! -e "$STATE/builder" ] || docker image inspect --format '{{ range .RepoDigests }}{{ println . }}{{ end }}' "$local" |
        sed -n "s#^$IMAGE@##p" | head -n 1 >"$STATE/digest"
    printf '%s already exists for this release; the build is skipped.\n' "$IMAGE:$tag"
done
[ ! -s "$STATE/id" ] || exit 0

# A daemon may know no mirror, or only that of Docker Hub, so replace the registry of an image with its mirror here.
mirrored() {
    at=$1
    for mirror in $MIRRORS; do
        case "$1" in "${mirror%%=*}"/*) at="${mirror#*=}/${1#*/}" ;; esac
    done
    printf '%s\n' "$at"
}
base=$(mirrored "$BASE")
if [ -n "$base" ] && [ ! -e "$STATE/builder" ] && ! docker image inspect "$base" >/dev/null 2>&1; then
    printf '%s\n' "$base" >>"$STATE/pulled"
    watched pull "$base" || fail "The base image $BASE could not be pulled: $(cat "$STATE/last")"
fi
# Prints the images of the Dockerfile's FROM lines. Replaces arguments by their values or defaults, and leaves out its own stages.
images() {
    for name in $BUILD_ARGS; do get "$name" && printf '%s\n' "$value" | head -n 1; done >"$STATE/arguments"
    awk -v given="$STATE/arguments" 'BEGIN {
            while ((getline line <given) > 0) { at = index(line, "="); values[substr(line, 1, at - 1)] = substr(line, at + 1) }
        }
        toupper($1) == "ARG" && (at = index($2, "=")) && !(substr($2, 1, at - 1) in values) {
            values[substr($2, 1, at - 1)] = substr($2, at + 1)
        }
        toupper($1) != "FROM" { next }
        {
            image = $2 ~ /^--/ ? $3 : $2
            for (name in values) {
                at = index(image, "${" name "}")
                if (at) image = substr(image, 1, at - 1) values[name] substr(image, at + length(name) + 3)
                if (image == "$" name) image = values[name]
            }
            if (image != "scratch" && image !~ /\$/ && !(tolower(image) in stages)) print image
            for (i = 3; i < NF; i++) if (toupper($i) == "AS") stages[tolower($(i + 1))] = 1
        }' "$DOCKERFILE" | sort -u
}
# Pull the other images of the Dockerfile that need a login, too. If one is missing, the build reports it.
if [ -n "${REGISTRY_CREDENTIAL:-}${BASE_CREDENTIAL:-}" ] && [ ! -e "$STATE/builder" ]; then
    images | while IFS= read -r needed; do
        if [ "$needed" != "$BASE" ] && ! docker image inspect "$needed" >/dev/null 2>&1 && docker pull --quiet "$needed" >/dev/null 2>&1; then
            printf '%s\n' "$needed" >>"$STATE/pulled"
        fi
    done
fi
if [ -n "$CACHE" ] && [ ! -e "$STATE/builder" ] && docker pull --quiet "$CACHE:latest" >/dev/null 2>&1; then : >"$STATE/cached"; fi
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
# From here on, instructions of the application's Dockerfile run: no login is left that they could read and that the build
# does not need. The push logs in again. Only a separate builder pulls while it builds.
cp "$STATE/settings" "$STATE/config/config.json"
if [ -e "$STATE/builder" ]; then
    export BUILDX_CONFIG="$STATE/config/buildx" DOCKER_CONFIG="$STATE/pull"
else
    rm -r "$STATE/pull"
fi
if [ -e "$STATE/builder" ]; then
    # The result stays in the builder. The push builds again, from the builder's layers.
    [ -z "$CACHE" ] || set -- "$@" --cache-from "type=registry,ref=$CACHE:buildkit"
    watched docker buildx build --builder "$(cat "$STATE/builder")" --platform "$PLATFORMS" --provenance=false "$@" "$CONTEXT" ||
        fail "The image could not be built from ${DOCKERFILE#app/}; the log above names the step that failed."
    exit 0
fi
set -- "$@" --tag "$local"
[ -z "$PLATFORMS" ] || set -- "$@" --platform "$PLATFORMS"
if [ -e "$STATE/buildkit" ]; then
    export DOCKER_BUILDKIT=1
    [ ! -e "$STATE/cached" ] || set -- "$@" --cache-from "$CACHE:latest"
    [ -z "$CACHE" ] || set -- "$@" --build-arg BUILDKIT_INLINE_CACHE=1
else
    export DOCKER_BUILDKIT=0
    # Otherwise a failing step would leave its container.
    set -- "$@" --force-rm
    [ ! -e "$STATE/cached" ] || set -- "$@" --cache-from "$CACHE:latest"
fi
[ -z "$BUILD_MEMORY" ] || set -- "$@" --memory "${BUILD_MEMORY%i}"
[ -z "$BUILD_CPU_QUOTA" ] || set -- "$@" --cpu-period 100000 --cpu-quota "$BUILD_CPU_QUOTA"
watched docker build "$@" "$CONTEXT" ||
    fail "The image could not be built from ${DOCKERFILE#app/}; the log above names the step that failed."
