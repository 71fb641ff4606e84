#!/usr/bin/env bash
# supervise.sh DIRECTORY COMMAND…: runs a server until it ends or the standard input does, then removes DIRECTORY.
# The input is a pipe from the test's process: when the process ends for any reason, the server ends, too.
directory=$1
shift
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
cat <&3 >/dev/null &
input=$!
exec 3<&-

wait -n
kill -TERM "$server" 2>/dev/null
for ((tries = 0; tries < 400; tries++)); do
  kill -0 "$server" 2>/dev/null || break
  sleep 0.05
done
kill -KILL "$server" 2>/dev/null
wait "$server"
status=$?
kill "$input" 2>/dev/null
wait "$input" 2>/dev/null

# A killed docker daemon leaves a mount.
awk -v below="$directory/" 'index($5, below) == 1 { print $5 }' /proc/self/mountinfo | sort -r |
  while IFS= read -r mount; do umount -l "$mount"; done
rm -rf -- "$directory"
exit "$status"
