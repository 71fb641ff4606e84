#!/usr/bin/env bash
# Builds what the delivery laboratory runs into the folder $1, from Go modules: Kubernetes' API server, controllers and
# client, Argo CD, etcd, kwok's fake nodes. A quarter of an hour of processor time, once for each set of versions.
set -euo pipefail
folder=$1
argocd=v3.6.1 kubernetes=1.37.0 etcd=v3.6.16 kwok=v0.8.0
export GOTOOLCHAIN=go1.27.4 CGO_ENABLED=0 GOFLAGS='-modcacherw -buildvcs=false'

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$folder"

# Argo CD's own module file has every replacement that Kubernetes needs to be built as a module; only the one that points
# into Argo CD's own checkout must go.
build_argocd_and_kubernetes() {
    mkdir "$work/argocd" && cd "$work/argocd"
    local source version=k8s.io/component-base/version
    source=$(go mod download -json "github.com/argoproj/argo-cd/v3@$argocd" | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
    sed -e '/gitops-engine\/v3 => /d' -e 's|^module .*|module delivery.test/tools|' "$source/go.mod" > go.mod
    cp "$source/go.sum" go.sum
    cat > tools.go <<'GO'
//go:build tools

package tools

import (
	_ "github.com/argoproj/argo-cd/v3/cmd"
	_ "k8s.io/kubernetes/cmd/kube-apiserver"
	_ "k8s.io/kubernetes/cmd/kube-controller-manager"
	_ "k8s.io/kubernetes/cmd/kube-scheduler"
	_ "k8s.io/kubernetes/cmd/kubectl"
)
GO
    go mod edit -require="github.com/argoproj/argo-cd/v3@$argocd" -require="k8s.io/kubernetes@v$kubernetes"
    go mod tidy -e
    # Clients refuse a server whose version they cannot read.
    local flags="-s -w -X $version.gitVersion=v$kubernetes -X $version.gitMajor=1 -X $version.gitMinor=37"
    for name in kube-apiserver kube-controller-manager kube-scheduler kubectl; do
        go build -ldflags "$flags" -o "$folder/$name" "k8s.io/kubernetes/cmd/$name"
    done
    go build -ldflags '-s -w' -o "$folder/argocd" github.com/argoproj/argo-cd/v3/cmd
    install -m 755 "$source/hack/git-verify-wrapper.sh" "$folder/git-verify-wrapper.sh"
    mkdir -p "$folder/crds"
    cp "$source"/manifests/crds/*-crd.yaml "$folder/crds/"
}

# Debian's etcd 3.4 lacks a request that rollouts wait for.
build_etcd() {
    mkdir "$work/etcd" && cd "$work/etcd"
    go mod init delivery.test/etcd
    printf '//go:build tools\n\npackage tools\n\nimport _ "go.etcd.io/etcd/server/v3"\n' > tools.go
    go get "go.etcd.io/etcd/server/v3@$etcd"
    go mod tidy -e
    go build -ldflags '-s -w' -o "$folder/etcd" go.etcd.io/etcd/server/v3
}

# What kwok does with nodes and pods is a file of its module.
add_stages() {
    local source file
    source=$(go mod download -json "sigs.k8s.io/kwok@$kwok" | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')/kustomize/stage
    for file in "$source"/{node/fast,node/heartbeat-with-lease,pod/fast}/*.yaml; do
        case $file in */kustomization.yaml) continue ;; esac
        printf -- '---\n'
        cat "$file"
    done > "$folder/stages.yaml"
}

(GOBIN="$folder" go install "sigs.k8s.io/kwok/cmd/kwok@$kwok")
add_stages
(build_etcd)
(build_argocd_and_kubernetes)
