#!/bin/sh
# Removes the login, the secrets and the private image store; whatever happened, a step that fails stops no other.
set -u
export CONTAINERS_STORAGE_CONF="$STATE/storage.conf"
rm -rf "$STATE/auth.json" "$STATE/secrets" "$STATE/ca.pem"
if [ -s "$CONTAINERS_STORAGE_CONF" ]; then
    buildah rm --all >/dev/null 2>&1
fi
# A build that was killed leaves its mounts; the last one made goes first.
grep -oF "$STATE/graph" /proc/self/mountinfo >/dev/null 2>&1 &&
    awk -v state="$STATE/" 'index($5, state) == 1 { print $5 }' /proc/self/mountinfo | sort -r |
    while IFS= read -r mount; do umount -l "$mount"; done
if [ -d "$STATE" ]; then chmod -R u+rwx "$STATE"; fi
rm -rf "$STATE"
