#!/bin/sh
# Builds the image, unless the registry has it already: one record, one image.
set -eu
export DOCKER_CONFIG="$STATE/config"
fail() {
    printf '%s\n' "$1" >"$STATE/failure"
    exit 1
}
local="stagewright-build:$(printf '%s' "$STATE" | sha256sum | cut -c1-24)"
printf '%s\n' "$local" >"$STATE/local"

label() {
    docker image inspect --format "{{ index .Config.Labels \"$1\" }}" "$IMAGE:$TAG_0"
}
if docker pull --quiet "$IMAGE:$TAG_0" >"$STATE/pull" 2>&1; then
    pair=
    i=0
    while [ "$i" -lt "$LABEL_COUNT" ]; do
        eval "pair=\$LABEL_$i"
        case "$pair" in
        org.opencontainers.image.revision=* | io.stagewright.source-build=* | io.stagewright.base=*)
            [ "$(label "${pair%%=*}")" = "${pair#*=}" ] ||
                fail "$IMAGE:$TAG_0 is there already, and is another image: its ${pair%%=*} is not ${pair#*=}."
            ;;
        esac
        i=$((i + 1))
    done
    docker tag "$IMAGE:$TAG_0" "$local"
    : >"$STATE/reused"
    printf '%s is there already, of this very release; nothing is built.\n' "$IMAGE:$TAG_0"
    exit 0
fi
grep -qiE 'not found|manifest unknown|does not exist' "$STATE/pull" ||
    fail "The registry $REGISTRY could not be asked for $IMAGE:$TAG_0: $(tail -n 1 "$STATE/pull")"

if [ -n "$BASE" ]; then
    docker pull --quiet "$BASE" >/dev/null || fail "The base image $BASE could not be pulled."
fi
set -- --file "$DOCKERFILE" --tag "$local" --iidfile "$STATE/iid"
[ -z "$TARGET" ] || set -- "$@" --target "$TARGET"
[ "$BUILD_NETWORK" = default ] || set -- "$@" --network "$BUILD_NETWORK"
i=0
while [ "$i" -lt "$BUILD_ARG_COUNT" ]; do
    eval "set -- \"\$@\" --build-arg \"\$BUILD_ARG_$i\""
    i=$((i + 1))
done
i=0
while [ "$i" -lt "$LABEL_COUNT" ]; do
    eval "set -- \"\$@\" --label \"\$LABEL_$i\""
    i=$((i + 1))
done
# The client knows best whether it has BuildKit; the site knows whether its daemons do.
[ "$BUILD_KIT" = true ] || export DOCKER_BUILDKIT=0
[ -z "$BUILD_MEMORY" ] || set -- "$@" --memory "${BUILD_MEMORY%i}"
docker build "$@" "$CONTEXT" || fail "The image could not be built; the log above names the Dockerfile's step."
