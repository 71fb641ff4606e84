#!/bin/sh
# Pushes the image with skopeo, asks the registry for what it got, and gives it its further tags there.
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
export REGISTRY_AUTH_FILE="$STATE/auth.json" CONTAINERS_REGISTRIES_CONF="$STATE/registries.conf"
# The site's own authorities, beside the machine's.
if [ -e "$STATE/ca.pem" ]; then export SSL_CERT_FILE="$STATE/ca.pem"; fi
skopeo() {
    set -- --registries-conf "$STATE/registries.conf" "$@"
    # What is asked of an image for other platforms than this one, is asked of its first.
    [ -z "$PLATFORMS" ] || set -- --override-arch "$(printf '%s' "${PLATFORMS%%,*}" | cut -d/ -f2)" "$@"
    command skopeo "$@"
}
export CONTAINERS_STORAGE_CONF="$STATE/storage.conf" TMPDIR="$STATE/tmp"
plain=
[ "$REGISTRY_INSECURE" = false ] || plain=--tls-verify=false
push() {
    case "$PLATFORMS" in
    *,*)
        # It needs telling of plain HTTP, or it pushes nothing and says nothing.
        buildah manifest push --all ${plain:+"$plain"} --digestfile "$STATE/digest" \
            localhost/stagewright-build "docker://$1"
        ;;
    *)
        skopeo copy --quiet --retry-times 3 --digestfile "$STATE/digest" \
            containers-storage:localhost/stagewright-build "docker://$1"
        ;;
    esac
}
if [ ! -s "$STATE/digest" ]; then
    watched push "$IMAGE:${TAGS%% *}" || push_failed "$IMAGE:${TAGS%% *}"
fi
# Moving tags come last, and follow the newest source build: a rebuild from an old record must not bring them back.
is_newer() {
    [ "${1%#*}" = "${SOURCE_BUILD%#*}" ] && [ "${1##*#}" -gt "${SOURCE_BUILD##*#}" ]
}
# The digest file may be empty where nothing was pushed, whatever the exit code said.
[ -s "$STATE/digest" ] || fail "No digest was written for $IMAGE:${TAGS%% *}; nothing was pushed."
digest=$(cat "$STATE/digest")
there=$(skopeo inspect --format '{{ .Digest }}' "docker://$IMAGE@$digest") || there=
[ "$there" = "$digest" ] ||
    fail "The registry $REGISTRY does not have $IMAGE under the digest $digest that was pushed."
copy() {
    watched skopeo copy --quiet --all --preserve-digests --retry-times 3 "docker://$IMAGE@$digest" "docker://$IMAGE:$1" ||
        push_failed "$IMAGE:$1"
}
label_of() {
    skopeo inspect --format '{{ index .Labels "io.stagewright.source-build" }}' "docker://$IMAGE:$1" 2>/dev/null || true
}
for tag in $TAGS; do copy "$tag"; done
for tag in $MOVING_TAGS; do
    if is_newer "$(label_of "$tag")"; then
        printf '%s stays where it is: a newer source build has it.\n' "$IMAGE:$tag"
    else
        copy "$tag"
    fi
done
