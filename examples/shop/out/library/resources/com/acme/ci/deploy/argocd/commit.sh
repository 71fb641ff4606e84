#!/bin/sh
# Commits tags and digests to the overlay. A lost race is fetched, applied again and pushed again; never forced.
set -eu
fail() {
    printf '%s\n' "$1" >"$STATE/failure"
    exit 1
}
rm -rf "$STATE"
mkdir -p "$STATE"
chmod 700 "$STATE"
trap 'rm -rf "$STATE/repository" "$WORKSPACE_TMP/askpass.sh"' EXIT
trap 'exit 143' TERM
chmod 700 "$WORKSPACE_TMP/askpass.sh"
export GIT_ASKPASS="$WORKSPACE_TMP/askpass.sh" GIT_TERMINAL_PROMPT=0
export GIT_AUTHOR_NAME=stagewright GIT_AUTHOR_EMAIL=stagewright@localhost
export GIT_COMMITTER_NAME=stagewright GIT_COMMITTER_EMAIL=stagewright@localhost
command -v kustomize >/dev/null || fail "kustomize is not installed on this agent."

git clone --quiet --branch "$GITOPS_BRANCH" "$GITOPS_URL" "$STATE/repository" ||
    fail "The GitOps repository $GITOPS_URL could not be cloned."
cd "$STATE/repository"
[ -f "$OVERLAY/kustomization.yaml" ] ||
    fail "There is no $OVERLAY/kustomization.yaml in $GITOPS_URL; copy it from the emitted gitops folder."

apply() {
    line=
    i=0
    while [ "$i" -lt "$IMAGE_COUNT" ]; do
        eval "line=\$IMAGE_$i"
        repository=${line%% *}
        rest=${line#* }
        (cd "$OVERLAY" && kustomize edit set image "$repository=$repository:${rest% *}@${rest#* }") ||
            fail "kustomize could not edit $OVERLAY/kustomization.yaml."
        i=$((i + 1))
    done
}

# One trailer for each image.
digests() {
    i=0
    while [ "$i" -lt "$IMAGE_COUNT" ]; do
        eval "line=\$IMAGE_$i"
        printf 'Digest: %s@%s\n' "${line%% *}" "${line##* }"
        i=$((i + 1))
    done
}

# The newest release that was committed for this overlay: age is the number of the source build that made it.
newest() {
    git log -1 --format='%(trailers:key=Source-Build,valueonly)' -- "$OVERLAY" | head -n 1
}

try=1
while :; do
    last=$(newest)
    if [ "${last:-0}" -gt "$SOURCE_BUILD" ]; then
        fail "$ENVIRONMENT has the release of source build $last already; build $SOURCE_BUILD is older."
    fi
    apply
    if git diff --quiet; then
        printf '%s has this release already; nothing is committed.\n' "$ENVIRONMENT"
        exit 0
    fi
    git commit --quiet --all --message "$SERVICE $VERSION to $ENVIRONMENT" --message "Service: $SERVICE
Version: $VERSION
Commit: $COMMIT
$(digests)
Source-Build: $SOURCE_BUILD
Build: $RELEASE_BUILD"
    if git push --quiet origin "HEAD:$GITOPS_BRANCH"; then
        exit 0
    fi
    [ "$try" -lt 10 ] || fail "The commit could not be pushed to $GITOPS_URL in $try tries."
    sleep "$((try + $(od -An -N1 -tu1 /dev/urandom) % 3))"
    git fetch --quiet origin "$GITOPS_BRANCH" || fail "The GitOps repository $GITOPS_URL could not be fetched."
    git reset --quiet --hard FETCH_HEAD
    try=$((try + 1))
done
