#!/bin/sh
# Builds the image with buildah, unless the registry has it already.
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
# A list comes as numbered variables; `get NAME` sets `value` to what one holds: nothing where Jenkins left it out.
value=
get() {
    eval "value=\${$1:-}"
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
# One record, one image: a tag that is never moved is this release's, or the build is refused.
for tag in $TAGS; do
    if ! skopeo inspect --format "{{ range \$k, \$v := .Labels }}{{ \$k }}={{ println \$v }}{{ end }}" \
        "docker://$IMAGE:$tag" >"$STATE/labels" 2>"$STATE/asked"; then
        grep -qiE 'not found|manifest unknown|name unknown' "$STATE/asked" ||
            fail "The registry $REGISTRY could not be asked for $IMAGE:$tag: $(tail -n 1 "$STATE/asked")"
        continue
    fi
    for name in $IDENTITY; do
        get "$name"
        grep -qxF "$value" "$STATE/labels" ||
            fail "$IMAGE:$tag is there already, and is another image: its ${value%%=*} is not ${value#*=}."
    done
    there=$(skopeo inspect --format '{{ .Digest }}' "docker://$IMAGE:$tag")
    if [ -s "$STATE/digest" ] && [ "$there" != "$(cat "$STATE/digest")" ]; then
        fail "$IMAGE:$tag is there already, and is another image: $there."
    fi
    printf '%s\n' "$there" >"$STATE/digest"
    printf '%s is there already, of this very release; nothing is built.\n' "$IMAGE:$tag"
done
[ ! -s "$STATE/digest" ] || exit 0

# These tools take a tag or a digest; the digest is what was pinned.
reference() {
    name=${1%%@*}
    case "$1" in *@*) case "${name##*/}" in *:*) name=${name%:*} ;; esac ;; esac
    case "$1" in *@*) name="$name@${1#*@}" ;; esac
    printf '%s\n' "$name"
}
base=$(reference "$BASE")
if [ -n "$BASE" ] && [ -z "$PLATFORMS" ]; then
    watched podman pull --quiet "$base" ||
        fail "The base image $BASE could not be pulled: $(cat "$STATE/last")"
fi
# The store is private and empty: what is missing is pulled, what was pulled is taken as it is.
set -- --file "$DOCKERFILE" --pull=missing --identity-label=false
case "$PLATFORMS" in
# Without layers of its own: a cached one would do for every platform.
*,*) set -- "$@" --platform "$PLATFORMS" --layers=false --manifest localhost/stagewright-build ;;
?*) set -- "$@" --platform "$PLATFORMS" --layers --tag localhost/stagewright-build ;;
*) set -- "$@" --layers --tag localhost/stagewright-build ;;
esac
[ -z "$TARGET" ] || set -- "$@" --target "$TARGET"
for name in $BUILD_ARGS; do
    get "$name"
    # The base is known by its digest alone in the local store.
    [ -z "$BASE" ] || [ "${value#*=}" != "$BASE" ] || value="${value%%=*}=$base"
    set -- "$@" --build-arg "$value"
done
for name in $LABELS; do get "$name" && set -- "$@" --label "$value"; done
for name in $SECRETS; do get "$name" && set -- "$@" --secret "id=$value,src=$STATE/secrets/$name"; done
[ -z "$CACHE" ] || set -- "$@" --cache-from "$CACHE" --cache-to "$CACHE"
[ -z "$BUILD_MEMORY" ] || set -- "$@" --memory "${BUILD_MEMORY%i}"
[ -z "$BUILD_CPU_QUOTA" ] || set -- "$@" --cpu-period 100000 --cpu-quota "$BUILD_CPU_QUOTA"
# One commit, one time: the same sources give the same image, built from the cache or not.
watched buildah build --isolation "$BUILDAH_ISOLATION" --timestamp "$(git -C app log -1 --format=%ct)" "$@" "$CONTEXT" ||
    fail "The image could not be built from $DOCKERFILE; the log above names the step that failed."
