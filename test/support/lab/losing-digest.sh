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
told=
for word in "$@"; do
    case "$told" in --digestfile | --digest-file) : >"$word" ;; esac
    told=$word
done
