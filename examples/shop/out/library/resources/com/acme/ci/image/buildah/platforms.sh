#!/bin/sh
# Asks each base image whether it is there for the platforms.
set -eu
# Jenkins hands over no variable that is empty: any of these may be missing.
: "${BASE:=}" "${BASE_CREDENTIAL:=}" "${BASE_REGISTRY:=}" "${BUILDER_IMAGE:=}" "${BUILD_ARGS:=}" "${BUILD_CPU_QUOTA:=}"
: "${BUILD_MEMORY:=}" "${CACHE:=}" "${HOSTS:=}" "${INSECURE:=}" "${MIRRORS:=}" "${MOVING_TAGS:=}" "${PLATFORMS:=}"
: "${REGISTRY_CREDENTIAL:=}" "${SECRETS:=}" "${TARGET:=}" "${TRIVY_CACHE:=}" "${TRIVY_DATABASE:=}"
# Ends the script with one sentence. The first one stands: it was nearest to the cause. Room was kept for it on a full disk.
fail() {
    rm -f "$STATE/room"
    [ -s "$STATE/failure" ] || printf '%s\n' "$1" >"$STATE/failure"
    exit 1
}
export REGISTRY_AUTH_FILE="$STATE/auth.json" CONTAINERS_REGISTRIES_CONF="$STATE/registries.conf"
# The site's own authorities, beside the machine's.
if [ -e "$STATE/ca.pem" ]; then export SSL_CERT_FILE="$STATE/ca.pem"; fi
skopeo() {
    set -- --registries-conf "$STATE/registries.conf" "$@"
    # What is asked of an image for other platforms than this one, is asked of its first.
    [ -z "$PLATFORMS" ] || set -- --override-arch "$(printf '%s' "${PLATFORMS%%,*}" | cut -d/ -f2)" "$@"
    command skopeo "$@"
}
# These tools take a tag or a digest; the digest is what was pinned.
reference() {
    name=${1%%@*}
    case "$1" in *@*) case "${name##*/}" in *:*) name=${name%:*} ;; esac ;; esac
    case "$1" in *@*) name="$name@${1#*@}" ;; esac
    printf '%s\n' "$name"
}
has_platform() {
    if found=$(skopeo --override-os "$2" --override-arch "$3" inspect --format '{{ .Os }}/{{ .Architecture }}' \
        "docker://$(reference "$1")" 2>"$STATE/asked"); then
        [ "$found" = "$2/$3" ]
    else
        grep -q 'no image found' "$STATE/asked" ||
            fail "The registry could not be asked for the base image $1: $(tail -n 1 "$STATE/asked")"
        return 1
    fi
}
# A base without the platform would be built on all the same, and start nowhere: each base is asked first.
bases() {
    [ -z "$BASE" ] || printf '%s\n' "$BASE"
    # What the Dockerfile names itself, but for its own stages and what runs while it builds.
    awk 'toupper($1) != "FROM" { next }
        $2 !~ /^--platform|\$/ && $2 != "scratch" && !(tolower($2) in stages) { print $2 }
        { for (i = 3; i < NF; i++) if (toupper($i) == "AS") stages[tolower($(i + 1))] = 1 }' "$DOCKERFILE"
}
check_base() {
    for platform in $(printf '%s' "$PLATFORMS" | tr , ' '); do
        has_platform "$1" "${platform%%/*}" "$(printf '%s' "$platform" | cut -d/ -f2)" ||
            fail "The base image $1 is not there for $platform."
    done
}
bases >"$STATE/bases"
while IFS= read -r base; do check_base "$base"; done <"$STATE/bases"
