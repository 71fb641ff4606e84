#!/bin/sh
# Logs in to the registries with podman. buildah, podman and skopeo share this login and a private store; the clean-up removes both.
# Files of a killed build may lack the permission to remove them.
if [ -d "$STATE" ]; then chmod -R u+rwx "$STATE" && rm -rf "$STATE"; fi
mkdir -p "$STATE"
chmod 700 "$STATE"
printf '%4096s' '' >"$STATE/room"
set -eu
# Jenkins does not pass empty variables, so any of these may be unset.
: "${BASE:=}" "${BASE_CREDENTIAL:=}" "${BASE_REGISTRY:=}" "${BUILDER_IMAGE:=}" "${BUILD_ARGS:=}" "${BUILD_CPU_QUOTA:=}"
: "${BUILD_MEMORY:=}" "${CACHE:=}" "${HOSTS:=}" "${INSECURE:=}" "${MIRRORS:=}" "${MOVING_TAGS:=}" "${PLATFORMS:=}"
: "${REGISTRY_CREDENTIAL:=}" "${SECRETS:=}" "${TARGET:=}" "${TRIVY_CACHE:=}" "${TRIVY_DATABASE:=}"
# Ends the script with a message. The first message counts: it is closest to the cause. $STATE/room reserves disk space for it.
fail() {
    rm -f "$STATE/room"
    [ -s "$STATE/failure" ] || printf '%s\n' "$1" >"$STATE/failure"
    exit 1
}
# Lists are passed as numbered variables. `get NAME` sets `value` to the value of one, or to nothing if it is unset.
value=
get() {
    eval "value=\${$1:-}"
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
export CONTAINERS_STORAGE_CONF="$STATE/storage.conf" TMPDIR="$STATE/tmp"
mkdir "$STATE/tmp"
printf '[storage]\ndriver = "%s"\ngraphroot = "%s"\nrunroot = "%s"\n' \
    "$STORAGE_DRIVER" "$STATE/graph" "$STATE/run" >"$STATE/storage.conf"
[ -z "${REGISTRY_USER:-}" ] || login podman "$REGISTRY" "$REGISTRY_USER" "$REGISTRY_PASSWORD" "$REGISTRY_CREDENTIAL"
[ -z "${BASE_USER:-}" ] || login podman "$BASE_REGISTRY" "$BASE_USER" "$BASE_PASSWORD" "$BASE_CREDENTIAL"
