#!/bin/sh
# Pushes the image, asks the registry for the digest that it gave, and pushes the further tags.
set -eu
export DOCKER_CONFIG="$STATE/config"
fail() {
    printf '%s\n' "$1" >"$STATE/failure"
    exit 1
}
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
local=$(cat "$STATE/local")
push() {
    docker tag "$local" "$1"
    docker push "$1" >"$STATE/pushed" 2>&1 || {
        cat "$STATE/pushed"
        fail "The image could not be pushed to $1; the log above says why."
    }
    cat "$STATE/pushed"
    sed -n 's/^.*digest: \(sha256:[0-9a-f]\{64\}\) size: .*$/\1/p' "$STATE/pushed" >"$STATE/digest"
    [ -s "$STATE/digest" ] || fail "The registry gave no digest for $1."
}
if [ -e "$STATE/builder" ]; then
    # BuildKit pushed the index of all platforms; its further tags are given in the registry.
    [ -s "$STATE/digest" ] || fail "No digest was written for $IMAGE:$TAG_0; nothing was pushed."
    push() {
        docker buildx imagetools create --builder "$(cat "$STATE/builder")" --tag "$1" "$IMAGE@$digest" ||
            fail "The image could not be pushed to $1; the log above says why."
    }
else
    push "$IMAGE:$TAG_0"
fi
# The client asks the registry itself; the daemon might answer from what it has pushed.
digest=$(cat "$STATE/digest")
plain=
[ "$REGISTRY_INSECURE" = false ] || plain=--insecure
docker manifest inspect ${plain:+"$plain"} "$IMAGE@$digest" >/dev/null ||
    fail "The registry $REGISTRY does not have $IMAGE under the digest $digest that it gave."
label_of() {
    ! docker pull --quiet ${PLATFORMS:+--platform "${PLATFORMS%%,*}"} "$1" >/dev/null 2>&1 ||
        docker image inspect --format '{{ index .Config.Labels "io.stagewright.source-build" }}' "$1"
}
tag=
i=1
while [ "$i" -lt "$TAG_COUNT" ]; do
    eval "tag=\$TAG_$i"
    if [ "$i" -ge "$FIXED_COUNT" ] && is_newer "$(label_of "$IMAGE:$tag")"; then
        printf '%s stays where it is: a newer source build has it.\n' "$IMAGE:$tag"
    else
        push "$IMAGE:$tag"
        [ "$(cat "$STATE/digest")" = "$digest" ] || fail "The registry gave $IMAGE:$tag another digest than $digest."
    fi
    i=$((i + 1))
done
if [ -n "$CACHE" ] && [ ! -e "$STATE/builder" ]; then push "$CACHE:latest"; fi
printf '%s\n' "$digest" >"$STATE/digest"
