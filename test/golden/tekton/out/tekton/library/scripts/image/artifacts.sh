#!/bin/sh
# Compares the artifacts in $ARTIFACTS with the release record, and moves them to the same paths in the application's checkout.
# Neither they nor the checkout may lead out of it.
set -eu
# Builds of applications run as the agent's user and can write to its home folder. Nothing from there takes part here: no
# settings of git, ssh and docker, no plugins, and no folder of PATH.
if [ -n "${SITE_PATH:-}" ]; then
    PATH=$SITE_PATH
else
    _all=$PATH:
    _safe=
    while [ -n "$_all" ]; do
        _folder=${_all%%:*}
        _all=${_all#*:}
        case "$_folder/" in
        "${HOME:-/nowhere}"/?* | "${WORKSPACE:-/nowhere}"/?*) ;;
        /*) _safe=${_safe:+$_safe:}$_folder ;;
        esac
    done
    PATH=$_safe
fi
unset XDG_CONFIG_HOME DOCKER_CONFIG GIT_SSH_COMMAND GIT_CONFIG_COUNT GIT_CONFIG_PARAMETERS GIT_EXEC_PATH GIT_TEMPLATE_DIR
export PATH HOME="$STATE/home" GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
rm -f "$STATE/failure"
fail() {
    printf '%s\n' "$1" >"$STATE/failure"
    exit 1
}
# Fails if the path leaves the checkout, changes the repository, or goes through a link of the checkout.
check_path() {
    case "/$1/" in
    *//* | */./* | */../*) fail "The artifact $1 has no plain path inside the checkout." ;;
    */.[Gg][Ii][Tt]/*) fail "The artifact $1 would change the git repository of the checkout." ;;
    esac
    rest=$1
    place=
    while [ -n "$rest" ]; do
        place=${place:+$place/}${rest%%/*}
        case "$rest" in */*) rest=${rest#*/} ;; *) rest= ;; esac
        [ ! -L "$place" ] || fail "The artifact $1 would be written through $place, a link in the application's repository. Remove the link."
    done
    [ ! -d "$1" ] || fail "The artifact $1 is a folder in the application's repository. Rename one of them."
}
links=$(find "$ARTIFACTS" ! -type d ! -type f)
[ -z "$links" ] || fail "The artifacts contain a link or a special file: $links. Archive plain files."
(cd "$ARTIFACTS" && sha256sum --check --strict --quiet "$STATE/checksums") ||
    fail "The checksums of the artifacts differ from the release record; see the log above."
while IFS= read -r line; do
    path=${line#*  }
    check_path "$path"
    case "$path" in */*) mkdir -p "${path%/*}" ;; esac
    mv -f "$ARTIFACTS/$path" "$path"
done <"$STATE/checksums"
