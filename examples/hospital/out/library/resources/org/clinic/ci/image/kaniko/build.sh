#!/busybox/sh
# Runs in kaniko's container: builds the image and pushes it, unless the registry has it already.
# No umask here: kaniko would give it to the files of the image.
set -eu
# Jenkins hands over no variable that is empty: any of these may be missing.
: "${BASE:=}" "${BASE_CREDENTIAL:=}" "${BASE_REGISTRY:=}" "${BUILDER_IMAGE:=}" "${BUILD_ARGS:=}" "${BUILD_CPU_QUOTA:=}"
: "${BUILD_MEMORY:=}" "${CACHE:=}" "${HOSTS:=}" "${INSECURE:=}" "${MIRRORS:=}" "${MOVING_TAGS:=}" "${PLATFORMS:=}"
: "${REGISTRY_CREDENTIAL:=}" "${SECRETS:=}" "${TARGET:=}" "${TRIVY_CACHE:=}" "${TRIVY_DATABASE:=}"
# Ends the script with one sentence. The first one stands: it was nearest to the cause. Room was kept for it on a full disk.
fail() {
    rm -f "$STATE/room"
    [ -s "$STATE/failure" ] || printf '%s\n' "$1" >"$STATE/failure"
    exit 1
}
# Runs a command and passes its output on, line by line; a full disk is told as such, whatever the command makes of it.
# Where it fails, its last line stays in $STATE/last.
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
        [ "$full" = false ] || fail "No space is left on the disk where the image is built, on the agent $NODE_NAME; free some."
        printf '%s\n' "$last" >"$STATE/last"
        exit 1
    )
}
push_failed() {
    case "$(cat "$STATE/last")" in
    *denied* | *nauthorized*)
        fail "The registry $REGISTRY denied the push to $1; its credential ${REGISTRY_CREDENTIAL:-(none)} needs the right to push."
        ;;
    esac
    fail "The image could not be pushed to $1: $(cat "$STATE/last")"
}
# A list comes as numbered variables; `get NAME` sets `value` to what one holds: nothing where Jenkins left it out.
value=
get() {
    eval "value=\${$1:-}"
}
[ ! -e "$STATE/reused" ] || exit 0
export DOCKER_CONFIG="$STATE/config"
set -- --context "dir://$PWD/$CONTEXT" --dockerfile "$PWD/$DOCKERFILE" --digest-file "$STATE/digest" \
    --push-retry "$PUSH_RETRIES" --image-download-retry "$PUSH_RETRIES" --compressed-caching="$COMPRESSED_CACHING"
[ -z "$TARGET" ] || set -- "$@" --target "$TARGET"
[ -z "$PLATFORMS" ] || set -- "$@" --custom-platform "$PLATFORMS"
for tag in $TAGS; do set -- "$@" --destination "$IMAGE:$tag"; done
for name in $BUILD_ARGS; do get "$name" && set -- "$@" --build-arg "$value"; done
for name in $LABELS; do get "$name" && set -- "$@" --label "$value"; done
for name in $SECRETS; do get "$name" && set -- "$@" --secret "id=$value,src=$STATE/secrets/$name"; done
for host in $INSECURE; do set -- "$@" --insecure-registry "$host"; done
for mirror in $MIRRORS; do
    # Docker Hub's mirror can be the only source; the one of another registry is the first.
    case "$mirror" in
    docker.io=*) set -- "$@" --registry-mirror "${mirror#*=}" --skip-default-registry-fallback ;;
    *) set -- "$@" --registry-map "$mirror" ;;
    esac
done
if [ -e "$STATE/ca.pem" ]; then
    set -- "$@" --registry-certificate "$REGISTRY=$STATE/ca.pem"
    [ -z "$BASE_REGISTRY" ] || [ "$BASE_REGISTRY" = "$REGISTRY" ] ||
        set -- "$@" --registry-certificate "$BASE_REGISTRY=$STATE/ca.pem"
fi
[ -z "$CACHE" ] || set -- "$@" --cache=true --cache-repo "$CACHE" --cache-ttl "$CACHE_TTL"
watched /kaniko/executor "$@" || {
    case "$(cat "$STATE/last")" in *'error pushing image'* | *'checking push permission'*) push_failed "$IMAGE:${TAGS%% *}" ;; esac
    fail "The image could not be built from $DOCKERFILE; the log above names the step that failed."
}
[ -s "$STATE/digest" ] || fail "No digest was written for $IMAGE:${TAGS%% *}; nothing was pushed."
