package main

import (
	"context"
	"fmt"
	"sort"

	"github.com/tektoncd/pipeline/pkg/apis/pipeline/v1"
	"github.com/tektoncd/pipeline/pkg/apis/pipeline/v1alpha1"
	"github.com/tektoncd/pipeline/pkg/apis/pipeline/v1beta1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/client-go/kubernetes/scheme"
	"knative.dev/pkg/apis"
	"sigs.k8s.io/yaml"
)

// decoder knows the kinds of Kubernetes and Tekton. A field that a kind does not have is an error, and so is a key that occurs twice.
var decoder = newDecoder()

func newDecoder() runtime.Decoder {
	kinds := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{
		scheme.AddToScheme, v1.AddToScheme, v1beta1.AddToScheme, v1alpha1.AddToScheme,
	} {
		if err := add(kinds); err != nil {
			panic(err)
		}
	}
	return serializer.NewCodecFactory(kinds, serializer.EnableStrict).UniversalDeserializer()
}

// check returns the findings of one document, each with the kind and the name of its object.
func check(document []byte) []string {
	var head struct {
		metav1.TypeMeta   `json:",inline"`
		metav1.ObjectMeta `json:"metadata"`
	}
	if err := yaml.Unmarshal(document, &head); err != nil {
		return []string{err.Error()}
	}
	var found []string
	if isTriggers(head.APIVersion) {
		found = checkTriggers(head.TypeMeta, document)
	} else {
		found = checkKnown(document)
	}
	if head.Name == "" && head.GenerateName == "" {
		found = append(found, "metadata.name: the object has no name")
	}
	for index, message := range found {
		found[index] = fmt.Sprintf("%s %s%s: %s", head.Kind, head.GenerateName, head.Name, message)
	}
	return found
}

// checkKnown decodes an object of Kubernetes or Tekton. Only Tekton's objects can validate themselves.
func checkKnown(document []byte) []string {
	object, _, err := decoder.Decode(document, nil, nil)
	if err != nil {
		return []string{err.Error()}
	}
	// The API server generates a name before the webhook validates.
	if named, ok := object.(metav1.Object); ok && named.GetName() == "" && named.GetGenerateName() != "" {
		named.SetName(named.GetGenerateName() + "zzzzz")
	}
	ctx := apis.WithinCreate(context.Background())
	if defaultable, ok := object.(apis.Defaultable); ok {
		defaultable.SetDefaults(ctx)
	}
	validatable, ok := object.(apis.Validatable)
	if !ok {
		return nil
	}
	return messages(validatable.Validate(ctx))
}

// messages lists errors and warnings.
func messages(problem *apis.FieldError) []string {
	if problem == nil {
		return nil
	}
	var all []string
	for _, single := range problem.WrappedErrors() {
		all = append(all, single.Error())
	}
	sort.Strings(all)
	return all
}
