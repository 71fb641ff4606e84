#!/busybox/sh
# Runs in kaniko's container: builds the image and pushes it, unless the registry has it already.
# No umask here: kaniko would give it to the files of the image.
set -eu
fail() {
    printf '%s\n' "$1" >"$STATE/failure"
    exit 1
}
[ ! -e "$STATE/reused" ] || exit 0
export DOCKER_CONFIG="$STATE/config"
set -- --context "dir://$PWD/$CONTEXT" --dockerfile "$PWD/$DOCKERFILE" --digest-file "$STATE/digest" \
    --push-retry "$PUSH_RETRIES" --image-download-retry "$PUSH_RETRIES" --compressed-caching="$COMPRESSED_CACHING"
[ -z "$TARGET" ] || set -- "$@" --target "$TARGET"
[ -z "$PLATFORMS" ] || set -- "$@" --custom-platform "$PLATFORMS"
i=0
while [ "$i" -lt "$FIXED_COUNT" ]; do
    eval "set -- \"\$@\" --destination \"\$IMAGE:\$TAG_$i\""
    i=$((i + 1))
done
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
i=0
while [ "$i" -lt "$SECRET_COUNT" ]; do
    eval "set -- \"\$@\" --secret \"id=\$SECRET_$i,src=\$STATE/secrets/\$SECRET_$i\""
    i=$((i + 1))
done
i=0
while [ "$i" -lt "$INSECURE_COUNT" ]; do
    eval "set -- \"\$@\" --insecure-registry \"\$INSECURE_$i\""
    i=$((i + 1))
done
pair=
i=0
while [ "$i" -lt "$MIRROR_COUNT" ]; do
    eval "pair=\$MIRROR_$i"
    # Docker Hub's mirror can be the only source; the one of another registry is the first.
    case "$pair" in
    docker.io=*) set -- "$@" --registry-mirror "${pair#*=}" --skip-default-registry-fallback ;;
    *) set -- "$@" --registry-map "$pair" ;;
    esac
    i=$((i + 1))
done
if [ -e "$STATE/ca.pem" ]; then
    set -- "$@" --registry-certificate "$REGISTRY=$STATE/ca.pem"
    [ -z "$BASE_REGISTRY" ] || [ "$BASE_REGISTRY" = "$REGISTRY" ] ||
        set -- "$@" --registry-certificate "$BASE_REGISTRY=$STATE/ca.pem"
fi
[ -z "$CACHE" ] || set -- "$@" --cache=true --cache-repo "$CACHE" --cache-ttl "$CACHE_TTL"
/kaniko/executor "$@" || fail "The image could not be built or pushed; the log above names the step."
[ -s "$STATE/digest" ] || fail "No digest was written for $IMAGE:$TAG_0; nothing was pushed."
