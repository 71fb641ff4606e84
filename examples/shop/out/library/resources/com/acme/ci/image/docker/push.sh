#!/bin/sh
# Pushes the image, compares its digest in the registry, and pushes the other tags.
set -eu
# Jenkins does not pass empty variables, so any of these may be unset.
: "${BASE:=}" "${BASE_CREDENTIAL:=}" "${BASE_REGISTRY:=}" "${BUILDER_IMAGE:=}" "${BUILD_ARGS:=}" "${BUILD_CPU_QUOTA:=}"
: "${BUILD_MEMORY:=}" "${CACHE:=}" "${HOSTS:=}" "${INSECURE:=}" "${MIRRORS:=}" "${MOVING_TAGS:=}" "${PLATFORMS:=}"
: "${REGISTRY_CREDENTIAL:=}" "${SECRETS:=}" "${TARGET:=}" "${TRIVY_CACHE:=}" "${TRIVY_DATABASE:=}"
export DOCKER_CONFIG="$STATE/config"
# The client connects to the registry itself and uses the site's certificate authorities; the daemon has its own.
if [ -e "$STATE/ca.pem" ]; then export SSL_CERT_FILE="$STATE/ca.pem"; fi
# Ends the script with a message. The first message counts: it is closest to the cause. $STATE/room reserves disk space for it.
fail() {
    rm -f "$STATE/room"
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
        fail "The registry $REGISTRY denied the push to $1; the credential ${REGISTRY_CREDENTIAL:-(none)} needs permission to push."
        ;;
    esac
    fail "The image could not be pushed to $1: $(cat "$STATE/last")"
}
# Moving tags are pushed last and follow the newest source build: a rebuild from an old record must not move them back.
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
    [ -s "$STATE/digest" ] || fail "No digest was written for $1: the image was not pushed; see the log above."
}
if [ -e "$STATE/builder" ]; then
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
