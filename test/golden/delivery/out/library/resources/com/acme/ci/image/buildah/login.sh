#!/bin/sh
# Logs in to the registries with podman; the three tools share one private store and one login, which clean-up removes.
# A build that was killed may have left files without the right to remove them.
if [ -d "$STATE" ]; then chmod -R u+rwx "$STATE" && rm -rf "$STATE"; fi
mkdir -p "$STATE"
chmod 700 "$STATE"
printf '%4096s' '' >"$STATE/room"
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
# A list comes as numbered variables; `get NAME` sets `value` to what one holds: nothing where Jenkins left it out.
value=
get() {
    eval "value=\${$1:-}"
}
# Passwords go by standard input: login CLIENT REGISTRY USER PASSWORD CREDENTIAL.
login() {
    printf '%s' "$4" | "$1" login --username "$3" --password-stdin "$2" >/dev/null 2>"$STATE/asked" && return
    cat "$STATE/asked" >&2
    case "$(cat "$STATE/asked")" in
    *nauthorized* | *'invalid username'* | *denied*)
        fail "The registry $2 refused the login with the credential $5; check its user and password."
        ;;
    *'HTTP response to HTTPS'*)
        fail "The registry $2 speaks plain HTTP; it needs insecure: true in the spec, and docker's daemon insecure-registries."
        ;;
    *x509*)
        fail "The certificate of the registry $2 is not trusted; the site's caBundle, or docker's daemon, needs its authority."
        ;;
    esac
    fail "The registry $2 could not be asked for a login with the credential $5: $(tail -n 1 "$STATE/asked")"
}
# Which registries speak plain HTTP, and what is pulled from a mirror instead. A bare name is Docker Hub's, as docker has it.
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
# Build secrets and authorities are files that only this user reads, until clean-up removes them.
[ -z "${CA_BUNDLE:-}" ] || cp "$CA_BUNDLE" "$STATE/ca.pem"
mkdir -m 700 "$STATE/secrets"
for name in $SECRETS; do
    : >"$STATE/secrets/$name"
    chmod 600 "$STATE/secrets/$name"
    get "${name}_VALUE"
    printf '%s' "$value" >"$STATE/secrets/$name"
done
export REGISTRY_AUTH_FILE="$STATE/auth.json" CONTAINERS_REGISTRIES_CONF="$STATE/registries.conf"
# The site's own authorities, beside the machine's.
if [ -e "$STATE/ca.pem" ]; then export SSL_CERT_FILE="$STATE/ca.pem"; fi
skopeo() {
    set -- --registries-conf "$STATE/registries.conf" "$@"
    # What is asked of an image for other platforms than this one, is asked of its first.
    [ -z "$PLATFORMS" ] || set -- --override-arch "$(printf '%s' "${PLATFORMS%%,*}" | cut -d/ -f2)" "$@"
    command skopeo "$@"
}
export CONTAINERS_STORAGE_CONF="$STATE/storage.conf" TMPDIR="$STATE/tmp"
mkdir "$STATE/tmp"
printf '[storage]\ndriver = "%s"\ngraphroot = "%s"\nrunroot = "%s"\n' \
    "$STORAGE_DRIVER" "$STATE/graph" "$STATE/run" >"$STATE/storage.conf"
[ -z "${REGISTRY_USER:-}" ] || login podman "$REGISTRY" "$REGISTRY_USER" "$REGISTRY_PASSWORD" "$REGISTRY_CREDENTIAL"
[ -z "${BASE_USER:-}" ] || login podman "$BASE_REGISTRY" "$BASE_USER" "$BASE_PASSWORD" "$BASE_CREDENTIAL"
