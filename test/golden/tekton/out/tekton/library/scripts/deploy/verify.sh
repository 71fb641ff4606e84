#!/bin/sh
# Verifies with the site's public key what the environment requires of each image. $STATE/provenance-N gets the provenances
# of image N that the key signed, one on each line.
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
fail() {
    printf '%s\n' "$1" >"$STATE/failure"
    exit 1
}
rm -rf "$STATE"
mkdir -p "$STATE"
chmod 700 "$STATE"
mkdir "$STATE/home"
command -v cosign >/dev/null || fail "cosign is not installed on this agent, but environments.$ENVIRONMENT.requires verifies images with it. Install it on the agents that deliver."
# Lists are passed as numbered variables. `get NAME` sets `value` to the value of one, or to nothing if it is unset.
value=
get() {
    eval "value=\${$1:-}"
}
# Docker's configuration with the logins of the registries, in the private folder.
mkdir -m 700 "$STATE/config"
export DOCKER_CONFIG="$STATE/config"
[ -z "${CA_BUNDLE:-}" ] || export SSL_CERT_FILE="$CA_BUNDLE"
# auth HOST USER PASSWORD: a login in docker's configuration, after the others.
comma=
auth() {
    host=$1
    # The name of Docker Hub in logins.
    [ "$host" != docker.io ] || host=https://index.docker.io/v1/
    printf '%s"%s":{"auth":"%s"}' "$comma" "$host" "$(printf '%s:%s' "$2" "$3" | base64 | tr -d '\n')"
    comma=,
}
{
    printf '{"auths":{'
    i=0
    while [ "$i" -lt "$REGISTRY_COUNT" ]; do
        get "REGISTRY_${i}_USER"
        user=$value
        if [ -n "$user" ]; then
            get "REGISTRY_$i"
            registry=$value
            get "REGISTRY_${i}_PASSWORD"
            auth "$registry" "$user" "$value"
        fi
        i=$((i + 1))
    done
    printf '}}\n'
} >"$DOCKER_CONFIG/config.json"
printf '%s\n' "$PUBLIC_KEY" >"$STATE/cosign.pub"
# The key needs no log and no certificates. cosign downloads no other roots of trust if it has a file of them.
printf '%s\n' '{"mediaType":"application/vnd.dev.sigstore.trustedroot+json;version=0.1"}' >"$STATE/trusted-root.json"
# verify COMMAND OPTION…: writes what the key signed for the image to $STATE/signed.
verify() {
    command=$1
    shift
    set -- "$@" --key "$STATE/cosign.pub" --insecure-ignore-tlog
    if cosign "$command" --help 2>&1 | grep -q -e --trusted-root; then
        set -- "$@" --trusted-root "$STATE/trusted-root.json"
    fi
    [ "$insecure" = false ] || set -- "$@" --allow-http-registry --allow-insecure-registry
    cosign "$command" "$@" "$image" >"$STATE/signed"
}
missing() {
    fail "environments.$ENVIRONMENT requires $1, but the site's key signed no $1 of $image; see the log above. Run the image stage again, and see that it has $2."
}
# Only signatures count: cosign verify also accepts other statements that the key signed for the image.
signature() {
    verify verify || missing signature "sign: true"
    grep -q -F -e '"type":"cosign container image signature"' -e '"type":"https://sigstore.dev/cosign/sign/v1"' "$STATE/signed" ||
        missing signature "sign: true"
}
sbom() {
    verify verify-attestation --type cyclonedx || verify verify-attestation --type spdxjson ||
        missing sbom "sbom: true"
}
scan() {
    verify verify-attestation --type vuln || missing scan scan
}
# A line with two payloads is ambiguous: cosign could have verified the other one.
provenance() {
    verify verify-attestation --type slsaprovenance1 || missing provenance "provenance: true"
    while IFS= read -r line; do
        case "$line" in *\\*) continue ;; esac
        [ "$(printf '%s' "$line" | grep -o -i '"payload"' | grep -c .)" = 1 ] || continue
        payload=$(printf '%s' "$line" | sed -n 's/.*"payload" *: *"\([A-Za-z0-9+\/=]*\)".*/\1/p')
        printf '%s' "$payload" | base64 -d >"$STATE/statement" || fail "A provenance of $image cannot be read."
        tr -d '\r\n' <"$STATE/statement"
        printf '\n'
    done <"$STATE/signed" >"$STATE/provenance-$i"
}
i=0
while [ "$i" -lt "$IMAGE_COUNT" ]; do
    get "IMAGE_$i"
    image=$value
    get "INSECURE_$i"
    insecure=$value
    for required in $REQUIRES; do "$required"; done
    printf 'Verified for %s: %s.\n' "$image" "$REQUIRES"
    i=$((i + 1))
done
