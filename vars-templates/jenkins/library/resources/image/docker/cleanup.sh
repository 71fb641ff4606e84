#!/bin/sh
# Removes the login, the secrets and the names that this build gave and pulled; the layers stay as the daemon's cache.
set -u
export DOCKER_CONFIG="$STATE/config"
for tag in $TAGS $MOVING_TAGS; do docker image rm "$IMAGE:$tag"; done >/dev/null 2>&1
[ -z "$CACHE" ] || docker image rm "$CACHE:latest" >/dev/null 2>&1
[ ! -s "$STATE/builder" ] || docker buildx rm "$(cat "$STATE/builder")" >/dev/null 2>&1
for file in local pulled; do
    [ ! -s "$STATE/$file" ] || docker image rm "$(cat "$STATE/$file")" >/dev/null 2>&1
done
rm -rf "$STATE"
