#!/bin/sh
# Promotes this release, which is paused next to the previous one.
# Waits until Argo CD runs this release. Other runs may commit at the same time: the revision is our commit or a
# descendant of it, and the running digest decides. If a newer release replaced ours, the message names it.
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
# This may be another agent than the one that deployed the release.
rm -rf "$STATE"
mkdir -p "$STATE"
chmod 700 "$STATE"
mkdir "$STATE/home"
trap 'rm -rf "$STATE/history" "$STATE/askpass" "$STATE/ssh" "$STATE/header" "$STATE/known_hosts"' EXIT
trap 'exit 143' TERM
command -v jq >/dev/null || fail "jq is not installed on this agent."
command -v curl >/dev/null || fail "curl is not installed on this agent."
# git runs this file to read the user and the password. Neither is an argument or part of the file.
cat >"$STATE/askpass" <<'END'
#!/bin/sh
case "$1" in
Username*) printf '%s\n' "$GIT_USER" ;;
*) printf '%s\n' "$GIT_PASSWORD" ;;
esac
END
chmod 700 "$STATE/askpass"
# Folder names are literal: git must not read them as patterns.
export GIT_ASKPASS="$STATE/askpass" GIT_TERMINAL_PROMPT=0 GIT_LITERAL_PATHSPECS=1
# With an SSH key: use only this key, and connect only to hosts whose key the site or the machine knows. ssh finds the
# user's home folder without HOME, so also exclude its settings and known hosts.
cat >"$STATE/ssh" <<'END'
#!/bin/sh
exec ssh -F /dev/null -i "$GIT_KEY" -o IdentitiesOnly=yes -o IdentityAgent=none -o BatchMode=yes \
    -o StrictHostKeyChecking=yes -o "UserKnownHostsFile=${KNOWN_HOSTS_FILE:-/dev/null}" "$@"
END
chmod 700 "$STATE/ssh"
if [ -n "${GIT_KEY:-}" ]; then export GIT_SSH="$STATE/ssh"; fi
if [ -n "${KNOWN_HOSTS:-}" ]; then
    printf '%s\n' "$KNOWN_HOSTS" >"$STATE/known_hosts"
    export KNOWN_HOSTS_FILE="$STATE/known_hosts"
fi
(umask 077 && printf 'Authorization: Bearer %s\n' "$ARGOCD_TOKEN" >"$STATE/header")
# Lists are passed as numbered variables. `get NAME` sets `value` to the value of one, or to nothing if it is unset.
value=
get() {
    eval "value=\${$1:-}"
}
# One line for each image: repository:tag@sha256:…
i=0
while [ "$i" -lt "$IMAGE_COUNT" ]; do
    get "IMAGE_$i" && printf '%s\n' "$value"
    i=$((i + 1))
done >"$STATE/images"
deadline=$(($(date +%s) + WAIT_MINUTES * 60))
git clone --quiet --bare --single-branch --branch "$GITOPS_BRANCH" "$GITOPS_URL" "$STATE/history" ||
    fail "The GitOps repository $GITOPS_URL could not be cloned; see the log above."
cd "$STATE/history"
# Prints a field of the last release commit of this folder. Commits without release trailers, such as manual edits, do not count.
last() {
    git log -1 --all-match --grep="^Service: $SERVICE\$" --grep='^Commit: ' --format="$1" "${2:-HEAD}" -- "$FOLDER"
}

trailer() {
    last "%(trailers:key=$1,valueonly)" "${2:-HEAD}" | sed '/^$/d'
}

# Ends the run because a newer release is deployed. The run neither failed nor succeeded.
supersede() {
    : >"$STATE/superseded"
    fail "$1"
}

ours=$(last %H "$GITOPS_BRANCH")
[ "$(trailer Image "$GITOPS_BRANCH")" = "$(cat "$STATE/images")" ] ||
    supersede "$VERSION was superseded in $ENVIRONMENT while it waited: $(trailer Build "$GITOPS_BRANCH") committed $(trailer Version "$GITOPS_BRANCH"), $ours."
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
promoted=

# Reads the application. With ?refresh=normal ($1), Argo CD reads the repository first.
ask() {
    code=$(curl --silent --show-error --max-time 30 --header @"$STATE/header" --output "$STATE/application" \
        --write-out '%{http_code}' "$ARGOCD_URL/api/v1/applications/$APPLICATION$1" 2>"$STATE/problem") || {
        seen="it cannot be reached: $(head -n 1 "$STATE/problem")"
        return 1
    }
    case $code in
    200) ;;
    401 | 403) fail "Argo CD at $ARGOCD_URL denies reading $APPLICATION with this token (HTTP $code); check the token and its role." ;;
    *)
        seen="it responds with HTTP $code"
        return 1
        ;;
    esac
}

of() {
    jq --raw-output "$1" "$STATE/application"
}

follow() {
    git fetch --quiet origin "+refs/heads/$GITOPS_BRANCH:refs/heads/$GITOPS_BRANCH"
}

