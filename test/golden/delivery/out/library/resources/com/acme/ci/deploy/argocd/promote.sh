#!/bin/sh
# Lets this release, which stands still beside the one before, take over.
# Waits until Argo CD runs this release. Where many write, the environment's revision is ours or a descendant of it, and
# what counts is the digest that runs; a newer release that took the place is named.
set -eu
# Jenkins hands over no variable that is empty: any of these may be missing.
: "${APPROVALS:=}" "${COMMIT:=}" "${IMAGE_BUILD:=}" "${KNOWN_HOSTS:=}" "${ROLLBACK:=}" "${VERSION:=}"
fail() {
    printf '%s\n' "$1" >"$STATE/failure"
    exit 1
}
# The agent may be another one than that which handed it over.
rm -rf "$STATE"
mkdir -p "$STATE"
chmod 700 "$STATE"
trap 'rm -rf "$STATE/history" "$STATE/askpass" "$STATE/ssh" "$STATE/header" "$STATE/known_hosts"' EXIT
trap 'exit 143' TERM
command -v jq >/dev/null || fail "jq is not installed on this agent."
command -v curl >/dev/null || fail "curl is not installed on this agent."
# git asks the file for the user, then for the password; neither is ever an argument, or in the file.
cat >"$STATE/askpass" <<'END'
#!/bin/sh
case "$1" in
Username*) printf '%s\n' "$GIT_USER" ;;
*) printf '%s\n' "$GIT_PASSWORD" ;;
esac
END
chmod 700 "$STATE/askpass"
# A folder is that folder, whatever a pattern would make of its name.
export GIT_ASKPASS="$STATE/askpass" GIT_TERMINAL_PROMPT=0 GIT_LITERAL_PATHSPECS=1
# With a key: no other key, and no host whose own key is not known.
cat >"$STATE/ssh" <<'END'
#!/bin/sh
exec ssh -i "$GIT_KEY" -o IdentitiesOnly=yes -o BatchMode=yes -o StrictHostKeyChecking=yes \
    ${KNOWN_HOSTS_FILE:+-o "UserKnownHostsFile=$KNOWN_HOSTS_FILE"} "$@"
END
chmod 700 "$STATE/ssh"
if [ -n "${GIT_KEY:-}" ]; then export GIT_SSH="$STATE/ssh"; fi
if [ -n "${KNOWN_HOSTS:-}" ]; then
    printf '%s\n' "$KNOWN_HOSTS" >"$STATE/known_hosts"
    export KNOWN_HOSTS_FILE="$STATE/known_hosts"
fi
(umask 077 && printf 'Authorization: Bearer %s\n' "$ARGOCD_TOKEN" >"$STATE/header")
# A list comes as numbered variables; `get NAME` sets `value` to what one holds: nothing where Jenkins left it out.
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
    fail "The GitOps repository $GITOPS_URL could not be cloned."
cd "$STATE/history"
# What is said of the release that was committed to this folder last, whatever was edited by hand since; its trailers tell.
last() {
    git log -1 --all-match --grep="^Service: $SERVICE\$" --grep='^Commit: ' --format="$1" "${2:-HEAD}" -- "$FOLDER"
}

trailer() {
    last "%(trailers:key=$1,valueonly)" "${2:-HEAD}" | sed '/^$/d'
}

# Ends the run because a newer release has the place. That is no failure of this one, and no success.
supersede() {
    : >"$STATE/superseded"
    fail "$1"
}

ours=$(last %H "$GITOPS_BRANCH")
[ "$(trailer Image "$GITOPS_BRANCH")" = "$(cat "$STATE/images")" ] ||
    supersede "$VERSION was superseded in $ENVIRONMENT while it waited: $(trailer Build "$GITOPS_BRANCH") committed $(trailer Version "$GITOPS_BRANCH"), $ours."
# Has Argo CD run an action ($1) on the service's Rollout.
act() {
    jq --null-input --arg name "$APPLICATION" --arg service "$SERVICE" --arg namespace "$NAMESPACE" --arg action "$1" \
        '{name: $name, namespace: $namespace, resourceName: $service, group: "argoproj.io", version: "v1alpha1",
          kind: "Rollout", action: $action}' >"$STATE/request"
    code=$(curl --silent --show-error --max-time 30 --header @"$STATE/header" --header 'Content-Type: application/json' \
        --data-binary @"$STATE/request" --output "$STATE/answer" --write-out '%{http_code}' \
        "$ARGOCD_URL/api/v1/applications/$APPLICATION/resource/actions/v2" 2>"$STATE/problem") ||
        fail "Argo CD at $ARGOCD_URL cannot be asked: $(head -n 1 "$STATE/problem")"
    [ "$code" = 200 ] || fail "Argo CD does not $1 $SERVICE in $ENVIRONMENT (HTTP $code): $(head -c 500 "$STATE/answer")"
}
promoted=

