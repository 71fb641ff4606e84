#!/bin/sh
# Commits tags and digests to the environment's folder. If another run pushes first, fetches and tries again; never forces a push.
set -eu
# Builds of applications run as the agent's user and can write to its home folder. Nothing from there takes part here: no
# settings of git, ssh and docker, no plugins, and no folder of PATH.
if [ -n "${SITE_PATH:-}" ]; then
    PATH=$SITE_PATH
else
    _all=$PATH:
    PATH=
    while [ -n "$_all" ]; do
        _folder=${_all%%:*}
        _all=${_all#*:}
        case "$_folder/" in
        "${HOME:-/nowhere}"/?* | "${WORKSPACE:-/nowhere}"/?*) ;;
        /*) PATH=${PATH:+$PATH:}$_folder ;;
        esac
    done
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
trap 'rm -rf "$STATE/repository" "$STATE/askpass" "$STATE/ssh" "$STATE/known_hosts"' EXIT
trap 'exit 143' TERM
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
export GIT_AUTHOR_NAME=stagewright GIT_AUTHOR_EMAIL=stagewright@localhost
export GIT_COMMITTER_NAME=stagewright GIT_COMMITTER_EMAIL=stagewright@localhost
SOURCES=$PWD/app
HOW_TO_ROLL_BACK='To roll back, start this job with ROLLBACK_REASON.'
git clone --quiet --single-branch --branch "$GITOPS_BRANCH" "$GITOPS_URL" "$STATE/repository" ||
    fail "The GitOps repository $GITOPS_URL could not be cloned; see the log above."
cd "$STATE/repository"
[ -d "$FOLDER" ] || fail "There is no folder $FOLDER in $GITOPS_URL; copy it from the gitops folder of the generated files."
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

# True if both builds are of the same job (/folder/job#12) and the first is older.
before() {
    [ "${1%#*}" = "${2%#*}" ] && [ "${1##*#}" -lt "${2##*#}" ]
}

# Ends the run if the environment already has a newer release. The application's git history decides which release is
# newer; for the same commit, the later source build; for the same source build, the later image build.
refuse_older() {
    theirs=$(trailer Commit)
    if [ -z "$theirs" ] || [ -n "$ROLLBACK" ]; then
        return
    fi
    if [ "$theirs" = "$COMMIT" ]; then
        build=$(trailer Source-Build)
        image=$(trailer Image-Build)
        if before "$SOURCE_BUILD" "$build"; then
            supersede "$ENVIRONMENT already has the release of $build; $SOURCE_BUILD is older. $HOW_TO_ROLL_BACK"
        elif [ "$SOURCE_BUILD" = "$build" ] && before "$IMAGE_BUILD" "$image"; then
            supersede "$ENVIRONMENT already has the image of $image; $IMAGE_BUILD is older. $HOW_TO_ROLL_BACK"
        fi
    elif ! git -C "$SOURCES" cat-file -e "$theirs^{commit}" 2>/dev/null; then
        # On the first try, the application's repository no longer has the commit; later, the commit may be a new one.
        [ "$try" -eq 1 ] || fail "Another run deployed commit $theirs to $ENVIRONMENT during this run. Start this job again."
        printf 'Commit %s, now in %s, is not in the repository of the application: its age is unknown.\n' "$theirs" "$ENVIRONMENT"
    elif git -C "$SOURCES" merge-base --is-ancestor "$COMMIT" "$theirs"; then
        supersede "$ENVIRONMENT already has commit $theirs; $COMMIT is older. $HOW_TO_ROLL_BACK"
    elif ! git -C "$SOURCES" merge-base --is-ancestor "$theirs" "$COMMIT"; then
        printf 'Commit %s, now in %s, is on another branch: neither release is older.\n' "$theirs" "$ENVIRONMENT"
    fi
}

# Restores the previous release from the trailers of its commit.
take_previous() {
    there=$(last %H)
    [ -n "$there" ] || fail "$FOLDER has no release of $SERVICE yet, so there is nothing to roll back."
    previous=$(last %H "$there^")
    [ -n "$previous" ] || fail "$ENVIRONMENT has no release of $SERVICE before $(trailer Version), so there is nothing to restore."
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
        fail "There is no $FOLDER/kustomization.yaml in $GITOPS_URL; copy it from the gitops folder of the generated files."
    (cd "$FOLDER" && kustomize edit set image "$1=$1:$2@$3") ||
        fail "kustomize could not edit $FOLDER/kustomization.yaml; see the log above."
}

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
    # One trailer for each approver, with the reason.
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
        printf '%s already has this release; there is nothing to commit.\n' "$ENVIRONMENT"
        break
    fi
    commit
    if git push --quiet origin "HEAD:refs/heads/${REQUEST_BRANCH:-$GITOPS_BRANCH}"; then
        break
    fi
    [ "$try" -lt 20 ] || fail "The commit could not be pushed to $GITOPS_URL after $try tries; see the log above."
    # Wait for a random time, so that competing runs do not try again at the same moment.
    sleep "$((1 + $(od -An -N1 -tu1 /dev/urandom) % (try + 2)))"
    git fetch --quiet origin "$GITOPS_BRANCH" || fail "The GitOps repository $GITOPS_URL could not be fetched; see the log above."
    git reset --quiet --hard FETCH_HEAD
    try=$((try + 1))
done
git rev-parse HEAD >"$STATE/commit"
printf '%s' "$VERSION" >"$STATE/version"
