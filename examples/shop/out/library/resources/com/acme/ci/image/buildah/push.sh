#!/bin/sh
# Pushes every tag with skopeo and asks the registry for what it got.
set -eu
fail() {
    printf '%s\n' "$1" >"$STATE/failure"
    exit 1
}
export REGISTRY_AUTH_FILE="$STATE/auth.json" CONTAINERS_STORAGE_CONF="$STATE/storage.conf"
verify=true
[ "$REGISTRY_INSECURE" = false ] || verify=false
from=containers-storage:localhost/stagewright-build
# An image that was there already gets its further tags in the registry itself.
[ ! -s "$STATE/digest" ] || from="docker://$IMAGE@$(cat "$STATE/digest")"
# Moving tags come last and follow the newest build: a rebuild from an old record must not bring them back.
count=$TAG_COUNT
[ ! -e "$STATE/reused" ] || count=$FIXED_COUNT
tag=
i=0
while [ "$i" -lt "$count" ]; do
    eval "tag=\$TAG_$i"
    skopeo copy --quiet --retry-times 3 --src-tls-verify="$verify" --dest-tls-verify="$verify" \
        --digestfile "$STATE/digest.new" "$from" "docker://$IMAGE:$tag" ||
        fail "The image could not be pushed to $IMAGE:$tag; the log above says why."
    i=$((i + 1))
done
# An empty digest file means that nothing was pushed, whatever the exit code said.
[ -s "$STATE/digest.new" ] || fail "No digest was written for $IMAGE:$TAG_0."
mv "$STATE/digest.new" "$STATE/digest"
there=$(skopeo inspect --tls-verify="$verify" --format '{{ .Digest }}' "docker://$IMAGE:$TAG_0") ||
    fail "The registry does not have $IMAGE:$TAG_0 after the push."
[ "$there" = "$(cat "$STATE/digest")" ] || fail "The registry has $there under $IMAGE:$TAG_0, not what was pushed."
