#!/busybox/sh
# Runs in kaniko's container: builds the image if the registry does not have it yet.
# Do not set a umask: kaniko would apply it to the files of the image.
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
[ ! -e "$STATE/reused" ] || exit 0
# Instructions of the application's Dockerfile run here: the only login is the one with which kaniko pulls. The push logs in
# again, in the other container.
rm -f "$STATE/auth.json"
export DOCKER_CONFIG="$STATE/pull"
set -- --context "dir://$PWD/$CONTEXT" --dockerfile "$PWD/$DOCKERFILE" --digest-file "$STATE/digest" \
    --no-push --oci-layout-path "$STATE/layout" --image-download-retry "$PUSH_RETRIES" --compressed-caching="$COMPRESSED_CACHING"
[ -z "$TARGET" ] || set -- "$@" --target "$TARGET"
[ -z "$PLATFORMS" ] || set -- "$@" --custom-platform "$PLATFORMS"
for name in $BUILD_ARGS; do get "$name" && set -- "$@" --build-arg "$value"; done
for name in $LABELS; do get "$name" && set -- "$@" --label "$value"; done
for name in $SECRETS; do get "$name" && set -- "$@" --secret "id=$value,src=$STATE/secrets/$name"; done
for host in $INSECURE; do set -- "$@" --insecure-registry "$host"; done
for mirror in $MIRRORS; do
    # kaniko can use only the mirror for Docker Hub. For other registries, it tries the mirror first.
    case "$mirror" in
    docker.io=*) set -- "$@" --registry-mirror "${mirror#*=}" --skip-default-registry-fallback ;;
    *) set -- "$@" --registry-map "$mirror" ;;
    esac
done
if [ -e "$STATE/ca.pem" ]; then
    set -- "$@" --registry-certificate "$REGISTRY=$STATE/ca.pem"
    [ -z "$BASE_REGISTRY" ] || [ "$BASE_REGISTRY" = "$REGISTRY" ] ||
        set -- "$@" --registry-certificate "$BASE_REGISTRY=$STATE/ca.pem"
fi
[ -z "$CACHE" ] || set -- "$@" --cache=true --cache-repo "$CACHE" --cache-ttl "$CACHE_TTL"
# The clean-up ends every process of this session.
executor() {
    # shellcheck disable=SC2016
    setsid sh -c 'printf "%s\n" "$$" >"$STATE/session" && exec /kaniko/executor "$@"' executor "$@"
}
watched executor "$@" || fail "The image could not be built from ${DOCKERFILE#app/}; the log above names the step that failed."
