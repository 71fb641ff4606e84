#!/usr/bin/env bash
# Builds Tekton's controller and webhook into the folder $1, from its Go module, with its CRDs and settings: a few minutes of
# processor time, once.
set -euo pipefail
folder=$1
tekton=v1.6.0
export CGO_ENABLED=0 GOFLAGS='-modcacherw -buildvcs=false'

# The tests of generated files run the validation of the same version.
grep -q "tektoncd/pipeline $tekton\$" "$(dirname "$0")/../../support/tekton/check/go.mod"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$folder/config"
module_folder() {
    go mod download -json "$1" | sed -n 's/.*"Dir": "\(.*\)".*/\1/p'
}

cp -r "$(module_folder "github.com/tektoncd/pipeline@$tekton")" "$work/tekton"
chmod -R u+w "$work/tekton"
cd "$work/tekton"
knative=$(sed -n 's|^\tknative.dev/pkg \(v.*\)|knative.dev/pkg@\1|p' go.mod)
cp -r "$(module_folder "$knative")" "$work/knative"
chmod -R u+w "$work/knative"
go mod edit -replace "knative.dev/pkg=$work/knative"

# Both programs expect a pod of their own. Here they share one machine: they listen only on the loopback address, and not on the
# second port for probes, whose number is fixed.
sed -i 's|Sprint(":", wh.Options.Port)|Sprint("127.0.0.1:", wh.Options.Port)|' "$work/knative/webhook/webhook.go"
sed -i 's|":" + port|"127.0.0.1:" + port|' "$work/knative/profiling/server.go"
for name in controller webhook; do
    sed -i -e 's|ListenAndServe(":"+port|ListenAndServe("127.0.0.1:"+port|' \
        -e 's|^\tsharedmain.MainWith|\tctx = sharedmain.WithHealthProbesDisabled(ctx)\n&|' "cmd/$name/main.go"
    grep -q WithHealthProbesDisabled "cmd/$name/main.go"
    go build -ldflags '-s -w' -o "$folder/tekton-$name" "./cmd/$name"
done
cp -r config/300-crds "$folder/crds"
cp config/500-webhooks.yaml "$folder/webhooks.yaml"
cp config/config-*.yaml "$folder/config/"
