#!/bin/sh
# Removes the login and the private image store.
set -u
export CONTAINERS_STORAGE_CONF="$STATE/storage.conf"
if [ -s "$CONTAINERS_STORAGE_CONF" ]; then
    buildah rm --all >/dev/null 2>&1
    buildah rmi --all --force >/dev/null 2>&1
fi
if [ -d "$STATE" ]; then chmod -R u+w "$STATE" && rm -rf "$STATE"; fi
