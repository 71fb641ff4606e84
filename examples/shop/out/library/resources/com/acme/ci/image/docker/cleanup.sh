#!/bin/sh
# Removes the login, the secrets and the tags that this build created or pulled. The layers stay in the daemon's cache.
set -u
at_work() {
    grep -lsF "=$STATE/" /proc/[0-9]*/environ
}
# Processes of an aborted build may still run and write files during the clean-up. So end every process that uses the
# files of this build first. Other builds use other folders.
attempts=30
while builders=$(at_work | cut -d/ -f3) && [ -n "$builders" ] && [ "$attempts" -gt 0 ]; do
    printf '%s\n' "$builders" | xargs kill -KILL 2>/dev/null
    sleep 1
    attempts=$((attempts - 1))
done
export DOCKER_CONFIG="$STATE/config"
for tag in $TAGS ${MOVING_TAGS:-}; do docker image rm "$IMAGE:$tag"; done >/dev/null 2>&1
[ -z "${CACHE:-}" ] || docker image rm "$CACHE:latest" >/dev/null 2>&1
[ ! -s "$STATE/builder" ] || docker buildx rm "$(cat "$STATE/builder")" >/dev/null 2>&1
for file in local pulled; do
    [ ! -s "$STATE/$file" ] || docker image rm "$(cat "$STATE/$file")" >/dev/null 2>&1
done
rm -rf "$STATE"
