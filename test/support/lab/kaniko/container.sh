#!/usr/bin/env bash
# container.sh COMMAND…: runs a command as in kaniko's container: a root of its own with /busybox, /kaniko and the workspace,
# and nothing else of the machine. KANIKO_EXECUTOR names a real executor; otherwise the stand-in beside this file is there,
# which leaves the root by /host to build with buildah.
set -eu
if [ "${KANIKO_INSIDE:-}" = "" ]; then
  exec env KANIKO_INSIDE=1 unshare --mount --propagation private "$0" "$@"
fi
unset KANIKO_INSIDE
here=$(cd "$(dirname "$0")" && pwd)
root=$(mktemp -d)
mount -t tmpfs -o mode=755 kaniko "$root"
mkdir -p "$root"/{busybox,kaniko/.docker,proc,dev,etc/ssl,tmp,run,host}
cp "$(command -v busybox)" "$root/busybox/busybox"
for applet in $("$root/busybox/busybox" --list); do
  [ "$applet" = busybox ] || ln -s busybox "$root/busybox/$applet"
done
touch "$root/.dockerenv" "$root/run/.containerenv"
printf 'root:x:0:0:root:/root:/busybox/sh\n' >"$root/etc/passwd"
printf 'root:x:0:\n' >"$root/etc/group"
cp -r /etc/ssl/certs "$root/etc/ssl/"
cp /etc/resolv.conf /etc/hosts "$root/etc/"
mount --rbind /proc "$root/proc"
mount --rbind /dev "$root/dev"
# The workspace and its @tmp sibling are one volume of the pod.
agent=$(dirname "$WORKSPACE")
mkdir -p "$root$agent"
mount --bind "$agent" "$root$agent"
if [ -n "${KANIKO_EXECUTOR:-}" ]; then
  cp "$KANIKO_EXECUTOR" "$root/kaniko/executor"
else
  mount --rbind / "$root/host"
  printf '#!/busybox/sh\nexec chroot /host %s %s/executor.mjs "$PWD" "$(umask)" "$@"\n' "$(command -v node)" "$here" \
    >"$root/kaniko/executor"
  chmod 755 "$root/kaniko/executor"
fi
directory=$PWD
cd "$root"
mkdir -p old
pivot_root . old
export PATH=/busybox:/kaniko HOME=/root DOCKER_CONFIG=/kaniko/.docker
[ -z "${KANIKO_EXECUTOR:-}" ] || umount -l /old
cd "$directory"
exec "$@"
