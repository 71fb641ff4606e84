#!/bin/sh
# Runs in the container with skopeo: checks that each base image exists for the platforms.
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
export REGISTRY_AUTH_FILE="$STATE/auth.json" CONTAINERS_REGISTRIES_CONF="$STATE/registries.conf"
# Use the site's certificate authorities in addition to those of the machine.
if [ -e "$STATE/ca.pem" ]; then export SSL_CERT_FILE="$STATE/ca.pem"; fi
skopeo() {
    set -- --registries-conf "$STATE/registries.conf" "$@"
    # For images of other platforms, inspect the first platform.
    [ -z "$PLATFORMS" ] || set -- --override-arch "$(printf '%s' "${PLATFORMS%%,*}" | cut -d/ -f2)" "$@"
    command skopeo "$@"
}
# These tools accept either a tag or a digest: keep the pinned digest.
reference() {
    name=${1%%@*}
    case "$1" in *@*) case "${name##*/}" in *:*) name=${name%:*} ;; esac ;; esac
    case "$1" in *@*) name="$name@${1#*@}" ;; esac
    printf '%s\n' "$name"
}
has_platform() {
    if found=$(skopeo --override-os "$2" --override-arch "$3" inspect --no-tags --format '{{ .Os }}/{{ .Architecture }}' \
        "docker://$(reference "$1")" 2>"$STATE/output"); then
        [ "$found" = "$2/$3" ]
    else
        grep -q 'no image found' "$STATE/output" ||
            fail "The registry could not be queried for the base image $1: $(tail -n 1 "$STATE/output")"
        return 1
    fi
}
# Builds succeed even if a base image lacks the platform, but such an image does not start. So check each base image.
# Prints the base images.
bases() {
    [ -z "$BASE" ] || printf '%s\n' "$BASE"
    # Images in the Dockerfile's FROM lines, except its own stages and images for the build platform.
    awk 'toupper($1) != "FROM" { next }
        $2 !~ /^--platform|\$/ && $2 != "scratch" && !(tolower($2) in stages) { print $2 }
        { for (i = 3; i < NF; i++) if (toupper($i) == "AS") stages[tolower($(i + 1))] = 1 }' "$DOCKERFILE"
}
check_base() {
    for platform in $(printf '%s' "$PLATFORMS" | tr , ' '); do
        has_platform "$1" "${platform%%/*}" "$(printf '%s' "$platform" | cut -d/ -f2)" ||
            fail "The base image $1 does not exist for the platform $platform. Use another base image, or remove the platform."
    done
}
bases >"$STATE/bases"
while IFS= read -r base; do check_base "$base"; done <"$STATE/bases"
