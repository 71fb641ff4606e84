#!/bin/sh
# Removes the login, the secrets and this build's names of the image; its layers stay as the daemon's cache.
set -u
export DOCKER_CONFIG="$STATE/config"
tag=
i=0
while [ "$i" -lt "$TAG_COUNT" ]; do
    eval "tag=\$TAG_$i"
    docker image rm "$IMAGE:$tag" >/dev/null 2>&1
    i=$((i + 1))
done
[ -z "$CACHE" ] || docker image rm "$CACHE:latest" >/dev/null 2>&1
[ ! -s "$STATE/builder" ] || docker buildx rm "$(cat "$STATE/builder")" >/dev/null 2>&1
[ ! -s "$STATE/local" ] || docker image rm "$(cat "$STATE/local")" >/dev/null 2>&1
rm -rf "$STATE"
