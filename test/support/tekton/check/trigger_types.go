package main

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

// The module of Tekton Triggers is not available to these tests, so its fields are listed here, as its API reference documents
// them: only the fields that stagewright could generate. Any other field is a finding.

type metadata struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata"`
}

type eventListener struct {
	metadata `json:",inline"`
	Spec     struct {
		ServiceAccountName string                `json:"serviceAccountName"`
		Triggers           []trigger             `json:"triggers"`
		TriggerGroups      []triggerGroup        `json:"triggerGroups"`
		NamespaceSelector  namespaceSelector     `json:"namespaceSelector"`
		LabelSelector      *metav1.LabelSelector `json:"labelSelector"`
		CloudEventURI      string                `json:"cloudEventURI"`
		Resources          struct {
			KubernetesResource *struct {
				Replicas    *int32             `json:"replicas"`
				ServiceType corev1.ServiceType `json:"serviceType"`
				ServicePort *int32             `json:"servicePort"`
				Spec        struct {
					Template corev1.PodTemplateSpec `json:"template"`
				} `json:"spec"`
			} `json:"kubernetesResource"`
		} `json:"resources"`
	} `json:"spec"`
}

type namespaceSelector struct {
	MatchNames []string `json:"matchNames"`
}

type triggerGroup struct {
	Name            string        `json:"name"`
	Interceptors    []interceptor `json:"interceptors"`
	TriggerSelector struct {
		NamespaceSelector namespaceSelector     `json:"namespaceSelector"`
		LabelSelector     *metav1.LabelSelector `json:"labelSelector"`
	} `json:"triggerSelector"`
}

type trigger struct {
	Name               string           `json:"name"`
	ServiceAccountName string           `json:"serviceAccountName"`
	TriggerRef         string           `json:"triggerRef"`
	Bindings           []binding        `json:"bindings"`
	Interceptors       []interceptor    `json:"interceptors"`
	Template           *templateOfSpecs `json:"template"`
}

type templateOfSpecs struct {
	Ref        string        `json:"ref"`
	APIVersion string        `json:"apiversion"`
	Spec       *templateSpec `json:"spec"`
}

type binding struct {
	Name       string  `json:"name"`
	Value      *string `json:"value"`
	Ref        string  `json:"ref"`
	Kind       string  `json:"kind"`
	APIVersion string  `json:"apiversion"`
}

type interceptor struct {
	Name string `json:"name"`
	Ref  struct {
		Name       string `json:"name"`
		Kind       string `json:"kind"`
		APIVersion string `json:"apiVersion"`
	} `json:"ref"`
	Params []struct {
		Name  string `json:"name"`
		Value any    `json:"value"`
	} `json:"params"`
}

type triggerObject struct {
	metadata `json:",inline"`
	Spec     trigger `json:"spec"`
}

type triggerBinding struct {
	metadata `json:",inline"`
	Spec     struct {
		Params []struct {
			Name  string `json:"name"`
			Value string `json:"value"`
		} `json:"params"`
	} `json:"spec"`
}

type triggerTemplate struct {
	metadata `json:",inline"`
	Spec     templateSpec `json:"spec"`
}

type templateSpec struct {
	Params []struct {
		Name        string  `json:"name"`
		Description string  `json:"description"`
		Default     *string `json:"default"`
	} `json:"params"`
	ResourceTemplates []runtime.RawExtension `json:"resourcetemplates"`
}
