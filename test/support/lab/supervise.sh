#!/bin/sh
# supervise.sh DIRECTORY COMMAND…: runs a server until it ends or the standard input does, then removes DIRECTORY.
# The input is a pipe from the test's process: when that dies, however it dies, the server dies with it.
directory=$1
shift
exec 3<&0
"$@" 0</dev/null 3<&- &
server=$!

await_end() {
  tries=0
  while kill -0 "$server" 2>/dev/null && [ "$tries" -lt 200 ]; do
    sleep 0.05
    tries=$((tries + 1))
  done
  kill -KILL "$server" 2>/dev/null
}

{
  cat <&3 >/dev/null
  kill -TERM "$server" 2>/dev/null
  await_end
} &
exec 3<&-
wait "$server"
status=$?
umount "$directory"/*/netns/default 2>/dev/null
rm -rf -- "$directory"
trap '' TERM
kill -TERM -- "-$$" 2>/dev/null
exit "$status"
