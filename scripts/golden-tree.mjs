// Selects the generated files of an example or golden case that are committed. The shared library is committed once, with the
// reference case: each other case keeps only those library files that differ by more than the library's package.

/** The output folder whose files are all committed. */
export const reference = "examples/shop/out";

/** The folder of the programs and scripts on Tekton; Jenkins X has the same. */
const TEKTON = "tekton/library/";

/** The folder of the scripts on GitHub Actions. */
const SCRIPTS = ".github/actions/scripts/";

const PACKAGE_MARK = "site/package";

/**
 * Returns the files of a case that are committed.
 * `tree` and `referenceTree` map paths below the output folder to texts. Both are trees that `generate` wrote.
 */
export function committedFiles(tree, referenceTree) {
  const shared = withoutPackage(referenceTree);
  const packagePath = libraryPackage(tree);
  return new Map(
    [...tree].filter(([path, text]) => {
      // The manifest lists hashes of all files, so each change of the library would change every case.
      if (path.startsWith(".stagewright/")) return false;
      // The other targets have the same scripts in a folder of their own.
      if (path.startsWith(SCRIPTS))
        return shared.get(`library/resources/${PACKAGE_MARK}/${path.slice(SCRIPTS.length)}`) !== text;
      // The case of Tekton has them.
      if (path.startsWith(TEKTON)) return !tree.has("jenkins-x/kustomization.yaml");
      if (!path.startsWith("library/")) return true;
      return shared.get(markPackage(path, packagePath)) !== markPackage(text, packagePath);
    }),
  );
}

function withoutPackage(tree) {
  const packagePath = libraryPackage(tree);
  return new Map([...tree].map(([path, text]) => [markPackage(path, packagePath), markPackage(text, packagePath)]));
}

/** The library's package as a path, `com/acme/ci`: the folder of the class that holds the site's values. Null without a library. */
function libraryPackage(tree) {
  const prefix = "library/src/";
  const site = [...tree.keys()].find((path) => path.startsWith(prefix) && path.endsWith("/Site.groovy"));
  if (site === undefined) return null;
  return site.slice(prefix.length, site.lastIndexOf("/"));
}

function markPackage(text, packagePath) {
  if (packagePath === null) return text;
  return text.replaceAll(packagePath, PACKAGE_MARK).replaceAll(packagePath.replaceAll("/", "."), PACKAGE_MARK);
}
