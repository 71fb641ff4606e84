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
label() {
    docker image inspect --format "{{ index .Config.Labels \"$1\" }}" "$IMAGE:$tag"
}
pair=
tag=
i=0
while [ "$i" -lt "$FIXED_COUNT" ]; do
    eval "tag=\$TAG_$i"
    i=$((i + 1))
    if ! docker pull --quiet "$IMAGE:$tag" >"$STATE/asked" 2>&1; then
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
    printf '%s is there already, of this very release; nothing is built.\n' "$IMAGE:$tag"
done
[ ! -s "$STATE/id" ] || exit 0

# The daemon knows no mirror but Docker Hub's, so the base is named where it lies.
base=$BASE
i=0
while [ "$i" -lt "$MIRROR_COUNT" ]; do
    eval "pair=\$MIRROR_$i"
    case "$BASE" in "${pair%%=*}"/*) base="${pair#*=}/${BASE#*/}" ;; esac
    i=$((i + 1))
done
if [ -n "$base" ]; then
    docker pull --quiet "$base" >/dev/null || fail "The base image $BASE could not be pulled."
fi
set -- --file "$DOCKERFILE" --tag "$local"
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
docker build "$@" "$CONTEXT" || fail "The image could not be built; the log above names the Dockerfile's step."
