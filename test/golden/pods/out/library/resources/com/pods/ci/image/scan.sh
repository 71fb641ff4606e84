#!/bin/sh
# Scans the pushed image with trivy. A vulnerability with the threshold's severity or above fails the build.
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
: "${SCAN_ATTACH:=}"
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
command -v trivy >/dev/null || fail "trivy is not installed where this image is built, but the stage scans the image. Install it, or remove scan."
case "$SEVERITY" in
critical) levels=CRITICAL ;;
high) levels=HIGH,CRITICAL ;;
medium) levels=MEDIUM,HIGH,CRITICAL ;;
*) levels=LOW,MEDIUM,HIGH,CRITICAL ;;
esac
set -- --image-src remote --scanners vuln --severity "$levels" --format json --output "$STATE/scan.json" \
    --quiet --skip-version-check --offline-scan
if [ -n "$TRIVY_CACHE" ]; then
    # The site keeps the database up to date; nothing is downloaded.
    set -- "$@" --cache-dir "$TRIVY_CACHE" --skip-db-update --skip-java-db-update
else
    set -- "$@" --cache-dir "$STATE/trivy"
    [ -z "$TRIVY_DATABASE" ] || set -- "$@" --db-repository "$TRIVY_DATABASE"
fi
[ -z "$PLATFORMS" ] || set -- "$@" --platform "${PLATFORMS%%,*}"
[ "$REGISTRY_INSECURE" = false ] || set -- "$@" --insecure
trivy image "$@" "$IMAGE@$digest" || fail "trivy could not scan $IMAGE@$digest; see the log above."
trivy convert --format table "$STATE/scan.json"
found=$(grep -c '"VulnerabilityID"' "$STATE/scan.json") || true
[ "$found" -eq 0 ] ||
    fail "trivy found $found known vulnerabilities of severity $SEVERITY or above in $IMAGE@$digest; scan.json lists them."
[ "$SCAN_ATTACH" = true ] || exit 0

command -v cosign >/dev/null || fail "cosign is not installed where this image is built, but the site attaches the reports of scans to images. Install it."
trivy convert --format cosign-vuln --output "$STATE/scan-predicate.json" "$STATE/scan.json" ||
    fail "trivy could not convert its report of $IMAGE@$digest; see the log above."
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
cosign attest "$@" --type vuln --predicate "$STATE/scan-predicate.json" "$IMAGE@$digest" || fail "cosign could not attach the scan to $IMAGE@$digest; see the log above."
