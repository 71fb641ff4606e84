#!/bin/sh
# Builds the image with buildah, unless the registry has it already.
set -eu
fail() {
    printf '%s\n' "$1" >"$STATE/failure"
    exit 1
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
export CONTAINERS_STORAGE_CONF="$STATE/storage.conf"
# One record, one image: a tag that is never moved is this release's, or the build is refused.
pair=
tag=
i=0
while [ "$i" -lt "$FIXED_COUNT" ]; do
    eval "tag=\$TAG_$i"
    i=$((i + 1))
    if ! skopeo inspect --format "{{ range \$k, \$v := .Labels }}{{ \$k }}={{ println \$v }}{{ end }}" \
        "docker://$IMAGE:$tag" >"$STATE/labels" 2>"$STATE/asked"; then
        grep -qiE 'not found|manifest unknown|name unknown' "$STATE/asked" ||
            fail "The registry $REGISTRY could not be asked for $IMAGE:$tag: $(tail -n 1 "$STATE/asked")"
        continue
    fi
    j=0
    while [ "$j" -lt "$LABEL_COUNT" ]; do
        eval "pair=\$LABEL_$j"
        j=$((j + 1))
        case "$pair" in
        org.opencontainers.image.revision=* | io.stagewright.source-build=* | io.stagewright.base=*)
            grep -qxF "$pair" "$STATE/labels" ||
                fail "$IMAGE:$tag is there already, and is another image: its ${pair%%=*} is not ${pair#*=}."
            ;;
        esac
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
    podman pull --quiet "$base" >/dev/null || fail "The base image $BASE could not be pulled."
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
i=0
while [ "$i" -lt "$BUILD_ARG_COUNT" ]; do
    eval "pair=\$BUILD_ARG_$i"
    # The base is known by its digest alone in the local store.
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
[ -z "$CACHE" ] || set -- "$@" --cache-from "$CACHE" --cache-to "$CACHE"
[ -z "$BUILD_MEMORY" ] || set -- "$@" --memory "${BUILD_MEMORY%i}"
[ -z "$BUILD_CPU_QUOTA" ] || set -- "$@" --cpu-period 100000 --cpu-quota "$BUILD_CPU_QUOTA"
# One commit, one time: the same sources give the same image, built from the cache or not.
buildah build --isolation "$BUILDAH_ISOLATION" --timestamp "$(git -C app log -1 --format=%ct)" "$@" "$CONTEXT" ||
    fail "The image could not be built; the log above names the Dockerfile's step."
