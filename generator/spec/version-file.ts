/** Files of which the library knows where the version is. All others must contain nothing but the version. */
const FORMS = /^pom\.xml$|^setup\.cfg$|\.(?:json|toml|properties|props|csproj|fsproj|vbproj)$/;

/** A name for a file with the version alone: without an extension, or of a text. */
const PLAIN = /^\.?[^.]+$|\.(?:txt|version)$/;

/** Files with such a name that contain something else. */
const OTHERS =
  /^(?:CMakeLists\.txt|requirements.*\.txt|Makefile|GNUmakefile|Gemfile|Dockerfile|Containerfile|Jenkinsfile)$/;

/** Whether the version of an application can be read from a file with this path. */
export function canContainVersion(path: string): boolean {
  const name = path.split("/").at(-1) ?? "";
  return FORMS.test(name) || (PLAIN.test(name) && !OTHERS.test(name));
}