# Finds the revision in $1 that contains our commit.
has_ours() {
    for revision in $(of "$1 | (.revisions // [.revision]) | .[] // empty"); do
        git cat-file -e "$revision^{commit}" 2>/dev/null || follow || true
        if git merge-base --is-ancestor "$ours" "$revision" 2>/dev/null; then return; fi
    done
    return 1
}

# True if that revision still contains our digests.
wants_ours() {
    while IFS= read -r image; do
        git grep --quiet --fixed-strings "${image##*@}" "$revision" -- "$FOLDER" || return 1
    done <"$STATE/images"
}

# True if our digests run.
runs_ours() {
    of '.status.summary.images // [] | .[]' >"$STATE/running"
    while IFS= read -r image; do
        grep --quiet --fixed-strings "${image##*@}" "$STATE/running" || return 1
    done <"$STATE/images"
}

# Ends the run if another release was committed after ours.
refuse_superseded() {
    follow || return 0
    newest=$(last %H "$GITOPS_BRANCH")
    if [ -z "$newest" ] || git merge-base --is-ancestor "$newest" "$ours"; then return; fi
    if [ "$(trailer Image "$GITOPS_BRANCH")" = "$(cat "$STATE/images")" ]; then return; fi
    supersede "$VERSION was superseded in $ENVIRONMENT: $(trailer Build "$GITOPS_BRANCH") committed $(trailer Version "$GITOPS_BRANCH") after it, $newest."
}

# Makes Argo CD sync the branch, not our revision: the branch may have a newer one.
start_sync() {
    code=$(curl --silent --show-error --max-time 30 --header @"$STATE/header" --header 'Content-Type: application/json' \
        --data '{"prune": true}' --output "$STATE/answer" --write-out '%{http_code}' \
        "$ARGOCD_URL/api/v1/applications/$APPLICATION/sync" 2>"$STATE/problem") || return 0
    case $code in
    200) ;;
    401 | 403) fail "Argo CD at $ARGOCD_URL denies syncing $APPLICATION with this token (HTTP $code); check the token and its role." ;;
    # Another sync may be running; try again later.
    *) printf 'Argo CD did not start a sync (HTTP %s): %s\n' "$code" "$(head -c 500 "$STATE/answer")" ;;
    esac
}

# The messages of the degraded resources.
reason() {
    of '[.status.resources // [] | .[] | select(.health.status == "Degraded") | "\(.kind) \(.name): \(.health.message // "")"] | join("; ")'
}

# Ends the run if the application's state is final.
check_state() {
    synced=$(of '.status.sync.status // "Unknown"')
    health=$(of '.status.health.status // "Unknown"')
    phase=$(of '.status.operationState.phase // "none"')
    message=$(of '[.status.operationState.message // empty, (.status.conditions // [] | .[].message)] | join("; ")' | head -c 1000)
    seen="sync $synced, health $health, last operation $phase: $message"
    if [ "$health" = Degraded ]; then seen="$seen; $(reason)"; fi
    if has_ours .status.operationState.syncResult && { [ "$phase" = Failed ] || [ "$phase" = Error ]; }; then
        fail "Argo CD could not sync $VERSION to $ENVIRONMENT: $message"
    fi
    has_ours .status.sync || return 0
    if [ "$SYNC" = pipeline ] && [ "$synced" = OutOfSync ] && [ "$phase" != Running ]; then start_sync; fi
    if ! wants_ours; then
        refuse_superseded
        fail "Commit $revision, which is not a release, replaced the image of $VERSION in $FOLDER. Revert it, then start this job again."
    fi
    if [ "$synced" != Synced ] || ! runs_ours; then return 0; fi
    if [ "$health" = Healthy ] || [ "$WAIT_FOR" = synced ]; then
        printf '%s runs in %s: %s, %s.\n' "$VERSION" "$ENVIRONMENT" "$synced" "$health"
        exit 0
    fi
    if [ "$health" = Suspended ] && [ -z "$promoted" ]; then
        act promote-full
        promoted=yes
    fi
    if [ "$health" != Degraded ] || [ "$(of "$is_old")" = true ]; then
        degraded=0
    elif [ "$degraded" -lt 2 ]; then
        degraded=$((degraded + 1))
    else
        fail "$VERSION is Degraded in $ENVIRONMENT: $(reason)"
    fi
}

# Resources that were Degraded before Argo CD's last sync belong to the previous release, not to ours.
is_old='(.status.health.lastTransitionTime // "9") < (.status.operationState.startedAt // "")'
seen='it has not responded yet'
degraded=0
health=
tries=0
while [ "$(date +%s)" -lt "$deadline" ]; do
    refuse_superseded
    # Without a refresh, Argo CD reads the repository only every few minutes.
    if [ $((tries % 5)) -eq 0 ] || [ "$health" = Degraded ]; then refresh='?refresh=normal'; else refresh=; fi
    if ask "$refresh"; then check_state; fi
    tries=$((tries + 1))
    sleep "$((1 + tries / 30))"
done
fail "$VERSION is not $WAIT_FOR in $ENVIRONMENT after $WAIT_MINUTES minutes; Argo CD at $ARGOCD_URL: $seen."
