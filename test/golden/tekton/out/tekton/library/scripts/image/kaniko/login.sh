#!/bin/sh
# Runs in the container with skopeo: logs in, writes the login with which kaniko pulls, and checks which images the registry has.
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
# Files of a killed build may lack the permission to remove them.
if [ -d "$STATE" ]; then chmod -R u+rwx "$STATE" && rm -rf "$STATE"; fi
mkdir -p "$STATE"
chmod 700 "$STATE"
mkdir "$STATE/home"
printf '%4096s' '' >"$STATE/room"
# Ends the script with a message. The first message counts: it is closest to the cause. $STATE/room reserves disk space for it.
fail() {
    rm -f "$STATE/room"
    # An instruction of a Dockerfile can write to $STATE in kaniko's container. The message must not be a link to another file.
    [ ! -L "$STATE/failure" ] || rm -f "$STATE/failure"
    [ -s "$STATE/failure" ] || printf '%s\n' "$1" >"$STATE/failure"
    exit 1
}
# Lists are passed as numbered variables. `get NAME` sets `value` to the value of one, or to nothing if it is unset.
value=
get() {
    eval "value=\${$1:-}"
}
# The image contains what the context and the Dockerfile are. A link could make them files of the agent, such as logins.
inside() {
    [ -e "$2" ] || [ -L "$2" ] || fail "The application's repository has no ${2#app/}, but the stage needs it as its $1."
    at=$(readlink -f "$2") || fail "The stage's $1 ${2#app/} is a broken link."
    case "$at/" in
    "$(readlink -f app)"/*) ;;
    *) fail "The stage's $1 ${2#app/} is a link to $at, outside of the application's checkout. The image may contain only files of the checkout." ;;
    esac
}
inside context "$CONTEXT"
inside dockerfile "$DOCKERFILE"
# kaniko follows links to folders. So no link may lead to other files of this volume, such as the secrets, or to kaniko's.
find app -type l >"$STATE/links"
while IFS= read -r link; do
    at=$(readlink -f "$link") || continue
    case "$at/" in
    "$(readlink -f app)"/*) ;;
    "$(readlink -f "${PWD%/*}")"/* | "$(readlink -f "$STATE")"/* | /kaniko/* | /proc/*)
        fail "The link $link in the application's repository leads to $at, outside of the checkout. Remove the link."
        ;;
    esac
done <"$STATE/links"
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
# Sets the registries that use plain HTTP, and the mirrors. As in docker, names without a host are images on Docker Hub.
is_plain() {
    case " $INSECURE " in *" $1 "*) ;; *) return 1 ;; esac
}
registry() {
    printf '[[registry]]\nprefix = "%s"\nlocation = "%s"\n' "$1" "$2"
    if is_plain "${2%%/*}"; then printf 'insecure = true\n'; fi
}
{
    printf 'unqualified-search-registries = ["docker.io"]\n'
    for host in $INSECURE; do registry "$host" "$host"; done
    for mirror in $MIRRORS; do registry "${mirror%%=*}" "${mirror#*=}"; done
} >"$STATE/registries.conf"
# Build secrets and certificates are files that only this user can read. The clean-up removes them.
[ -z "${CA_BUNDLE:-}" ] || cp "$CA_BUNDLE" "$STATE/ca.pem"
mkdir -m 700 "$STATE/secrets"
for name in $SECRETS; do
    : >"$STATE/secrets/$name"
    chmod 600 "$STATE/secrets/$name"
    get "${name}_VALUE"
    printf '%s' "$value" >"$STATE/secrets/$name"
done
export REGISTRY_AUTH_FILE="$STATE/auth.json" CONTAINERS_REGISTRIES_CONF="$STATE/registries.conf"
# Use the site's certificate authorities in addition to those of the machine.
if [ -e "$STATE/ca.pem" ]; then export SSL_CERT_FILE="$STATE/ca.pem"; fi
skopeo() {
    set -- --registries-conf "$STATE/registries.conf" "$@"
    # For images of other platforms, inspect the first platform.
    [ -z "$PLATFORMS" ] || set -- --override-arch "$(printf '%s' "${PLATFORMS%%,*}" | cut -d/ -f2)" "$@"
    command skopeo "$@"
}
log_in skopeo
# Some builds pull while the Dockerfile runs. They get only the login for pulling the base image, and the one for pushing if
# there is a cache to push to.
# auth HOST USER PASSWORD: a login in docker's configuration, after the others.
comma=
auth() {
    host=$1
    # The name of Docker Hub in logins.
    [ "$host" != docker.io ] || host=https://index.docker.io/v1/
    printf '%s"%s":{"auth":"%s"}' "$comma" "$host" "$(printf '%s:%s' "$2" "$3" | base64 | tr -d '\n')"
    comma=,
}
mkdir -m 700 "$STATE/pull"
: >"$STATE/pull/config.json"
chmod 600 "$STATE/pull/config.json"
{
    # Docker's login also wrote settings of the site.
    printf '{%s"auths":{' "$(sed -n 's/^{\(..*\)}$/\1,/p' "$STATE/settings" 2>/dev/null)"
    if [ -n "$CACHE" ] && [ -n "${REGISTRY_USER:-}" ]; then
        auth "$REGISTRY" "$REGISTRY_USER" "$REGISTRY_PASSWORD"
        [ -z "${BASE_USER:-}" ] || [ "$BASE_REGISTRY" = "$REGISTRY" ] || auth "$BASE_REGISTRY" "$BASE_USER" "$BASE_PASSWORD"
    elif [ -n "${BASE_USER:-}" ]; then
        auth "$BASE_REGISTRY" "$BASE_USER" "$BASE_PASSWORD"
    elif [ -n "${REGISTRY_USER:-}" ] && [ "$BASE_REGISTRY" = "$REGISTRY" ]; then
        auth "$REGISTRY" "$REGISTRY_USER" "$REGISTRY_PASSWORD"
    fi
    printf '}}\n'
} >"$STATE/pull/config.json"
# These tools accept either a tag or a digest: keep the pinned digest.
reference() {
    name=${1%%@*}
    case "$1" in *@*) case "${name##*/}" in *:*) name=${name%:*} ;; esac ;; esac
    case "$1" in *@*) name="$name@${1#*@}" ;; esac
    printf '%s\n' "$name"
}
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
if [ -s "$STATE/digest" ]; then
    : >"$STATE/reused"
elif [ -n "$BASE" ]; then
    skopeo inspect --raw "docker://$(reference "$BASE")" >/dev/null 2>"$STATE/output" ||
        fail "The base image $BASE could not be pulled: $(tail -n 1 "$STATE/output")"
fi
# RUN lines of the Dockerfile run as root, and can write to every file of the volume that the containers share. So what the push
# reads, except for the built layout, is in a folder that their container does not have.
trusted="${TRUSTED:-/tmp}/stagewright-$(printf '%s' "$STATE" | cksum | tr ' ' -)"
rm -rf "$trusted"
mkdir -m 700 "$trusted"
for name in registries.conf ca.pem reused digest; do
    [ ! -e "$STATE/$name" ] || cp "$STATE/$name" "$trusted"
done
