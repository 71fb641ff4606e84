#!/bin/sh
# losing-digest.sh FLAG COMMAND…: runs a command. If the file FLAG exists, a push succeeds, but its digest is removed from its
# file and from the output, like with tools that silently fail to push.
flag=$1
shift
case " $* " in
*' push '* | *' --digestfile '* | *' --digest-file '*) [ -e "$flag" ] || exec "$@" ;;
*) exec "$@" ;;
esac
"$@" 2>&1 | sed 's/digest: sha256:.*//'
previous=
for word in "$@"; do
    case "$previous" in --digestfile | --digest-file) : >"$word" ;; esac
    previous=$word
done
