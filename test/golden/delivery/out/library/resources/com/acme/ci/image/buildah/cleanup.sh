#!/bin/sh
# Removes the login, the secrets and the private image store; whatever happened, a step that fails stops no other.
set -u
rm -rf "$STATE/auth.json" "$STATE/secrets" "$STATE/ca.pem"
# The tools by their environment; what a RUN line started by its root (chroot isolation) or its group (oci).
at_work() {
    grep -lsF "=$STATE/" /proc/[0-9]*/environ
    find /proc/[0-9]* -maxdepth 1 -name root -lname "$(readlink -f "$STATE")/*" 2>/dev/null
    for bundle in "$STATE"/tmp/buildah[0-9]*; do grep -lsF "/buildah-${bundle##*/}" /proc/[0-9]*/cgroup; done
}
# A build that was aborted or killed may still be at work for a while, and would write on while it is cleaned up: whoever
# works with the files of this build is ended first. Other builds' are elsewhere.
attempts=30
while builders=$(at_work | cut -d/ -f3) && [ -n "$builders" ] && [ "$attempts" -gt 0 ]; do
    printf '%s\n' "$builders" | xargs kill -KILL 2>/dev/null
    sleep 1
    attempts=$((attempts - 1))
done
# A build that was killed leaves its mounts; the last one made goes first.
awk -v state="$STATE/" 'index($5, state) == 1 { print $5 }' /proc/self/mountinfo | sort -r |
    while IFS= read -r mount; do umount -l "$mount"; done
if [ -d "$STATE" ]; then chmod -R u+rwx "$STATE"; fi
rm -rf "$STATE"
