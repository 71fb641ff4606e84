#!/bin/sh
# Commits tags and digests to the environment's folder. If another run pushes first, fetches and tries again. Never forces
# a push to the branch that is deployed.
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
export GIT_AUTHOR_NAME=stagewright GIT_AUTHOR_EMAIL=stagewright@localhost
export GIT_COMMITTER_NAME=stagewright GIT_COMMITTER_EMAIL=stagewright@localhost
SOURCES=$PWD/app
: "${HOW_TO_ROLL_BACK:=To roll back, start this job with ROLLBACK_REASON.}"
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

# Changes a single place of a YAML file, and no other character. yq finds the place: the line and the column of a text.
# $1 is the file, $2 the line, $3 the column. $4 is what happens: `replace` the text there by $5, or `add` $5 after it,
# with the indentation $6, or in the same line if that is empty. Fails if there is no text that can be replaced.
edit() {
    TEXT=$5 INDENT=${6:-} LC_ALL=C awk -v line="$2" -v column="$3" -v how="$4" '
        NR != line { print; next }
        {
            before = substr($0, 1, column - 1)
            after = substr($0, column)
            if (!match(after, /^"[^"\\]*"/) && !match(after, /^\047[^\047]*\047/) &&
                !match(after, /^[^][ \t\r,{}"&*!|>#%@`\047][^][ \t\r,{}"#\047]*/)) exit 3
            old = substr(after, 1, RLENGTH)
            rest = substr(after, RLENGTH + 1)
            quote = substr(old, 1, 1)
            text = ENVIRON["TEXT"]
            if (how == "replace") {
                if (quote == "\"" || quote == "\047") gsub(/^"|"$/, "", text)
                if (quote == "\"" || quote == "\047") text = quote text quote
                print before text rest
            } else if (ENVIRON["INDENT"] == "") print before old ", " text rest
            else printf "%s\n%*s%s\n", $0, ENVIRON["INDENT"], "", text
        }
        END { if (NR < line) exit 3 }' "$1" >"$STATE/edited" && cat "$STATE/edited" >"$1"
}

# True for a node that is also, or comes from, another place of the file.
SHARED='anchor != "" or kind == "alias" or tag == "!!merge"'

# Prints a value of a YAML file ($2) that the yq expression $1 selects.
value() {
    yq --no-doc "$1" "$2"
}

# Prints the path of the kustomization of a folder ($1). kustomize reads these three names.
kustomization() {
    for name in kustomization.yaml kustomization.yml Kustomization; do
        if [ -f "$1/$name" ]; then
            printf '%s\n' "$1/$name"
            return
        fi
    done
    return 1
}

# Sets an image ($1) to a tag ($2) and a digest ($3).
# Each entry of `images` for this image gets the tag and the digest: `newName`, or else `name`, is the repository.
set_image() {
    command -v kustomize >/dev/null || fail "kustomize is not installed on this agent."
    command -v yq >/dev/null || fail "yq is not installed on this agent. Install version 4 of github.com/mikefarah/yq."
    # Other programs are named yq, too, with another language. Versions before 4.18 do not print an address.
    case "$(yq --version 2>/dev/null)" in
    *mikefarah/yq*" version v4."* | *mikefarah/yq*" version 4."* | "yq version 4."*) ;;
    *) fail "$(command -v yq) is not version 4 of github.com/mikefarah/yq, but another program. Install it, and put it first in PATH." ;;
    esac
    file=$(kustomization "$FOLDER") ||
        fail "There is no kustomization in $FOLDER of $GITOPS_URL; copy it from the gitops folder of the generated files."
    export REPOSITORY="$1"
    entries=$(value '.images // [] | to_entries | .[] |
        select(.value.newName == strenv(REPOSITORY) or .value.name == strenv(REPOSITORY)) | .key' "$file") ||
        fail "yq could not read $file; see the log above."
    if [ -z "$entries" ]; then
        add_entry "$2" "$3"
        return
    fi
    for entry in $entries; do
        set_key ".images[$entry]" newTag "\"$2\""
        set_key ".images[$entry]" digest "$3"
    done
}

# Adds an entry for the image, with a tag ($1) and a digest ($2), as the first one.
add_entry() {
    entry=$(printf '%s name: %s\n%s newTag: "%s"\n%s digest: %s' '-' "$REPOSITORY" ' ' "$1" ' ' "$2")
    case $(value '.images | [tag, style, anchor] | join(" ")' "$file") in
    '!!null '*)
        yq --exit-status 'has("images") | not' "$file" >/dev/null 2>&1 || refuse_entry
        # A file may end without a line break.
        [ -z "$(tail -c 1 "$file")" ] || printf '\n' >>"$file"
        printf 'images:\n%s\n' "$entry" | sed '2,$s/^/  /' >>"$file"
        ;;
    '!!seq  ')
        first=$(value '.images | key | line' "$file")
        indent=$(value '.images | column - 1' "$file")
        ENTRY=$entry awk -v line="$first" -v indent="$indent" '
            { print }
            NR == line {
                count = split(ENVIRON["ENTRY"], lines, "\n")
                for (i = 1; i <= count; i++) printf "%*s%s\n", indent, "", lines[i]
            }' "$file" >"$STATE/edited" && cat "$STATE/edited" >"$file"
        ;;
    *) refuse_entry ;;
    esac
    check_key ".images[] | select(.name == strenv(REPOSITORY)) | .digest" "$2"
}

