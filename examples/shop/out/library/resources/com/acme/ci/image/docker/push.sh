#!/bin/sh
# Pushes every tag and notes the digest that the registry gave.
set -eu
export DOCKER_CONFIG="$STATE/config"
fail() {
    printf '%s\n' "$1" >"$STATE/failure"
    exit 1
}
local=$(cat "$STATE/local")
# Moving tags come last and follow the newest build: a rebuild from an old record must not bring them back.
count=$TAG_COUNT
[ ! -e "$STATE/reused" ] || count=$FIXED_COUNT
tag=
i=0
while [ "$i" -lt "$count" ]; do
    eval "tag=\$TAG_$i"
    docker tag "$local" "$IMAGE:$tag"
    docker push --quiet "$IMAGE:$tag" || fail "The image could not be pushed to $IMAGE:$tag; the log above says why."
    i=$((i + 1))
done
docker image inspect --format '{{ range .RepoDigests }}{{ println . }}{{ end }}' "$IMAGE:$TAG_0" |
    grep -F "$IMAGE@" | head -n 1 | sed 's/.*@//' >"$STATE/digest"
[ -s "$STATE/digest" ] || fail "The registry gave no digest for $IMAGE:$TAG_0."
docker pull --quiet "$IMAGE@$(cat "$STATE/digest")" >/dev/null ||
    fail "The registry does not have $IMAGE under the digest that it gave."
