// Checks Kubernetes manifests of Tekton: decodes each document strictly, sets its defaults and runs Tekton's own validation, as
// the webhook does. Prints one line per finding, `file:document: message`, and then ends with exit code 1.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
)

func main() {
	files, err := yamlFiles(os.Args[1:])
	if err == nil && len(files) == 0 {
		err = errors.New("no YAML file; name files or folders")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	documents, findings := 0, 0
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		for number, document := range splitDocuments(content) {
			documents++
			for _, message := range check(document) {
				findings++
				fmt.Printf("%s:%d: %s\n", file, number+1, oneLine(message))
			}
		}
	}
	// Callers can tell a run that checked all documents from one that read nothing.
	fmt.Fprintf(os.Stderr, "%d documents, %d findings\n", documents, findings)
	if findings > 0 {
		os.Exit(1)
	}
}

// yamlFiles lists the files of the arguments in the order of their names.
func yamlFiles(paths []string) ([]string, error) {
	var files []string
	for _, path := range paths {
		err := filepath.WalkDir(path, func(file string, entry fs.DirEntry, err error) error {
			isYaml := strings.HasSuffix(file, ".yaml") || strings.HasSuffix(file, ".yml")
			if err == nil && !entry.IsDir() && isYaml {
				files = append(files, file)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return files, nil
}

// splitDocuments omits documents that contain only comments.
func splitDocuments(content []byte) [][]byte {
	reader := utilyaml.NewYAMLReader(bufio.NewReader(strings.NewReader(string(content))))
	var documents [][]byte
	for {
		document, err := reader.Read()
		if errors.Is(err, io.EOF) || err != nil {
			return documents
		}
		if hasContent(string(document)) {
			documents = append(documents, document)
		}
	}
}

func hasContent(document string) bool {
	for _, line := range strings.Split(document, "\n") {
		text := strings.TrimSpace(line)
		if text != "" && text != "---" && !strings.HasPrefix(text, "#") {
			return true
		}
	}
	return false
}

func oneLine(message string) string {
	return strings.Join(strings.Fields(message), " ")
}
