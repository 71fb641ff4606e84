#!/bin/sh
# Builds the image with buildah if the registry does not have it yet.
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
: "${BASE:=}" "${BASE_CREDENTIAL:=}" "${BASE_REGISTRY:=}" "${BUILDER_IMAGE:=}" "${BUILD_ARGS:=}" "${BUILD_CPU_QUOTA:=}"
: "${BUILD_MEMORY:=}" "${CACHE:=}" "${HOSTS:=}" "${INSECURE:=}" "${MIRRORS:=}" "${MOVING_TAGS:=}" "${PLATFORMS:=}"
: "${PROXY_EXCEPT:=}" "${PROXY_HTTP:=}" "${PROXY_HTTPS:=}"
: "${REGISTRY_CREDENTIAL:=}" "${SECRETS:=}" "${TARGET:=}" "${TRIVY_CACHE:=}" "${TRIVY_DATABASE:=}"
# Ends the script with a message. The first message counts: it is closest to the cause. $STATE/room reserves disk space for it.
fail() {
    rm -f "$STATE/room"
    # An instruction of a Dockerfile can write to $STATE in kaniko's container. The message must not be a link to another file.
    [ ! -L "$STATE/failure" ] || rm -f "$STATE/failure"
    [ -s "$STATE/failure" ] || printf '%s\n' "$1" >"$STATE/failure"
    exit 1
}
# Runs a command and prints its output line by line. Reports a full disk with a message of its own.
# If the command fails, writes its last line to $STATE/last.
watched() {
    rm -f "$STATE/done"
    { "$@" 2>&1 && : >"$STATE/done"; } | (
        full=false last=
        while IFS= read -r line || [ -n "$line" ]; do
            printf '%s\n' "$line"
            case "$line" in *[Nn]'o space left on device'*) full=true ;; esac
            [ -z "$line" ] || last=$line
        done
        [ ! -e "$STATE/done" ] || exit 0
        [ "$full" = false ] || fail "The disk of the agent $NODE_NAME is full, so the image cannot be built. Free disk space on the agent."
        printf '%s\n' "$last" >"$STATE/last"
        exit 1
    )
}
# Lists are passed as numbered variables. `get NAME` sets `value` to the value of one, or to nothing if it is unset.
value=
get() {
    eval "value=\${$1:-}"
}
export REGISTRY_AUTH_FILE="$STATE/auth.json" CONTAINERS_REGISTRIES_CONF="$STATE/registries.conf"
# Use the site's certificate authorities in addition to those of the machine.
if [ -e "$STATE/ca.pem" ]; then export SSL_CERT_FILE="$STATE/ca.pem"; fi
skopeo() {
    set -- --registries-conf "$STATE/registries.conf" "$@"
    # For images of other platforms, inspect the first platform.
    [ -z "$PLATFORMS" ] || set -- --override-arch "$(printf '%s' "${PLATFORMS%%,*}" | cut -d/ -f2)" "$@"
    command skopeo "$@"
}
export CONTAINERS_STORAGE_CONF="$STATE/storage.conf" TMPDIR="$STATE/tmp"
# One record, one image: if a fixed tag exists, it must belong to this release, or the build fails.
# unread TAG: fails with the reason why the registry did not show the tag.
unread() {
    case "$(tail -n 1 "$STATE/output")" in
    *[Uu]nauthorized* | *denied* | *'StatusCode: 401'* | *'StatusCode: 403'* | *forbidden* | *Forbidden* | *'project '*' not found'*)
        fail "The registry $REGISTRY does not let the credential ${REGISTRY_CREDENTIAL:-(none)} read $IMAGE:$1. If the repository or its project does not exist yet, create it; if it exists, the credential needs permission to pull and push: $(tail -n 1 "$STATE/output")"
        ;;
    esac
    fail "The registry $REGISTRY could not be queried for $IMAGE:$1: $(tail -n 1 "$STATE/output")"
}
# Only the registry's answer for the manifest shows that a tag is absent: other requests can fail with "not found", too.
absent() {
    grep -F "reading manifest $1 in $IMAGE: " "$STATE/output" |
        grep -qE ': (manifest unknown|name unknown|StatusCode: 404|unknown: (artifact|repository) .* not found)'
}
for tag in $TAGS; do
    if ! skopeo inspect --raw "docker://$IMAGE:$tag" >/dev/null 2>"$STATE/output"; then
        absent "$tag" || unread "$tag"
        continue
    fi
    skopeo inspect --no-tags --format "{{ range \$k, \$v := .Labels }}{{ \$k }}={{ println \$v }}{{ end }}" \
        "docker://$IMAGE:$tag" >"$STATE/labels" 2>"$STATE/output" || unread "$tag"
    for name in $IDENTITY; do
        get "$name"
        grep -qxF "$value" "$STATE/labels" ||
            fail "$IMAGE:$tag already exists but is a different image: its ${value%%=*} is not ${value#*=}."
    done
    there=$(skopeo inspect --no-tags --format '{{ .Digest }}' "docker://$IMAGE:$tag")
    if [ -s "$STATE/digest" ] && [ "$there" != "$(cat "$STATE/digest")" ]; then
        fail "$IMAGE:$tag already exists but is a different image: $there."
    fi
    printf '%s\n' "$there" >"$STATE/digest"
    printf '%s already exists for this release; the build is skipped.\n' "$IMAGE:$tag"
