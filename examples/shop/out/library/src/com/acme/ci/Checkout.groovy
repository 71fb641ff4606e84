package com.acme.ci

/** Creates the arguments of `checkout` for the application's repository. */
class Checkout implements Serializable {
    /** A revision, with the submodules and Git LFS files that the step requests. Depth 0 gets all commits. */
    static Object of(Object steps, Map given, String revision, int depth) {
        List extensions = depth > 0 ?
            [steps.cloneOption(shallow: true, depth: depth, noTags: false, honorRefspec: false, reference: '')] : []
        return steps.scmGit(branches: [[name: revision]], extensions: extensions + content(steps, given),
            userRemoteConfigs: [[url: given.git, credentialsId: given.credentials ?: null]])
    }

    /** The extensions for a sparse checkout, for submodules and for files of Git LFS. */
    static List content(Object steps, Map given) {
        List extensions = []
        if (given.sparse) {
            List lines = []
            for (int i = 0; i < given.sparse.size(); i++) {
                lines << [path: given.sparse[i]]
            }
            extensions << [$class: 'SparseCheckoutPaths', sparseCheckoutPaths: lines]
        }
        if (given.submodules) {
            extensions << steps.submodule(recursiveSubmodules: true, parentCredentials: true)
        }
        if (given.lfs) {
            extensions << steps.lfs()
        }
        return extensions
    }
}
