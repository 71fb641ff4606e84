#!/usr/bin/env bash
# container.sh COMMAND…: runs a command like in kaniko's container: with a separate root folder that contains only /busybox, /kaniko
# and the workspace. KANIKO_EXECUTOR sets a real executor; by default, the fake executor next to this file is used, which
# leaves the root through /host to build with buildah. KANIKO_AROUND sets a wrapper script; KANIKO_FLAG is its first argument.
set -eu
if [ "${KANIKO_INSIDE:-}" = "" ]; then
  exec env KANIKO_INSIDE=1 unshare --mount --propagation private "$0" "$@"
fi
unset KANIKO_INSIDE
here=$(cd "$(dirname "$0")" && pwd)
# Any folder works, and its mount is only visible in here.
root=/mnt
mount -t tmpfs -o "mode=755,size=${KANIKO_DISK:-50%}" kaniko "$root"
mkdir -p "$root"/{store,busybox,kaniko/.docker,proc,dev,etc/ssl,tmp,run,host}
cp "$(command -v busybox)" "$root/busybox/busybox"
chroot "$root" /busybox/busybox --install -s /busybox
touch "$root/.dockerenv" "$root/run/.containerenv"
printf 'root:x:0:0:root:/root:/busybox/sh\n' >"$root/etc/passwd"
printf 'root:x:0:\n' >"$root/etc/group"
cp -r /etc/ssl/certs "$root/etc/ssl/"
cp /etc/resolv.conf /etc/hosts "$root/etc/"
mount --rbind /proc "$root/proc"
mount --rbind /dev "$root/dev"
# The workspace and its @tmp sibling are one volume of the pod.
agent=$(dirname "$WORKSPACE")
for folder in "$agent" "$(realpath "$agent")"; do
  mkdir -p "$root$folder"
  mount --bind "$agent" "$root$folder"
done
if [ -n "${KANIKO_EXECUTOR:-}" ]; then
  cp "$KANIKO_EXECUTOR" "$root/kaniko/executor"
else
  mount --rbind / "$root/host"
  # Its store is on the container's disk.
  printf '#!/busybox/sh\nTMPDIR=%s exec chroot /host %s %s/executor.mjs "$PWD" "$(umask)" "$@"\n' \
    "$root/store" "$(command -v node)" "$here" >"$root/kaniko/executor"
  chmod 755 "$root/kaniko/executor"
fi
if [ -n "${KANIKO_AROUND:-}" ]; then
  mv "$root/kaniko/executor" "$root/kaniko/real"
  cp "$KANIKO_AROUND" "$root/kaniko/around"
  printf '#!/busybox/sh\nexec /busybox/sh /kaniko/around %s /kaniko/real "$@"\n' "$KANIKO_FLAG" >"$root/kaniko/executor"
  chmod 755 "$root/kaniko/executor"
fi
directory=$PWD
cd "$root"
mkdir -p old
pivot_root . old
export PATH=/busybox:/kaniko HOME=/root DOCKER_CONFIG=/kaniko/.docker
if [ -n "${KANIKO_EXECUTOR:-}" ]; then
  umount -l /old
  unset TMPDIR
fi
cd "$directory"
exec "$@"
