#!/bin/sh
# Pushes the image with skopeo, asks the registry for what it got, and gives it its further tags there.
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
    push "$IMAGE:$TAG_0" || fail "The image could not be pushed to $IMAGE:$TAG_0; the log above says why."
fi
# Moving tags come last, and follow the newest source build: a rebuild from an old record must not bring them back.
source_build=
i=0
while [ "$i" -lt "$LABEL_COUNT" ]; do
    eval "case \"\$LABEL_$i\" in io.stagewright.source-build=*) source_build=\${LABEL_$i#*=} ;; esac"
    i=$((i + 1))
done
is_newer() {
    [ "${1%#*}" = "${source_build%#*}" ] && [ "${1##*#}" -gt "${source_build##*#}" ]
}
# The digest file may be empty where nothing was pushed, whatever the exit code said.
[ -s "$STATE/digest" ] || fail "No digest was written for $IMAGE:$TAG_0; nothing was pushed."
digest=$(cat "$STATE/digest")
there=$(skopeo inspect --format '{{ .Digest }}' "docker://$IMAGE@$digest") || there=
[ "$there" = "$digest" ] ||
    fail "The registry $REGISTRY does not have $IMAGE under the digest $digest that was pushed."
copy() {
    skopeo copy --quiet --all --preserve-digests --retry-times 3 "docker://$IMAGE@$digest" "docker://$IMAGE:$1" ||
        fail "The image could not be pushed to $IMAGE:$1; the log above says why."
}
label_of() {
    skopeo inspect --format '{{ index .Labels "io.stagewright.source-build" }}' "docker://$IMAGE:$1" 2>/dev/null || true
}
tag=
i=0
while [ "$i" -lt "$TAG_COUNT" ]; do
    eval "tag=\$TAG_$i"
    if [ "$i" -ge "$FIXED_COUNT" ] && is_newer "$(label_of "$tag")"; then
        printf '%s stays where it is: a newer source build has it.\n' "$IMAGE:$tag"
    else
        copy "$tag"
    fi
    i=$((i + 1))
done
