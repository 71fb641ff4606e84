#!/bin/sh
# losing-digest.sh FLAG COMMAND…: runs a command. While the file FLAG is there, a push ends well but its digest gets lost, in
# the file that it is written to and in the output: so do tools that fail to push without saying so.
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
