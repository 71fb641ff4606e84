#!/bin/sh
# Switches all users back to the previous release. The next script reverts the commit in the repository.
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
rm -rf "$STATE"
mkdir -p "$STATE"
chmod 700 "$STATE"
mkdir "$STATE/home"
trap 'rm -f "$STATE/header"' EXIT
trap 'exit 143' TERM
command -v jq >/dev/null || fail "jq is not installed on this agent."
command -v curl >/dev/null || fail "curl is not installed on this agent."
(umask 077 && printf 'Authorization: Bearer %s\n' "$ARGOCD_TOKEN" >"$STATE/header")
# Makes Argo CD run an action ($1) on the service's Rollout.
act() {
    jq --null-input --arg name "$APPLICATION" --arg service "$SERVICE" --arg namespace "$NAMESPACE" --arg action "$1" \
        '{name: $name, namespace: $namespace, resourceName: $service, group: "argoproj.io", version: "v1alpha1",
          kind: "Rollout", action: $action}' >"$STATE/request"
    code=$(curl --silent --show-error --max-time 30 --header @"$STATE/header" --header 'Content-Type: application/json' \
        --data-binary @"$STATE/request" --output "$STATE/answer" --write-out '%{http_code}' \
        "$ARGOCD_URL/api/v1/applications/$APPLICATION/resource/actions/v2" 2>"$STATE/problem") ||
        fail "Argo CD at $ARGOCD_URL cannot be reached: $(head -n 1 "$STATE/problem")"
    [ "$code" = 200 ] || fail "Argo CD did not run the action $1 on $SERVICE in $ENVIRONMENT (HTTP $code): $(head -c 500 "$STATE/answer")"
}
act abort
