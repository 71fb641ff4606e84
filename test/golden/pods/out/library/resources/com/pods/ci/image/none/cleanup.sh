#!/bin/sh
# Ends the processes of an aborted command, and removes the login.
set -u
rm -rf "$STATE/auth.json" "$STATE/config" "$STATE/ca.pem"
# Finds them by their environment. In a pod, the other container's processes end with the pod.
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
if [ -d "$STATE" ]; then chmod -R u+rwx "$STATE"; fi
rm -rf "$STATE"
