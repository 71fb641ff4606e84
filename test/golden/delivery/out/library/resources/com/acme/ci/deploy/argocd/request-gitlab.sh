#!/bin/sh
# Opens a pull or merge request for the pushed branch. jq builds the request; the token is read from a file.
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
# Jenkins does not pass empty variables, so any of these may be unset.
: "${APPROVALS:=}" "${COMMIT:=}" "${IMAGE_BUILD:=}" "${KNOWN_HOSTS:=}" "${ROLLBACK:=}" "${VERSION:=}"
fail() {
    printf '%s\n' "$1" >"$STATE/failure"
    exit 1
}
rm -f "$STATE/failure"
trap 'rm -f "$STATE/header" "$STATE/request"' EXIT
trap 'exit 143' TERM
command -v jq >/dev/null || fail "jq is not installed on this agent."
command -v curl >/dev/null || fail "curl is not installed on this agent."
if [ ! -f "$STATE/message" ]; then exit 0; fi
title=$(head -n 1 "$STATE/message")
body=$(tail -n +3 "$STATE/message")

# Sends $STATE/request to $1 and prints the URL of the new request, which is at $2 in the response.
open_request() {
    code=$(curl --silent --show-error --max-time 60 --header @"$STATE/header" --header 'Content-Type: application/json' \
        --data-binary @"$STATE/request" --output "$STATE/answer" --write-out '%{http_code}' "$1" 2>"$STATE/problem") ||
        fail "$REQUEST_API cannot be reached: $(head -n 1 "$STATE/problem")"
    # This build ran before and lost its agent: its request is open and has the new commit.
    case $code in
    409 | 422)
        if grep --quiet -i 'request already exists' "$STATE/answer"; then
            printf 'The request for %s is already open; a user must merge it.\n' "$REQUEST_BRANCH"
            return
        fi
        ;;
    esac
    [ "$code" = 201 ] || fail "$REQUEST_API did not open a request for $REQUEST_BRANCH (HTTP $code): $(head -c 500 "$STATE/answer")"
    printf 'Opened a request, which a user must merge: %s\n' "$(jq --raw-output "$2" "$STATE/answer")"
}
(umask 077 && printf 'PRIVATE-TOKEN: %s\n' "$REQUEST_TOKEN" >"$STATE/header")
jq --null-input --arg title "$title" --arg description "$body" --arg source "$REQUEST_BRANCH" --arg target "$GITOPS_BRANCH" \
    '{title: $title, description: $description, source_branch: $source, target_branch: $target, remove_source_branch: true}' \
    >"$STATE/request"
project=$(printf '%s' "$REQUEST_PROJECT" | jq --raw-input --raw-output '@uri')
open_request "$REQUEST_API/projects/$project/merge_requests" .web_url
