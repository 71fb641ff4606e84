#!/bin/sh
# Commits tags and digests to the environment's folder. A lost race is fetched, applied again and pushed again; never forced.
set -eu
# Jenkins hands over no variable that is empty: any of these may be missing.
: "${APPROVALS:=}" "${COMMIT:=}" "${IMAGE_BUILD:=}" "${KNOWN_HOSTS:=}" "${ROLLBACK:=}" "${VERSION:=}"
fail() {
    printf '%s\n' "$1" >"$STATE/failure"
    exit 1
}
rm -rf "$STATE"
mkdir -p "$STATE"
chmod 700 "$STATE"
trap 'rm -rf "$STATE/repository" "$STATE/askpass" "$STATE/ssh" "$STATE/known_hosts"' EXIT
trap 'exit 143' TERM
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
export GIT_AUTHOR_NAME=stagewright GIT_AUTHOR_EMAIL=stagewright@localhost
export GIT_COMMITTER_NAME=stagewright GIT_COMMITTER_EMAIL=stagewright@localhost
SOURCES=$PWD/app
HOW_TO_ROLL_BACK='To go back on purpose, start this job with ROLLBACK_REASON.'
git clone --quiet --single-branch --branch "$GITOPS_BRANCH" "$GITOPS_URL" "$STATE/repository" ||
    fail "The GitOps repository $GITOPS_URL could not be cloned."
cd "$STATE/repository"
[ -d "$FOLDER" ] || fail "There is no folder $FOLDER in $GITOPS_URL; copy it from the emitted gitops folder."
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

# True where both builds are of one job (/folder/job#12) and the first is older.
before() {
    [ "${1%#*}" = "${2%#*}" ] && [ "${1##*#}" -lt "${2##*#}" ]
}

# Ends the run where the environment has a newer release. Age is the history of the application's commits; of one
# commit, the later source build is newer; of one source build, the later image build.
refuse_older() {
    theirs=$(trailer Commit)
    if [ -z "$theirs" ] || [ -n "$ROLLBACK" ]; then
        return
    fi
    if [ "$theirs" = "$COMMIT" ]; then
        build=$(trailer Source-Build)
        image=$(trailer Image-Build)
        if before "$SOURCE_BUILD" "$build"; then
            supersede "$ENVIRONMENT has the release of $build already; $SOURCE_BUILD is older. $HOW_TO_ROLL_BACK"
        elif [ "$SOURCE_BUILD" = "$build" ] && before "$IMAGE_BUILD" "$image"; then
            supersede "$ENVIRONMENT has the image of $image already; $IMAGE_BUILD is older. $HOW_TO_ROLL_BACK"
        fi
    elif ! git -C "$SOURCES" cat-file -e "$theirs^{commit}" 2>/dev/null; then
        # On the first try the commit is gone from the application's repository; later, it may have just been made.
        [ "$try" -eq 1 ] || fail "$ENVIRONMENT got commit $theirs while this run took place; start it again."
        printf 'Commit %s, now in %s, is in no branch of the application: its age is unknown.\n' "$theirs" "$ENVIRONMENT"
    elif git -C "$SOURCES" merge-base --is-ancestor "$COMMIT" "$theirs"; then
        supersede "$ENVIRONMENT has commit $theirs already; $COMMIT is older. $HOW_TO_ROLL_BACK"
    elif ! git -C "$SOURCES" merge-base --is-ancestor "$theirs" "$COMMIT"; then
        printf 'Commit %s, now in %s, is of another branch: neither is older.\n' "$theirs" "$ENVIRONMENT"
    fi
}

# Takes the release that was there before the last one, as its trailers have it.
take_previous() {
    there=$(last %H)
    [ -n "$there" ] || fail "No release of $SERVICE was committed to $FOLDER: there is nothing to go back from."
    previous=$(last %H "$there^")
    [ -n "$previous" ] || fail "There is no release of $SERVICE in $ENVIRONMENT before $(trailer Version)."
    trailer Image "$previous" >"$STATE/images"
    VERSION=$(trailer Version "$previous")
    COMMIT=$(trailer Commit "$previous")
    SOURCE_BUILD=$(trailer Source-Build "$previous")
    IMAGE_BUILD=$(trailer Image-Build "$previous")
}

# Sets an image ($1) to a tag ($2) and a digest ($3).
set_image() {
    command -v kustomize >/dev/null || fail "kustomize is not installed on this agent."
    [ -f "$FOLDER/kustomization.yaml" ] ||
        fail "There is no $FOLDER/kustomization.yaml in $GITOPS_URL; copy it from the emitted gitops folder."
    (cd "$FOLDER" && kustomize edit set image "$1=$1:$2@$3") ||
        fail "kustomize could not edit $FOLDER/kustomization.yaml."
}

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
if [ "$IMAGE_COUNT" -eq 0 ]; then take_previous; fi

apply() {
    IMAGE_COUNT=$(wc -l <"$STATE/images")
    while IFS= read -r image; do
        tagged=${image%@*}
        set_image "${tagged%:*}" "${tagged##*:}" "${image##*@}"
    done <"$STATE/images"
}

message() {
    printf '%s %s to %s\n\n' "$SERVICE" "$VERSION" "$ENVIRONMENT"
    printf 'Service: %s\nOwner: %s\nVersion: %s\nCommit: %s\n' "$SERVICE" "$OWNER" "$VERSION" "$COMMIT"
    sed 's/^/Image: /' "$STATE/images"
    printf 'Source-Build: %s\nImage-Build: %s\nBuild: %s\n' "$SOURCE_BUILD" "$IMAGE_BUILD" "$RELEASE_BUILD"
    # Who approved, and why: a trailer for each.
    [ -z "${APPROVALS:-}" ] || printf '%s\n' "$APPROVALS"
    [ -z "$ROLLBACK" ] || printf 'Rollback: %s\n' "$ROLLBACK"
}

commit() {
    message >"$STATE/message"
    git commit --quiet --all --file "$STATE/message"
}

try=1
while :; do
    refuse_older
    apply
    if git diff --quiet; then
        printf '%s has this release already; nothing is committed.\n' "$ENVIRONMENT"
        break
    fi
    commit
    if git push --quiet origin "HEAD:refs/heads/${REQUEST_BRANCH:-$GITOPS_BRANCH}"; then
        break
    fi
    [ "$try" -lt 20 ] || fail "The commit could not be pushed to $GITOPS_URL in $try tries."
    # Whoever lost with this run must not come back at the same moment.
    sleep "$((1 + $(od -An -N1 -tu1 /dev/urandom) % (try + 2)))"
    git fetch --quiet origin "$GITOPS_BRANCH" || fail "The GitOps repository $GITOPS_URL could not be fetched."
    git reset --quiet --hard FETCH_HEAD
    try=$((try + 1))
done
git rev-parse HEAD >"$STATE/commit"
printf '%s' "$VERSION" >"$STATE/version"
