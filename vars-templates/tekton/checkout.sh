#!/bin/sh
# Checks out the commit. git confirms that the branch or the tag contains it, because the one who starts a run names the commit.
# Input variables: REPOSITORY, COMMIT, REF, DEPTH, SUBMODULES, LFS; SPARSE, the folders of a sparse
# checkout; GIT_USER and GIT_PASSWORD for a repository with a login.
set -eu
cd "$WORKSPACE"
rm -rf app
# git asks this function for the login, so that no argument contains it. Only the host of the repository gets it: submodules and
# large files of a pull request can be on any host.
if [ -n "${GIT_USER:-}" ]; then
    host=$(printf '%s' "$REPOSITORY" | sed 's#^\(https*://[^/]*\).*#\1#')
    export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0="credential.$host.helper"
    # shellcheck disable=SC2016
    export GIT_CONFIG_VALUE_0='!f() { echo "username=$GIT_USER"; echo "password=$GIT_PASSWORD"; }; f'
fi
# Only the last line fetches large files, if the spec wants them.
export GIT_TERMINAL_PROMPT=0 GIT_LFS_SKIP_SMUDGE=1
set -- --quiet --no-checkout
[ "$DEPTH" = 0 ] || set -- "$@" --depth "$DEPTH" --no-single-branch
git clone "$@" "$REPOSITORY" app
cd app
case "$REF" in
refs/heads/*)
    git merge-base --is-ancestor "$COMMIT" "refs/remotes/origin/${REF#refs/heads/}" || {
        echo "The branch ${REF#refs/heads/} of $REPOSITORY does not contain the commit $COMMIT." >&2
        exit 1
    }
    ;;
refs/tags/*)
    [ "$(git rev-parse --verify --quiet "$REF^{commit}")" = "$COMMIT" ] || {
        echo "The tag ${REF#refs/tags/} of $REPOSITORY is not the commit $COMMIT." >&2
        exit 1
    }
    ;;
refs/pull/* | refs/merge-requests/*)
    git fetch --quiet origin "$REF"
    [ "$(git rev-parse FETCH_HEAD)" = "$COMMIT" ] || {
        echo "The pull request has a newer commit than $COMMIT; its own run builds it." >&2
        exit 1
    }
    ;;
*)
    echo "$REF is no branch, no tag and no pull request." >&2
    exit 1
    ;;
esac
[ -z "${SPARSE:-}" ] || printf '%s' "$SPARSE" | tr ' ' '\n' | git sparse-checkout set --cone --stdin
git checkout --quiet --detach "$COMMIT"
[ "$SUBMODULES" = false ] || git submodule --quiet update --init --recursive
[ "$LFS" = false ] || git lfs pull
