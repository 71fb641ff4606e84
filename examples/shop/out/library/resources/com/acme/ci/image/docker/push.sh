#!/bin/sh
# Pushes the image, asks the registry for the digest that it gave, and pushes the further tags.
set -eu
# Jenkins hands over no variable that is empty: any of these may be missing.
: "${BASE:=}" "${BASE_CREDENTIAL:=}" "${BASE_REGISTRY:=}" "${BUILDER_IMAGE:=}" "${BUILD_ARGS:=}" "${BUILD_CPU_QUOTA:=}"
: "${BUILD_MEMORY:=}" "${CACHE:=}" "${HOSTS:=}" "${INSECURE:=}" "${MIRRORS:=}" "${MOVING_TAGS:=}" "${PLATFORMS:=}"
: "${REGISTRY_CREDENTIAL:=}" "${SECRETS:=}" "${TARGET:=}" "${TRIVY_CACHE:=}" "${TRIVY_DATABASE:=}"
export DOCKER_CONFIG="$STATE/config"
# The client asks the registry itself, by the site's own authorities; the daemon has its own.
if [ -e "$STATE/ca.pem" ]; then export SSL_CERT_FILE="$STATE/ca.pem"; fi
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
# Moving tags come last, and follow the newest source build: a rebuild from an old record must not bring them back.
is_newer() {
    [ "${1%#*}" = "${SOURCE_BUILD%#*}" ] && [ "${1##*#}" -gt "${SOURCE_BUILD##*#}" ]
}
local=$(cat "$STATE/local")
push() {
    docker tag "$local" "$1"
    watched docker push "$1" >"$STATE/pushed" || {
        cat "$STATE/pushed"
        push_failed "$1"
    }
    cat "$STATE/pushed"
    sed -n 's/^.*digest: \(sha256:[0-9a-f]\{64\}\) size: .*$/\1/p' "$STATE/pushed" >"$STATE/digest"
    [ -s "$STATE/digest" ] || fail "No digest was written for $1; nothing was pushed."
}
if [ -e "$STATE/builder" ]; then
    # BuildKit pushed the index of all platforms; its further tags are given in the registry.
    [ -s "$STATE/digest" ] || fail "No digest was written for $IMAGE:${TAGS%% *}; nothing was pushed."
    push() {
        watched docker buildx imagetools create --builder "$(cat "$STATE/builder")" --tag "$1" "$IMAGE@$digest" ||
            push_failed "$1"
    }
else
    push "$IMAGE:${TAGS%% *}"
fi
digest=$(cat "$STATE/digest")
# The daemon might answer from what it has pushed.
plain=
[ "$REGISTRY_INSECURE" = false ] || plain=--insecure
docker manifest inspect ${plain:+"$plain"} "$IMAGE@$digest" >/dev/null ||
    fail "The registry $REGISTRY does not have $IMAGE under the digest $digest that it gave."
label_of() {
    ! docker pull --quiet ${PLATFORMS:+--platform "${PLATFORMS%%,*}"} "$1" >/dev/null 2>&1 ||
        docker image inspect --format '{{ index .Config.Labels "io.stagewright.source-build" }}' "$1"
}
further() {
    push "$1"
    [ "$(cat "$STATE/digest")" = "$digest" ] || fail "The registry gave $1 another digest than $digest."
}
for tag in $TAGS; do
    [ "$tag" = "${TAGS%% *}" ] || further "$IMAGE:$tag"
done
for tag in $MOVING_TAGS; do
    if is_newer "$(label_of "$IMAGE:$tag")"; then
        printf '%s stays where it is: a newer source build has it.\n' "$IMAGE:$tag"
    else
        further "$IMAGE:$tag"
    fi
done
if [ -n "$CACHE" ] && [ ! -e "$STATE/builder" ]; then push "$CACHE:latest"; fi
printf '%s\n' "$digest" >"$STATE/digest"
