#!/bin/sh
# Checks that each base image exists for the platforms. Starts a BuildKit builder if there are several platforms.
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
is_plain() {
    case " $INSECURE " in *" $1 "*) ;; *) return 1 ;; esac
}
# A daemon may know no mirror, or only that of Docker Hub, so replace the registry of an image with its mirror here.
mirrored() {
    at=$1
    for mirror in $MIRRORS; do
        case "$1" in "${mirror%%=*}"/*) at="${mirror#*=}/${1#*/}" ;; esac
    done
    printf '%s\n' "$at"
}
has_platform() {
    # If the site has a mirror, the base image is there.
    set -- "$(mirrored "$1")" "$2" "$3"
    plain=
    ! is_plain "${1%%/*}" || plain=--insecure
    docker manifest inspect --verbose ${plain:+"$plain"} "$1" >"$STATE/output" 2>&1 ||
        fail "The registry could not be queried for the base image $1: $(tail -n 1 "$STATE/output")"
    tr -d '[:space:]' <"$STATE/output" | grep -qE "\"architecture\":\"$3\",\"os\":\"$2\""
}
# Builds succeed even if a base image lacks the platform, but such an image does not start. So check each base image.
# Prints the base images.
bases() {
    [ -z "$BASE" ] || printf '%s\n' "$BASE"
    # Images in the Dockerfile's FROM lines, except its own stages and images for the build platform.
    awk 'toupper($1) != "FROM" { next }
        $2 !~ /^--platform|\$/ && $2 != "scratch" && !(tolower($2) in stages) { print $2 }
        { for (i = 3; i < NF; i++) if (toupper($i) == "AS") stages[tolower($(i + 1))] = 1 }' "$DOCKERFILE"
}
check_base() {
    for platform in $(printf '%s' "$PLATFORMS" | tr , ' '); do
        has_platform "$1" "${platform%%/*}" "$(printf '%s' "$platform" | cut -d/ -f2)" ||
            fail "The base image $1 does not exist for the platform $platform. Use another base image, or remove the platform."
    done
}
bases >"$STATE/bases"
while IFS= read -r base; do check_base "$base"; done <"$STATE/bases"
# Prints BuildKit's configuration for one registry.
section() {
    printf '[registry."%s"]\n' "$1"
    ! is_plain "$1" || printf 'http = true\n'
    [ ! -e "$STATE/ca.pem" ] || printf 'ca = ["%s"]\n' "$STATE/ca.pem"
    for mirror in $MIRRORS; do
        [ "${mirror%%=*}" != "$1" ] || printf 'mirrors = ["%s"]\n' "${mirror#*=}"
    done
}
# The daemon's BuildKit builds for one platform only. For several platforms, start a separate builder and configure the
# site's registries in it.
case "$PLATFORMS" in
*,*)
    docker buildx version >/dev/null 2>&1 || fail "An image for several platforms needs buildx. Install it in the docker of this agent."
    [ -n "$BUILDER_IMAGE" ] || fail "An image for several platforms needs a BuildKit image. Set engines.docker.builder in the site spec."
    hosts="$REGISTRY $BASE_REGISTRY $INSECURE"
    for mirror in $MIRRORS; do hosts="$hosts ${mirror%%=*}"; done
    for host in $(printf '%s\n' "$hosts" | tr ' ' '\n' | sort -u); do section "$host"; done >"$STATE/buildkitd.toml"
    builder="stagewright-$(printf '%s' "$STATE" | sha256sum | cut -c1-24)"
    printf '%s\n' "$builder" >"$STATE/builder"
    set -- --name "$builder" --driver docker-container --driver-opt "image=$BUILDER_IMAGE" \
        --buildkitd-config "$STATE/buildkitd.toml"
    [ "$BUILD_NETWORK" != host ] || set -- "$@" --driver-opt network=host
    docker buildx create "$@" --bootstrap >/dev/null ||
        fail "BuildKit could not be started from $BUILDER_IMAGE; see the log above."
    ;;
esac
