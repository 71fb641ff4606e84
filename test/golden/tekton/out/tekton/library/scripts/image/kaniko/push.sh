#!/bin/sh
# Runs in the container with skopeo: pushes the image that kaniko built, compares its digest in the registry, and adds the other tags in the registry.
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
# RUN lines of the Dockerfile run as root, and can write to every file of the volume that the containers share. So what the push
# reads, except for the built layout, is in a folder that their container does not have.
trusted="${TRUSTED:-/tmp}/stagewright-$(printf '%s' "$STATE" | cksum | tr ' ' -)"
find "$STATE" -mindepth 1 -maxdepth 1 ! -name layout ! -name session -exec rm -rf {} +
mkdir "$STATE/home"
cp -R "$trusted/." "$STATE"
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
push_failed() {
    case "$(cat "$STATE/last")" in
    *denied* | *nauthorized*)
        fail "The registry $REGISTRY denied the push to $1; the credential ${REGISTRY_CREDENTIAL:-(none)} needs permission to push. If the repository does not exist yet, create it, or let the credential create repositories."
        ;;
    *'name unknown'* | *'NAME_UNKNOWN'* | *'repository '*' does not exist'* | *'repository '*' not found'* | *'project '*' not found'*)
        fail "The registry $REGISTRY has no repository for $1 and creates none during a push. Create the repository or its project: $(cat "$STATE/last")"
        ;;
    esac
    fail "The image could not be pushed to $1: $(cat "$STATE/last")"
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
# Moving tags are pushed last and follow the newest source build: a rebuild from an old record must not move them back.
is_newer() {
    [ "${1%#*}" = "${SOURCE_BUILD%#*}" ] && [ "${1##*#}" -gt "${SOURCE_BUILD##*#}" ]
}
# login CLIENT REGISTRY USER PASSWORD CREDENTIAL. Passes the password on standard input.
login() {
    printf '%s' "$4" | "$1" login --username "$3" --password-stdin "$2" >/dev/null 2>"$STATE/output" && return
    cat "$STATE/output" >&2
    case "$(cat "$STATE/output")" in
    *nauthorized* | *'invalid username'* | *denied*)
        fail "The registry $2 rejected the login with the credential $5; check its user and password."
        ;;
    *'HTTP response to HTTPS'*)
        fail "The registry $2 uses plain HTTP. Set insecure: true in the site spec, and insecure-registries of the docker daemon."
        ;;
    *x509*)
        fail "The certificate of the registry $2 is not trusted. Add its authority to the site's caBundle, or to the docker daemon."
        ;;
    esac
    fail "The login to the registry $2 with the credential $5 failed: $(tail -n 1 "$STATE/output")"
}
# log_in CLIENT: logs in to the registry of the image, and to that of the base image if it is another one.
log_in() {
    [ -z "${REGISTRY_USER:-}" ] || login "$1" "$REGISTRY" "$REGISTRY_USER" "$REGISTRY_PASSWORD" "$REGISTRY_CREDENTIAL"
    [ -n "${BASE_USER:-}" ] || return 0
    if [ -z "${REGISTRY_USER:-}" ] || [ "$BASE_REGISTRY" != "$REGISTRY" ]; then
        login "$1" "$BASE_REGISTRY" "$BASE_USER" "$BASE_PASSWORD" "$BASE_CREDENTIAL"
    fi
}
rm -rf "$STATE/pull"
log_in skopeo
if [ ! -e "$STATE/reused" ]; then
    rm -f "$STATE/digest"
    watched skopeo copy --quiet --preserve-digests --retry-times "$PUSH_RETRIES" --digestfile "$STATE/digest" \
        "oci:$STATE/layout" "docker://$IMAGE:${TAGS%% *}" || push_failed "$IMAGE:${TAGS%% *}"
fi
# If nothing was pushed, the digest file is empty, even if the exit code is 0.
[ -s "$STATE/digest" ] || fail "No digest was written for $IMAGE:${TAGS%% *}: the image was not pushed; see the log above."
digest=$(cat "$STATE/digest")
there=$(skopeo inspect --no-tags --format '{{ .Digest }}' "docker://$IMAGE@$digest") || there=
[ "$there" = "$digest" ] ||
    fail "The registry $REGISTRY does not have $IMAGE with the digest $digest that was pushed."
copy() {
    watched skopeo copy --quiet --all --preserve-digests --retry-times 3 "docker://$IMAGE@$digest" "docker://$IMAGE:$1" ||
        push_failed "$IMAGE:$1"
}
label_of() {
    skopeo inspect --no-tags --format '{{ index .Labels "io.stagewright.source-build" }}' "docker://$IMAGE:$1" 2>/dev/null || true
}
for tag in $TAGS; do copy "$tag"; done
for tag in $MOVING_TAGS; do
    if is_newer "$(label_of "$tag")"; then
        printf '%s is not moved: it already belongs to a newer source build.\n' "$IMAGE:$tag"
    else
        copy "$tag"
    fi
done
