#!/bin/sh
# Attaches a provenance (SLSA v1) to the image's digest with cosign. Environment variables contain the facts, key and password.
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
command -v cosign >/dev/null || fail "cosign is not installed where this image is built, but the stage attaches a provenance. Install it, or remove provenance."
: "${PROVENANCE_COMMAND:=}" "${PROVENANCE_DOCKERFILE:=}"
# Only awk reads the values, so they are data: it writes each one as a JSON text.
LC_ALL=C awk '
function text(value,    out, i, sign) {
    for (i = 1; i <= length(value); i++) {
        sign = substr(value, i, 1)
        out = out (sign in code ? code[sign] : sign)
    }
    return "\"" out "\""
}
function field(name, variable) {
    return text(name) ": " text(ENVIRON[variable])
}
function list(value,    out, parts, count, i) {
    count = split(value, parts, ",")
    for (i = 1; i <= count; i++) out = out (i == 1 ? "" : ", ") text(parts[i])
    return "[" out "]"
}
BEGIN {
    for (i = 1; i < 32; i++) code[sprintf("%c", i)] = sprintf("\\u%04x", i)
    code["\\"] = "\\\\"
    code["\""] = "\\\""
    base = ENVIRON["BASE"]
    print "{"
    print "  \"buildDefinition\": {"
    print "    \"buildType\": \"https://github.com/stagewright/stagewright/image/v1\","
    print "    \"externalParameters\": {"
    print "      " field("service", "PROVENANCE_SERVICE") ","
    print "      " field("stage", "PROVENANCE_STAGE") ","
    print "      " field("image", "IMAGE") ","
    if (ENVIRON["PROVENANCE_COMMAND"] != "") print "      " field("command", "PROVENANCE_COMMAND") ","
    else print "      " field("dockerfile", "PROVENANCE_DOCKERFILE") ","
    print "      " field("context", "PROVENANCE_CONTEXT") ","
    print "      \"platforms\": " list(ENVIRON["PLATFORMS"])
    print "    },"
    print "    \"internalParameters\": {"
    print "      " field("engine", "PROVENANCE_ENGINE") ","
    print "      " field("version", "PROVENANCE_VERSION") ","
    print "      " field("sourceBuild", "PROVENANCE_SOURCE_BUILD")
    print "    },"
    print "    \"resolvedDependencies\": ["
    printf "      {\"uri\": %s, \"digest\": {%s}}", text("git+" ENVIRON["PROVENANCE_REPOSITORY"]), field("gitCommit", "PROVENANCE_COMMIT")
    if (match(base, /@sha256:[0-9a-f]+$/)) {
        printf ",\n      {\"uri\": %s, ", text("oci://" substr(base, 1, RSTART - 1))
        printf "\"digest\": {\"sha256\": %s} }", text(substr(base, RSTART + 8))
    }
    print ""
    print "    ]"
    print "  },"
    print "  \"runDetails\": {"
    print "    \"builder\": {" field("id", "PROVENANCE_BUILDER") "},"
    print "    \"metadata\": {" field("invocationId", "PROVENANCE_BUILD") "}"
    print "  }"
    print "}"
}' >"$STATE/provenance.json" || fail "The provenance of $IMAGE@$digest could not be written; see the log above."
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
cosign attest "$@" --type slsaprovenance1 --predicate "$STATE/provenance.json" "$IMAGE@$digest" || fail "cosign could not attach the provenance to $IMAGE@$digest; see the log above."
