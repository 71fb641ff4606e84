package main

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/interpreter"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/yaml"
)

const triggersVersion = "triggers.tekton.dev/v1beta1"

// The interceptors that an installation of Tekton Triggers has.
var coreInterceptors = []string{"cel", "github", "gitlab", "bitbucket", "slack"}

var (
	templateParam = regexp.MustCompile(`\$\(tt\.params\.([A-Za-z0-9_.-]+)\)`)
	eventValue    = regexp.MustCompile(`\$\(([^)]*)\)?`)
)

func isTriggers(apiVersion string) bool {
	return strings.HasPrefix(apiVersion, "triggers.tekton.dev/")
}

func checkTriggers(kind metav1.TypeMeta, document []byte) []string {
	if kind.APIVersion != triggersVersion {
		return []string{"apiVersion: expected " + triggersVersion}
	}
	switch kind.Kind {
	case "EventListener":
		return decodeAnd(document, checkListener)
	case "Trigger":
		return decodeAnd(document, func(it *triggerObject) []string { return checkTrigger("spec", it.Spec) })
	case "TriggerBinding", "ClusterTriggerBinding":
		return decodeAnd(document, checkBinding)
	case "TriggerTemplate":
		return decodeAnd(document, func(it *triggerTemplate) []string { return checkTemplate("spec", it.Spec) })
	}
	return []string{"kind: no kind of " + triggersVersion + " that these checks know"}
}

func decodeAnd[T any](document []byte, check func(*T) []string) []string {
	object := new(T)
	if err := yaml.UnmarshalStrict(document, object); err != nil {
		return []string{err.Error()}
	}
	return check(object)
}

func checkListener(listener *eventListener) (found []string) {
	spec := listener.Spec
	// Its service is called `el-NAME`.
	if len(listener.Name) > 60 {
		found = append(found, "metadata.name: longer than 60 characters")
	}
	if len(spec.Triggers)+len(spec.TriggerGroups)+len(spec.NamespaceSelector.MatchNames) == 0 && spec.LabelSelector == nil {
		found = append(found, "spec: no triggers")
	}
	for index, each := range spec.Triggers {
		found = append(found, checkTrigger(fmt.Sprintf("spec.triggers[%d]", index), each)...)
	}
	for index, group := range spec.TriggerGroups {
		path := fmt.Sprintf("spec.triggerGroups[%d]", index)
		if len(group.Interceptors) == 0 {
			found = append(found, path+": no interceptors")
		}
		for at, each := range group.Interceptors {
			found = append(found, checkInterceptor(fmt.Sprintf("%s.interceptors[%d]", path, at), each)...)
		}
		if group.TriggerSelector.LabelSelector == nil && len(group.TriggerSelector.NamespaceSelector.MatchNames) == 0 {
			found = append(found, path+".triggerSelector: selects no triggers")
		}
	}
	return found
}

func checkTrigger(path string, it trigger) (found []string) {
	for index, each := range it.Bindings {
		place := fmt.Sprintf("%s.bindings[%d]", path, index)
		switch {
		case each.Ref != "" && (each.Name != "" || each.Value != nil):
			found = append(found, place+": both ref and name")
		case each.Ref == "" && each.Name == "":
			found = append(found, place+": neither ref nor name")
		case each.Name != "" && each.Value == nil:
			found = append(found, place+": no value")
		case each.Value != nil:
			found = append(found, checkEventValue(place+".value", *each.Value)...)
		}
	}
	for index, each := range it.Interceptors {
		found = append(found, checkInterceptor(fmt.Sprintf("%s.interceptors[%d]", path, index), each)...)
	}
	switch {
	case it.TriggerRef == "" && it.Template == nil:
		found = append(found, path+": neither template nor triggerRef")
	case it.TriggerRef != "" && it.Template != nil:
		found = append(found, path+": both template and triggerRef")
	case it.Template != nil && (it.Template.Ref == "") == (it.Template.Spec == nil):
		found = append(found, path+".template: expected exactly one of ref and spec")
	case it.Template != nil && it.Template.Spec != nil:
		found = append(found, checkTemplate(path+".template.spec", *it.Template.Spec)...)
	}
	return found
}

