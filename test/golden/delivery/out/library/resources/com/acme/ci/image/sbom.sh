#!/bin/sh
# Creates an SBOM of the pushed image with syft. It is archived with the build, or attached to the image with cosign.
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
digest=$(cat "$STATE/digest")
# Converts the build's login for this tool, which uses docker's name for Docker Hub.
if [ ! -e "$STATE/config/config.json" ]; then
    [ -d "$STATE/config" ] || mkdir -m 700 "$STATE/config"
    if [ -e "$STATE/auth.json" ]; then
        sed 's#"docker\.io"#"https://index.docker.io/v1/"#' "$STATE/auth.json" >"$STATE/config/config.json"
    fi
fi
export DOCKER_CONFIG="$STATE/config"
# Use the site's certificate authorities in addition to those of the machine.
if [ -e "$STATE/ca.pem" ]; then export SSL_CERT_FILE="$STATE/ca.pem"; fi
command -v syft >/dev/null || fail "syft is not installed where this image is built, but the stage creates an SBOM. Install it, or remove sbom."
export SYFT_CHECK_FOR_APP_UPDATE=false SYFT_REGISTRY_INSECURE_USE_HTTP="$REGISTRY_INSECURE"
set -- --quiet --output "$SBOM_FORMAT=$STATE/sbom.json"
# If there are several platforms, use the first one.
[ -z "$PLATFORMS" ] || set -- "$@" --platform "${PLATFORMS%%,*}"
syft scan "registry:$IMAGE@$digest" "$@" || fail "syft could not create an SBOM of $IMAGE@$digest; see the log above."
[ "$SBOM_ATTACH" = true ] || exit 0

command -v cosign >/dev/null || fail "cosign is not installed where this image is built, but the site attaches SBOMs to images. Install it."
type=cyclonedx
[ "$SBOM_FORMAT" = cyclonedx-json ] || type=spdxjson
# A private key does not need a public log, and offline sites cannot reach one. cosign 3 signs without a log only with a
# signing configuration that lists no services; an empty trusted root keeps it from loading one.
set -- --yes --key "$COSIGN_KEY"
if cosign sign --help 2>&1 | grep -q -E -e '--use-signing-config(=true|.*default true)'; then
    printf '%s\n' '{"mediaType":"application/vnd.dev.sigstore.signingconfig.v0.2+json"}' >"$STATE/signing-config.json"
    printf '%s\n' '{"mediaType":"application/vnd.dev.sigstore.trustedroot+json;version=0.1"}' >"$STATE/trusted-root.json"
    set -- "$@" --signing-config "$STATE/signing-config.json" --trusted-root "$STATE/trusted-root.json"
else
    set -- "$@" --tlog-upload=false
fi
[ "$REGISTRY_INSECURE" = false ] || set -- "$@" --allow-http-registry --allow-insecure-registry
cosign attest "$@" --type "$type" --predicate "$STATE/sbom.json" "$IMAGE@$digest" || fail "cosign could not attach the SBOM to $IMAGE@$digest; see the log above."
