// Prints the statement that Tekton Chains signs for the run on standard input, in its format slsa/v2alpha4 (SLSA v1).
package main

import (
	"context"
	"fmt"
	"io"
	"os"

	intoto "github.com/in-toto/attestation/go/v1"
	"github.com/tektoncd/chains/pkg/chains/formats/slsa/v2alpha4"
	"github.com/tektoncd/chains/pkg/chains/objects"
	"github.com/tektoncd/chains/pkg/config"
	v1 "github.com/tektoncd/pipeline/pkg/apis/pipeline/v1"
	"google.golang.org/protobuf/encoding/protojson"
	"sigs.k8s.io/yaml"
)

func main() {
	text, err := io.ReadAll(os.Stdin)
	check(err)
	statement, err := statementOf(text)
	check(err)
	out, err := protojson.Marshal(statement)
	check(err)
	fmt.Println(string(out))
}

func statementOf(text []byte) (*intoto.Statement, error) {
	var kind struct{ Kind string }
	if err := yaml.Unmarshal(text, &kind); err != nil {
		return nil, err
	}
	var run any = &v1.TaskRun{}
	if kind.Kind == "PipelineRun" {
		run = &v1.PipelineRun{}
	}
	// Chains has an older version of Tekton's types: it ignores newer fields, as its client does.
	if err := yaml.Unmarshal(text, run); err != nil {
		return nil, err
	}
	object, err := objects.NewTektonObject(run)
	if err != nil {
		return nil, err
	}
	// The name that Chains has by default.
	builder := config.BuilderConfig{ID: "https://tekton.dev/chains/v2"}
	formatter, err := v2alpha4.NewFormatter(config.Config{Builder: builder})
	if err != nil {
		return nil, err
	}
	made, err := formatter.CreatePayload(context.Background(), object)
	if err != nil {
		return nil, err
	}
	statement, ok := made.(intoto.Statement)
	if !ok {
		return nil, fmt.Errorf("the statement is a %T", made)
	}
	return &statement, nil
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
