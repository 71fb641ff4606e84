#!/usr/bin/env bash
# container.sh COMMAND…: runs a command like in the container of a rootless engine: as the user 1000 with subordinate users and
# without capabilities. Of the folder ROOTLESS_HIDES, which only root can read, it sees only the workspace. ROOTLESS_TOOLS is the
# folder with the engine.
set -eu
if [ "${ROOTLESS_INSIDE:-}" = "" ]; then
  exec env ROOTLESS_INSIDE=1 unshare --mount --propagation private "$0" "$@"
fi
unset ROOTLESS_INSIDE
# Any folder works, and its mount is only visible in here.
mount -t tmpfs -o mode=755 rootless /mnt
mkdir /mnt/bin /mnt/agent
printf 'builder:100000:65536\n' >/mnt/subuid
{
  grep -v '^[^:]*:[^:]*:1000:' /etc/passwd
  printf 'builder:x:1000:1000::/nonexistent:/bin/sh\n'
} >/mnt/passwd
mount --bind /mnt/passwd /etc/passwd
for file in /etc/subuid /etc/subgid; do mount --bind /mnt/subuid "$file"; done
cp "$ROOTLESS_TOOLS"/buildctl "$ROOTLESS_TOOLS"/buildkitd /mnt/bin/
export PATH="/mnt/bin:/usr/sbin:/usr/bin:/sbin:/bin"

directory=$PWD
# The workspace and its @tmp sibling are one volume of the pod; the pod's fsGroup lets the user write to it.
agent=$(dirname "$WORKSPACE")
real=$(realpath "$agent")
chown -R 1000:1000 "$agent"/*@tmp
mount --rbind "$real" /mnt/agent
mount -t tmpfs -o mode=755 hidden "$ROOTLESS_HIDES"
for folder in "$agent" "$real"; do
  mkdir -p "$folder"
  mount --rbind /mnt/agent "$folder"
done
cd "$directory"
unset TMPDIR
exec setpriv --reuid 1000 --regid 1000 --clear-groups --inh-caps=-all "$@"