# Asks for the application; with ?refresh=normal ($1) Argo CD looks at the repository first.
ask() {
    code=$(curl --silent --show-error --max-time 30 --header @"$STATE/header" --output "$STATE/application" \
        --write-out '%{http_code}' "$ARGOCD_URL/api/v1/applications/$APPLICATION$1" 2>"$STATE/problem") || {
        seen="it cannot be asked: $(head -n 1 "$STATE/problem")"
        return 1
    }
    case $code in
    200) ;;
    401 | 403) fail "Argo CD at $ARGOCD_URL refuses to show $APPLICATION with this token (HTTP $code)." ;;
    *)
        seen="it answers with HTTP $code"
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

# Finds the revision, among those that Argo CD names in $1, that has our commit in it.
has_ours() {
    for revision in $(of "$1 | (.revisions // [.revision]) | .[] // empty"); do
        git cat-file -e "$revision^{commit}" 2>/dev/null || follow || true
        if git merge-base --is-ancestor "$ours" "$revision" 2>/dev/null; then return; fi
    done
    return 1
}

# True where that revision still asks for our digests.
wants_ours() {
    while IFS= read -r image; do
        git grep --quiet --fixed-strings "${image##*@}" "$revision" -- "$FOLDER" || return 1
    done <"$STATE/images"
}

# True where our digests run.
runs_ours() {
    of '.status.summary.images // [] | .[]' >"$STATE/running"
    while IFS= read -r image; do
        grep --quiet --fixed-strings "${image##*@}" "$STATE/running" || return 1
    done <"$STATE/images"
}

# Ends the run where another release was committed behind ours.
refuse_superseded() {
    follow || return 0
    newest=$(last %H "$GITOPS_BRANCH")
    if [ -z "$newest" ] || git merge-base --is-ancestor "$newest" "$ours"; then return; fi
    if [ "$(trailer Image "$GITOPS_BRANCH")" = "$(cat "$STATE/images")" ]; then return; fi
    supersede "$VERSION was superseded in $ENVIRONMENT: $(trailer Build "$GITOPS_BRANCH") committed $(trailer Version "$GITOPS_BRANCH") behind it, $newest."
}

# Asks Argo CD to sync what the branch has, never a revision of ours: a newer one may be behind it.
start_sync() {
    code=$(curl --silent --show-error --max-time 30 --header @"$STATE/header" --header 'Content-Type: application/json' \
        --data '{"prune": true}' --output "$STATE/answer" --write-out '%{http_code}' \
        "$ARGOCD_URL/api/v1/applications/$APPLICATION/sync" 2>"$STATE/problem") || return 0
    case $code in
    200) ;;
    401 | 403) fail "Argo CD at $ARGOCD_URL refuses to sync $APPLICATION with this token (HTTP $code)." ;;
    # Another sync may be going on; it is looked at again.
    *) printf 'Argo CD started no sync (HTTP %s): %s\n' "$code" "$(head -c 500 "$STATE/answer")" ;;
    esac
}

# The worst resources' own words.
reason() {
    of '[.status.resources // [] | .[] | select(.health.status == "Degraded") | "\(.kind) \(.name): \(.health.message // "")"] | join("; ")'
}

# Ends the run where the application's fate is known.
judge() {
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
        fail "$revision, which is no release, put another image than that of $VERSION into $FOLDER."
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

# What was Degraded before Argo CD's last sync began is what is left of the release before: it is not ours.
is_old='(.status.health.lastTransitionTime // "9") < (.status.operationState.startedAt // "")'
seen='it has not answered yet'
degraded=0
health=
tries=0
while [ "$(date +%s)" -lt "$deadline" ]; do
    refuse_superseded
    # By itself it looks at the repository every few minutes.
    if [ $((tries % 5)) -eq 0 ] || [ "$health" = Degraded ]; then refresh='?refresh=normal'; else refresh=; fi
    if ask "$refresh"; then judge; fi
    tries=$((tries + 1))
    sleep "$((1 + tries / 30))"
done
fail "$VERSION is not $WAIT_FOR in $ENVIRONMENT after $WAIT_MINUTES minutes; Argo CD at $ARGOCD_URL: $seen."
