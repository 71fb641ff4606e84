#!/bin/sh
# Builds the image with buildah, unless the registry has it already: one record, one image.
set -eu
fail() {
    printf '%s\n' "$1" >"$STATE/failure"
    exit 1
}
export REGISTRY_AUTH_FILE="$STATE/auth.json" CONTAINERS_STORAGE_CONF="$STATE/storage.conf"
verify=true base_verify=true
[ "$REGISTRY_INSECURE" = false ] || verify=false
if [ "$BASE_REGISTRY" = "$REGISTRY" ]; then
    base_verify=$verify
elif [ "$BASE_INSECURE" = true ]; then
    base_verify=false
fi
if skopeo inspect --tls-verify="$verify" "docker://$IMAGE:$TAG_0" >"$STATE/there" 2>"$STATE/pull"; then
    pair=
    i=0
    while [ "$i" -lt "$LABEL_COUNT" ]; do
        eval "pair=\$LABEL_$i"
        case "$pair" in
        org.opencontainers.image.revision=* | io.stagewright.source-build=* | io.stagewright.base=*)
            skopeo inspect --tls-verify="$verify" --format "{{ range \$k, \$v := .Labels }}{{ \$k }}={{ println \$v }}{{ end }}" \
                "docker://$IMAGE:$TAG_0" | grep -qxF "$pair" ||
                fail "$IMAGE:$TAG_0 is there already, and is another image: its ${pair%%=*} is not ${pair#*=}."
            ;;
        esac
        i=$((i + 1))
    done
    skopeo inspect --tls-verify="$verify" --format '{{ .Digest }}' "docker://$IMAGE:$TAG_0" >"$STATE/digest"
    : >"$STATE/reused"
    printf '%s is there already, of this very release; nothing is built.\n' "$IMAGE:$TAG_0"
    exit 0
fi
grep -qiE 'not found|manifest unknown|name unknown' "$STATE/pull" ||
    fail "The registry $REGISTRY could not be asked for $IMAGE:$TAG_0: $(tail -n 1 "$STATE/pull")"

if [ -n "$BASE" ]; then
    # podman takes a tag or a digest; the digest is what was pinned.
    base="${BASE%%@*}"
    case "${base##*/}" in *:*) base="${base%:*}" ;; esac
    base="$base@${BASE#*@}"
    podman pull --quiet --tls-verify="$base_verify" "$base" >/dev/null || fail "The base image $BASE could not be pulled."
fi
set -- --file "$DOCKERFILE" --tag localhost/stagewright-build --pull=never --layers --iidfile "$STATE/iid"
[ -z "$TARGET" ] || set -- "$@" --target "$TARGET"
i=0
while [ "$i" -lt "$BUILD_ARG_COUNT" ]; do
    eval "pair=\$BUILD_ARG_$i"
    # The base is known by its digest alone in the local store.
    # shellcheck disable=SC2154 # set by eval
    [ -z "$BASE" ] || [ "${pair#*=}" != "$BASE" ] || pair="${pair%%=*}=$base"
    set -- "$@" --build-arg "$pair"
    i=$((i + 1))
done
i=0
while [ "$i" -lt "$LABEL_COUNT" ]; do
    eval "set -- \"\$@\" --label \"\$LABEL_$i\""
    i=$((i + 1))
done
[ -z "$BUILD_MEMORY" ] || set -- "$@" --memory "${BUILD_MEMORY%i}"
buildah build --isolation "$BUILDAH_ISOLATION" --timestamp "$(git -C app log -1 --format=%ct)" "$@" "$CONTEXT" ||
    fail "The image could not be built; the log above names the Dockerfile's step."