// checkInterceptor compiles the expressions of the interceptor `cel` with the language's own compiler.
func checkInterceptor(path string, it interceptor) (found []string) {
	known := false
	for _, name := range coreInterceptors {
		known = known || name == it.Ref.Name
	}
	if !known {
		found = append(found, fmt.Sprintf("%s.ref.name: no interceptor %q", path, it.Ref.Name))
	}
	if it.Ref.Name != "cel" {
		return found
	}
	for _, param := range it.Params {
		switch value := param.Value.(type) {
		case string:
			found = append(found, compileCel(path+"."+param.Name, value)...)
		case []any:
			for _, overlay := range value {
				entry, _ := overlay.(map[string]any)
				expression, _ := entry["expression"].(string)
				if entry["key"] == nil || len(entry) != 2 {
					found = append(found, path+"."+param.Name+": an overlay needs key and expression")
				}
				found = append(found, compileCel(path+"."+param.Name, expression)...)
			}
		}
		if param.Name != "filter" && param.Name != "overlays" {
			found = append(found, path+": the interceptor cel has no parameter "+param.Name)
		}
	}
	return found
}

// compileCel also compiles the patterns of `matches`: the interceptor would find a wrong one only when an event arrives.
func compileCel(path, expression string) []string {
	environment, err := cel.NewEnv(
		cel.Variable("body", cel.DynType), cel.Variable("header", cel.DynType), cel.Variable("extensions", cel.DynType),
		cel.Variable("requestURL", cel.StringType),
	)
	if err != nil {
		panic(err)
	}
	compiled, issues := environment.Compile(expression)
	if issues.Err() != nil {
		return []string{path + ": " + issues.Err().Error()}
	}
	if _, err := environment.Program(compiled, cel.OptimizeRegex(interpreter.MatchesRegexOptimization)); err != nil {
		return []string{path + ": " + err.Error()}
	}
	return nil
}

func checkBinding(it *triggerBinding) (found []string) {
	seen := map[string]bool{}
	for index, param := range it.Spec.Params {
		path := fmt.Sprintf("spec.params[%d]", index)
		if param.Name == "" || seen[param.Name] {
			found = append(found, path+".name: missing or used twice")
		}
		seen[param.Name] = true
		found = append(found, checkEventValue(path+".value", param.Value)...)
	}
	if len(it.Spec.Params) == 0 {
		found = append(found, "spec: no params")
	}
	return found
}

// checkEventValue accepts texts and parts of an event, such as `$(body.release)`.
func checkEventValue(path, value string) (found []string) {
	for _, match := range eventValue.FindAllStringSubmatch(value, -1) {
		root := strings.FieldsFunc(match[1], func(it rune) bool { return it == '.' || it == '[' })
		known := len(root) > 0 && (root[0] == "body" || root[0] == "header" || root[0] == "extensions" || root[0] == "context")
		if !known || !strings.HasSuffix(match[0], ")") {
			found = append(found, fmt.Sprintf("%s: %q is no part of an event", path, match[0]))
		}
	}
	return found
}

// checkTemplate checks each object that the template creates, with a valid text instead of the values.
func checkTemplate(path string, spec templateSpec) (found []string) {
	declared := map[string]bool{}
	for _, param := range spec.Params {
		if param.Name == "" || declared[param.Name] {
			found = append(found, fmt.Sprintf("%s.params: %q is missing or declared twice", path, param.Name))
		}
		declared[param.Name] = true
	}
	if len(spec.ResourceTemplates) == 0 {
		found = append(found, path+": no resourcetemplates")
	}
	for index, resource := range spec.ResourceTemplates {
		place := fmt.Sprintf("%s.resourcetemplates[%d]", path, index)
		for _, match := range templateParam.FindAllStringSubmatch(string(resource.Raw), -1) {
			if !declared[match[1]] {
				found = append(found, fmt.Sprintf("%s: undeclared parameter %s", place, match[1]))
			}
		}
		for _, message := range check(templateParam.ReplaceAll(resource.Raw, []byte("value"))) {
			found = append(found, place+": "+message)
		}
	}
	return found
}
