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
trap 'rm -rf "$STATE/repository" "$STATE/askpass"' EXIT
trap 'exit 143' TERM
# git asks here for the user, then for the password; neither is ever an argument, or in this file.
cat >"$STATE/askpass" <<'END'
#!/bin/sh
case "$1" in
Username*) printf '%s\n' "$GIT_USER" ;;
*) printf '%s\n' "$GIT_PASSWORD" ;;
esac
END
chmod 700 "$STATE/askpass"
export GIT_ASKPASS="$STATE/askpass" GIT_TERMINAL_PROMPT=0
export GIT_AUTHOR_NAME=stagewright GIT_AUTHOR_EMAIL=stagewright@localhost
export GIT_COMMITTER_NAME=stagewright GIT_COMMITTER_EMAIL=stagewright@localhost
APPLICATION=$PWD/app
HOW_TO_ROLL_BACK='To go back on purpose, start this job with ROLLBACK_REASON.'
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

# Who approved, and why: a trailer for each.
approvals() {
    [ -z "${APPROVALS:-}" ] || printf '\n%s' "$APPROVALS"
}

# Why an older release comes back.
reason() {
    [ -z "$ROLLBACK" ] || printf '\nRollback: %s' "$ROLLBACK"
}

# A trailer of the service's release that was committed to this overlay last, whatever was edited by hand since.
last() {
    git log -1 --all-match --grep="^Service: $SERVICE\$" --grep='^Commit: ' \
        --format="%(trailers:key=$1,valueonly)" -- "$OVERLAY" | head -n 1
}

# True where both builds are of one job (/folder/job#12) and the first is older.
before() {
    [ "${1%#*}" = "${2%#*}" ] && [ "${1##*#}" -lt "${2##*#}" ]
}

# Ends the run where the environment has a newer release. Age is the history of the application's commits; of one
# commit, the later source build is newer; of one source build, the later image build.
refuse_older() {
    theirs=$(last Commit)
    if [ -z "$theirs" ] || [ -n "$ROLLBACK" ]; then
        return
    fi
    if [ "$theirs" = "$COMMIT" ]; then
        build=$(last Source-Build)
        image=$(last Image-Build)
        if before "$SOURCE_BUILD" "$build"; then
            fail "$ENVIRONMENT has the release of $build already; $SOURCE_BUILD is older. $HOW_TO_ROLL_BACK"
        elif [ "$SOURCE_BUILD" = "$build" ] && before "$IMAGE_BUILD" "$image"; then
            fail "$ENVIRONMENT has the image of $image already; $IMAGE_BUILD is older. $HOW_TO_ROLL_BACK"
        fi
    elif ! git -C "$APPLICATION" cat-file -e "$theirs^{commit}" 2>/dev/null; then
        # On the first try the commit is gone from the application's repository; later, it may have just been made.
        [ "$try" -eq 1 ] || fail "$ENVIRONMENT got commit $theirs while this run took place; start it again."
        printf 'Commit %s, now in %s, is in no branch of the application: its age is unknown.\n' "$theirs" "$ENVIRONMENT"
    elif git -C "$APPLICATION" merge-base --is-ancestor "$COMMIT" "$theirs"; then
        fail "$ENVIRONMENT has commit $theirs already; $COMMIT is older. $HOW_TO_ROLL_BACK"
    elif ! git -C "$APPLICATION" merge-base --is-ancestor "$theirs" "$COMMIT"; then
        printf 'Commit %s, now in %s, is of another branch: neither is older.\n' "$theirs" "$ENVIRONMENT"
    fi
}

try=1
while :; do
    refuse_older
    apply
    if git diff --quiet; then
        printf '%s has this release already; nothing is committed.\n' "$ENVIRONMENT"
        exit 0
    fi
    git commit --quiet --all --message "$SERVICE $VERSION to $ENVIRONMENT" --message "Service: $SERVICE
Owner: $OWNER
Version: $VERSION
Commit: $COMMIT
$(digests)
Source-Build: $SOURCE_BUILD
Image-Build: $IMAGE_BUILD
Build: $RELEASE_BUILD$(approvals)$(reason)"
    if git push --quiet origin "HEAD:$GITOPS_BRANCH"; then
        exit 0
    fi
    [ "$try" -lt 10 ] || fail "The commit could not be pushed to $GITOPS_URL in $try tries."
    sleep "$((try + $(od -An -N1 -tu1 /dev/urandom) % 3))"
    git fetch --quiet origin "$GITOPS_BRANCH" || fail "The GitOps repository $GITOPS_URL could not be fetched."
    git reset --quiet --hard FETCH_HEAD
    try=$((try + 1))
done
