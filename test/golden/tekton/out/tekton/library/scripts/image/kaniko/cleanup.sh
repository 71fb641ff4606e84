#!/busybox/sh
# Runs in kaniko's container: ends what an aborted build left running, and removes the logins and the secrets. The built
# files are removed with the pod.
set -u
session=
[ ! -s "$STATE/session" ] || session=$(cat "$STATE/session")
rm -rf "$STATE/auth.json" "$STATE/config" "$STATE/secrets" "$STATE/ca.pem"
# RUN instructions do not get the variables of the build and are not in its process group, but they are in the executor's session.
at_work() {
    [ -n "$session" ] || return 0
    for stat in /proc/[0-9]*/stat; do
        # The program's name can contain spaces. The next fields are: state, parent, group, session.
        sed 's/.*) //' "$stat" 2>/dev/null | (
            read -r status _ _ of _ && [ "$status" != Z ] && [ "$of" = "$session" ] && printf '%s\n' "$stat"
        )
    done
}
# Processes of an aborted build may still run and write files during the clean-up. So end every process that uses the
# files of this build first. Other builds use other folders.
attempts=30
while builders=$(at_work | cut -d/ -f3) && [ -n "$builders" ] && [ "$attempts" -gt 0 ]; do
    printf '%s\n' "$builders" | xargs kill -KILL 2>/dev/null
    sleep 1
    attempts=$((attempts - 1))
done
rm -rf "$STATE"