# Sets a key ($2) of an entry ($1) to a value ($3).
set_key() {
    plain=$(value "[$1 | ... | select($SHARED)] | length" "$file")
    [ "$plain" = 0 ] || refuse_entry
    if [ "$(value "$1 | has(\"$2\")" "$file")" = true ]; then
        place=$1.$2
        how=replace text=$3 indent=
    else
        place=$1.name
        how=add text="$2: $3"
        indent=$(value "$1 | select(style != \"flow\") | .name | key | column - 1" "$file")
    fi
    edit "$file" "$(value "$place | line" "$file")" "$(value "$place | column" "$file")" "$how" "$text" "$indent" ||
        refuse_entry
    check_key "$1.$2" "$3"
}

# Reads back what was set.
check_key() {
    wanted=${2#\"}
    [ "$(value "$1" "$file")" = "${wanted%\"}" ] || refuse_entry
}

refuse_entry() {
    fail "The entry of $REPOSITORY in images of $file cannot be edited. Write it without anchors, aliases and merges, each key on its own line: name, newName, newTag, digest."
}

# Builds the overlay, and checks that it contains each digest.
check_images() {
    if ! kustomize build "$FOLDER" >"$STATE/rendered" 2>"$STATE/problem"; then
        printf 'The overlay %s cannot be built here, so its digests were not checked: %s\n' "$FOLDER" \
            "$(tail -n 1 "$STATE/problem")"
        return
    fi
    while IFS= read -r image; do
        grep --quiet --fixed-strings "${image##*@}" "$STATE/rendered" ||
            fail "$file sets $image, but kustomize build $FOLDER does not contain it. Add the image to a container there, or an entry of images with this newName."
    done <"$STATE/images"
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
    check_images
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

# Pushes the commit to the branch, or to the run's own branch for a request. Returns 1 if another run pushed to the branch
# first, which is the only failure that another try can fix.
push() {
    branch=refs/heads/${REQUEST_BRANCH:-$GITOPS_BRANCH}
    set -- "HEAD:$branch"
    if [ -n "${REQUEST_BRANCH:-}" ]; then
        own_branch
        set -- --force-with-lease="$branch:$theirs" "$@"
    fi
    if LC_ALL=C git push --quiet origin "$@" 2>"$STATE/problem"; then return; fi
    cat "$STATE/problem" >&2
    # The first three are the words of git and of GitLab; the last one is a branch that moved while the server updated it.
    if [ -z "${REQUEST_BRANCH:-}" ] && grep --quiet -E \
        'fetch first|non-fast-forward|incorrect old value|cannot lock ref .* is at .* but expected' "$STATE/problem"; then
        return 1
    fi
    fail "The commit could not be pushed to $GITOPS_URL: $(grep -E '^(remote: *[^ ]|fatal:| !)' "$STATE/problem" | tr -s '\n ' ' ' | head -c 1000)"
}

# Sets `theirs` to the commit of the run's own branch, which exists if this build ran before and lost its agent.
own_branch() {
    theirs=$(git ls-remote origin "$branch") || fail "The GitOps repository $GITOPS_URL could not be read; see the log above."
    theirs=${theirs%%[!0-9a-f]*}
    if [ -z "$theirs" ]; then return; fi
    git fetch --quiet origin "$branch" || fail "The branch $REQUEST_BRANCH could not be fetched; see the log above."
    [ "$(git log -1 --format='%(trailers:key=Build,valueonly)' FETCH_HEAD | sed '/^$/d')" = "$RELEASE_BUILD" ] ||
        fail "The branch $REQUEST_BRANCH in $GITOPS_URL has a commit that is not of $RELEASE_BUILD. Merge or delete the branch, then start this job again."
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
    if push; then break; fi
    [ "$try" -lt 20 ] || fail "The commit could not be pushed to $GITOPS_URL after $try tries; see the log above."
    # Wait for a random time, so that competing runs do not try again at the same moment.
    sleep "$((1 + $(od -An -N1 -tu1 /dev/urandom) % (try + 2)))"
    git fetch --quiet origin "$GITOPS_BRANCH" || fail "The GitOps repository $GITOPS_URL could not be fetched; see the log above."
    git reset --quiet --hard FETCH_HEAD
    try=$((try + 1))
done
git rev-parse HEAD >"$STATE/commit"
printf '%s' "$VERSION" >"$STATE/version"