done
[ ! -s "$STATE/digest" ] || exit 0

# These tools accept either a tag or a digest: keep the pinned digest.
reference() {
    name=${1%%@*}
    case "$1" in *@*) case "${name##*/}" in *:*) name=${name%:*} ;; esac ;; esac
    case "$1" in *@*) name="$name@${1#*@}" ;; esac
    printf '%s\n' "$name"
}
base=$(reference "$BASE")
if [ -n "$BASE" ] && [ -z "$PLATFORMS" ]; then
    watched podman pull --quiet "$base" ||
        fail "The base image $BASE could not be pulled: $(cat "$STATE/last")"
fi
# Pull the other images of the Dockerfile that need a login, too. If one is missing, the build reports it.
# Prints the images of the Dockerfile's FROM lines. Replaces arguments by their values or defaults, and leaves out its own stages.
images() {
    for name in $BUILD_ARGS; do get "$name" && printf '%s\n' "$value" | head -n 1; done >"$STATE/arguments"
    awk -v given="$STATE/arguments" 'BEGIN {
            while ((getline line <given) > 0) { at = index(line, "="); values[substr(line, 1, at - 1)] = substr(line, at + 1) }
        }
        toupper($1) == "ARG" && (at = index($2, "=")) && !(substr($2, 1, at - 1) in values) {
            values[substr($2, 1, at - 1)] = substr($2, at + 1)
        }
        toupper($1) != "FROM" { next }
        {
            image = $2 ~ /^--/ ? $3 : $2
            for (name in values) {
                at = index(image, "${" name "}")
                if (at) image = substr(image, 1, at - 1) values[name] substr(image, at + length(name) + 3)
                if (image == "$" name) image = values[name]
            }
            if (image != "scratch" && image !~ /\$/ && !(tolower(image) in stages)) print image
            for (i = 3; i < NF; i++) if (toupper($i) == "AS") stages[tolower($(i + 1))] = 1
        }' "$DOCKERFILE" | sort -u
}
if [ -n "${REGISTRY_CREDENTIAL:-}${BASE_CREDENTIAL:-}" ] && [ -z "$PLATFORMS" ]; then
    images | while IFS= read -r needed; do
        [ "$needed" = "$BASE" ] || podman pull --quiet "$(reference "$needed")" >/dev/null 2>&1 || true
    done
fi
# From here on, instructions of the application's Dockerfile run: no login is left that they could read and that the build
# does not need. The push logs in again.
printf '{"auths":{}}\n' >"$STATE/auth.json"
if [ -n "$PLATFORMS$CACHE" ]; then REGISTRY_AUTH_FILE="$STATE/pull/config.json"; else rm -r "$STATE/pull"; fi
# The image store is private and empty at first: pull only missing images.
set -- --file "$DOCKERFILE" --pull=missing --identity-label=false
case "$PLATFORMS" in
# Without layers: a cached layer would be used for every platform.
*,*) set -- "$@" --platform "$PLATFORMS" --layers=false --manifest localhost/stagewright-build ;;
?*) set -- "$@" --platform "$PLATFORMS" --layers --tag localhost/stagewright-build ;;
*) set -- "$@" --layers --tag localhost/stagewright-build ;;
esac
[ -z "$TARGET" ] || set -- "$@" --target "$TARGET"
for name in $BUILD_ARGS; do
    get "$name"
    # The local store knows the base image by its digest only.
    [ -z "$BASE" ] || [ "${value#*=}" != "$BASE" ] || value="${value%%=*}=$base"
    set -- "$@" --build-arg "$value"
done
for name in $LABELS; do get "$name" && set -- "$@" --label "$value"; done
for name in $SECRETS; do get "$name" && set -- "$@" --secret "id=$value,src=$STATE/secrets/$name"; done
[ -z "$CACHE" ] || set -- "$@" --cache-from "$CACHE" --cache-to "$CACHE"
[ -z "$BUILD_MEMORY" ] || set -- "$@" --memory "${BUILD_MEMORY%i}"
[ -z "$BUILD_CPU_QUOTA" ] || set -- "$@" --cpu-period 100000 --cpu-quota "$BUILD_CPU_QUOTA"
if [ "$BUILDAH_ISOLATION" = private ]; then
    command -v crun >/dev/null || command -v runc >/dev/null ||
        fail "buildah isolates RUN instructions with crun or runc, but the agent $NODE_NAME has neither. Install one of them."
    if [ "$(id -u)" -eq 0 ]; then BUILDAH_ISOLATION=oci; else BUILDAH_ISOLATION=rootless; fi
fi
# Use the commit's time: the same sources give the same image, with or without the cache.
watched buildah build --isolation "$BUILDAH_ISOLATION" --timestamp "$(git -C app log -1 --format=%ct)" "$@" "$CONTEXT" ||
    fail "The image could not be built from ${DOCKERFILE#app/}; the log above names the step that failed."
