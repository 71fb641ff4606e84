#!/bin/sh
# Asks each base image whether it is there for the platforms; starts a BuildKit for them where they are several.
set -eu
# Jenkins hands over no variable that is empty: any of these may be missing.
: "${BASE:=}" "${BASE_CREDENTIAL:=}" "${BASE_REGISTRY:=}" "${BUILDER_IMAGE:=}" "${BUILD_ARGS:=}" "${BUILD_CPU_QUOTA:=}"
: "${BUILD_MEMORY:=}" "${CACHE:=}" "${HOSTS:=}" "${INSECURE:=}" "${MIRRORS:=}" "${MOVING_TAGS:=}" "${PLATFORMS:=}"
: "${REGISTRY_CREDENTIAL:=}" "${SECRETS:=}" "${TARGET:=}" "${TRIVY_CACHE:=}" "${TRIVY_DATABASE:=}"
export DOCKER_CONFIG="$STATE/config"
# Ends the script with one sentence. The first one stands: it was nearest to the cause. Room was kept for it on a full disk.
fail() {
    rm -f "$STATE/room"
    [ -s "$STATE/failure" ] || printf '%s\n' "$1" >"$STATE/failure"
    exit 1
}
is_plain() {
    case " $INSECURE " in *" $1 "*) ;; *) return 1 ;; esac
}
# The daemon knows no mirror but Docker Hub's, so what has one is named where it lies.
mirrored() {
    at=$1
    for mirror in $MIRRORS; do
        case "$1" in "${mirror%%=*}"/*) at="${mirror#*=}/${1#*/}" ;; esac
    done
    printf '%s\n' "$at"
}
has_platform() {
    # Where the site has a mirror, the base lies there.
    set -- "$(mirrored "$1")" "$2" "$3"
    plain=
    ! is_plain "${1%%/*}" || plain=--insecure
    docker manifest inspect --verbose ${plain:+"$plain"} "$1" >"$STATE/asked" 2>&1 ||
        fail "The registry could not be asked for the base image $1: $(tail -n 1 "$STATE/asked")"
    tr -d '[:space:]' <"$STATE/asked" | grep -qE "\"architecture\":\"$3\",\"os\":\"$2\""
}
# A base without the platform would be built on all the same, and start nowhere: each base is asked first.
bases() {
    [ -z "$BASE" ] || printf '%s\n' "$BASE"
    # What the Dockerfile names itself, but for its own stages and what runs while it builds.
    awk 'toupper($1) != "FROM" { next }
        $2 !~ /^--platform|\$/ && $2 != "scratch" && !(tolower($2) in stages) { print $2 }
        { for (i = 3; i < NF; i++) if (toupper($i) == "AS") stages[tolower($(i + 1))] = 1 }' "$DOCKERFILE"
}
check_base() {
    for platform in $(printf '%s' "$PLATFORMS" | tr , ' '); do
        has_platform "$1" "${platform%%/*}" "$(printf '%s' "$platform" | cut -d/ -f2)" ||
            fail "The base image $1 is not there for $platform."
    done
}
bases >"$STATE/bases"
while IFS= read -r base; do check_base "$base"; done <"$STATE/bases"
# What BuildKit's configuration says of one registry.
section() {
    printf '[registry."%s"]\n' "$1"
    ! is_plain "$1" || printf 'http = true\n'
    [ ! -e "$STATE/ca.pem" ] || printf 'ca = ["%s"]\n' "$STATE/ca.pem"
    for mirror in $MIRRORS; do
        [ "${mirror%%=*}" != "$1" ] || printf 'mirrors = ["%s"]\n' "${mirror#*=}"
    done
}
# The daemon's own BuildKit builds for one platform: for several, this build has one beside it, which is told the site's
# registries as the others are.
case "$PLATFORMS" in
*,*)
    docker buildx version >/dev/null 2>&1 || fail "Several platforms need buildx, which this agent's docker lacks."
    [ -n "$BUILDER_IMAGE" ] || fail "Several platforms need a BuildKit image: engines.docker.builder of the site's spec."
    hosts="$REGISTRY $BASE_REGISTRY $INSECURE"
    for mirror in $MIRRORS; do hosts="$hosts ${mirror%%=*}"; done
    for host in $(printf '%s\n' "$hosts" | tr ' ' '\n' | sort -u); do section "$host"; done >"$STATE/buildkitd.toml"
    builder="stagewright-$(printf '%s' "$STATE" | sha256sum | cut -c1-24)"
    printf '%s\n' "$builder" >"$STATE/builder"
    set -- --name "$builder" --driver docker-container --driver-opt "image=$BUILDER_IMAGE" \
        --buildkitd-config "$STATE/buildkitd.toml"
    [ "$BUILD_NETWORK" != host ] || set -- "$@" --driver-opt network=host
    docker buildx create "$@" --bootstrap >/dev/null ||
        fail "BuildKit could not be started from $BUILDER_IMAGE; the log above says why."
    ;;
esac
