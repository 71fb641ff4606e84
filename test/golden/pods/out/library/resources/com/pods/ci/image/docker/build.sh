#!/bin/sh
# Builds the image with docker, unless the registry has it already: one record, one image.
set -eu
export DOCKER_CONFIG="$STATE/config"
fail() {
    printf '%s\n' "$1" >"$STATE/failure"
    exit 1
}
local="stagewright-build:$(printf '%s' "$STATE" | sha256sum | cut -c1-24)"
printf '%s\n' "$local" >"$STATE/local"
# Of several platforms, the first is asked.
pull() {
    docker pull --quiet ${PLATFORMS:+--platform "${PLATFORMS%%,*}"} "$1"
}
label() {
    docker image inspect --format "{{ index .Config.Labels \"$1\" }}" "$IMAGE:$tag"
}
pair=
tag=
i=0
while [ "$i" -lt "$FIXED_COUNT" ]; do
    eval "tag=\$TAG_$i"
    i=$((i + 1))
    if ! pull "$IMAGE:$tag" >"$STATE/asked" 2>&1; then
        grep -qiE 'not found|manifest unknown|does not exist' "$STATE/asked" ||
            fail "The registry $REGISTRY could not be asked for $IMAGE:$tag: $(tail -n 1 "$STATE/asked")"
        continue
    fi
    j=0
    while [ "$j" -lt "$LABEL_COUNT" ]; do
        eval "pair=\$LABEL_$j"
        j=$((j + 1))
        case "$pair" in
        org.opencontainers.image.revision=* | io.stagewright.source-build=* | io.stagewright.base=*)
            [ "$(label "${pair%%=*}")" = "${pair#*=}" ] ||
                fail "$IMAGE:$tag is there already, and is another image: its ${pair%%=*} is not ${pair#*=}."
            ;;
        esac
    done
    id=$(docker image inspect --format '{{ .Id }}' "$IMAGE:$tag")
    if [ -s "$STATE/id" ] && [ "$id" != "$(cat "$STATE/id")" ]; then
        fail "$IMAGE:$tag is there already, and is another image: $id."
    fi
    printf '%s\n' "$id" >"$STATE/id"
    docker tag "$IMAGE:$tag" "$local"
    # Of several platforms, the registry's index is the image; the daemon has but one of them.
    [ ! -e "$STATE/builder" ] || docker image inspect --format '{{ range .RepoDigests }}{{ println . }}{{ end }}' "$local" |
        sed -n "s#^$IMAGE@##p" | head -n 1 >"$STATE/digest"
    printf '%s is there already, of this very release; nothing is built.\n' "$IMAGE:$tag"
done
[ ! -s "$STATE/id" ] || exit 0

# The daemon knows no mirror but Docker Hub's, so what has one is named where it lies.
mirrored() {
    at=$1
    k=0
    while [ "$k" -lt "$MIRROR_COUNT" ]; do
        eval "pair=\$MIRROR_$k"
        case "$1" in "${pair%%=*}"/*) at="${pair#*=}/${1#*/}" ;; esac
        k=$((k + 1))
    done
    printf '%s\n' "$at"
}
base=$(mirrored "$BASE")
if [ -n "$base" ] && [ ! -e "$STATE/builder" ]; then
    pull "$base" >/dev/null || fail "The base image $BASE could not be pulled."
fi
set -- --file "$DOCKERFILE"
# BuildKit fetches what a syntax line names before it reads on: from a mirror where the site has one, and nowhere else
# than from the hosts that an offline site reaches.
syntax=$(sed -n '1,5s/^#[[:space:]]*syntax[[:space:]]*=[[:space:]]*//p' "$DOCKERFILE" | head -n 1)
if [ -n "$syntax" ] && [ -e "$STATE/buildkit" ]; then
    case "${syntax%%/*}" in *.* | *:* | localhost) ;; *) syntax=docker.io/$syntax ;; esac
    frontend=$(mirrored "$syntax")
    host=${frontend%%/*}
    case " ${HOSTS:-$host} " in
    *" $host "* | *" ${host%:*} "*) ;;
    *) fail "The Dockerfile's syntax line needs $syntax, which this offline site does not reach; remove the line." ;;
    esac
    [ "$frontend" = "$syntax" ] || set -- "$@" --build-arg "BUILDKIT_SYNTAX=$frontend"
fi
[ -z "$TARGET" ] || set -- "$@" --target "$TARGET"
[ "$BUILD_NETWORK" = default ] || set -- "$@" --network "$BUILD_NETWORK"
i=0
while [ "$i" -lt "$BUILD_ARG_COUNT" ]; do
    eval "pair=\$BUILD_ARG_$i"
    [ -z "$BASE" ] || [ "${pair#*=}" != "$BASE" ] || pair="${pair%%=*}=$base"
    set -- "$@" --build-arg "$pair"
    i=$((i + 1))
done
i=0
while [ "$i" -lt "$LABEL_COUNT" ]; do
    eval "set -- \"\$@\" --label \"\$LABEL_$i\""
    i=$((i + 1))
done
i=0
while [ "$i" -lt "$SECRET_COUNT" ]; do
    eval "set -- \"\$@\" --secret \"id=\$SECRET_$i,src=\$STATE/secrets/\$SECRET_$i\""
    i=$((i + 1))
done
if [ -e "$STATE/builder" ]; then
    [ -z "$CACHE" ] || set -- "$@" --cache-from "type=registry,ref=$CACHE:buildkit" \
        --cache-to "type=registry,ref=$CACHE:buildkit,mode=max"
    docker buildx build --builder "$(cat "$STATE/builder")" --platform "$PLATFORMS" --provenance=false --push \
        --metadata-file "$STATE/metadata" --tag "$IMAGE:$TAG_0" "$@" "$CONTEXT" ||
        fail "The image could not be built or pushed; the log above names the Dockerfile's step."
    sed -n 's/.*"containerimage.digest": *"\(sha256:[0-9a-f]\{64\}\)".*/\1/p' "$STATE/metadata" >"$STATE/digest"
    exit 0
fi
set -- "$@" --tag "$local"
[ -z "$PLATFORMS" ] || set -- "$@" --platform "$PLATFORMS"
if [ -e "$STATE/buildkit" ]; then
    export DOCKER_BUILDKIT=1
    [ -z "$CACHE" ] || set -- "$@" --cache-from "$CACHE:latest" --build-arg BUILDKIT_INLINE_CACHE=1
else
    export DOCKER_BUILDKIT=0
    # A step that fails would leave its container.
    set -- "$@" --force-rm
    if [ -n "$CACHE" ] && docker pull --quiet "$CACHE:latest" >/dev/null 2>&1; then set -- "$@" --cache-from "$CACHE:latest"; fi
fi
[ -z "$BUILD_MEMORY" ] || set -- "$@" --memory "${BUILD_MEMORY%i}"
[ -z "$BUILD_CPU_QUOTA" ] || set -- "$@" --cpu-period 100000 --cpu-quota "$BUILD_CPU_QUOTA"
docker build "$@" "$CONTEXT" || fail "The image could not be built; the log above names the Dockerfile's step."
