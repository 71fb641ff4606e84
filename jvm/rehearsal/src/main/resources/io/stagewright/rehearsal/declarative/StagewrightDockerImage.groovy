/** An image of the global variable docker. */
class StagewrightDockerImage implements Serializable {
    public final String id
    private final Object docker

    StagewrightDockerImage(Object docker, String id) {
        this.docker = docker
        this.id = id
    }

    String imageName() {
        return docker.qualified(id)
    }

    /** Runs the body on the agent: a rehearsal starts no container, so it pulls no image. */
    def inside(String args = '', Closure body) {
        return docker.inNode {
            docker.withDockerContainer([image: imageName(), args: args], body)
        }
    }

    void pull() {
        docker.inNode {
            docker.withEnv(['JD_TO_PULL=' + imageName()]) {
                docker.sh('docker pull "$JD_TO_PULL"')
            }
        }
    }

    def run(String args = '', String command = '') {
        return docker.inNode {
            String words = (args == '' ? '' : ' ' + args) + ' ' + id + (command == '' ? '' : ' ' + command)
            return new StagewrightDockerContainer(docker, docker.sh(script: 'docker run -d' + words, returnStdout: true).trim())
        }
    }

    def withRun(String args = '', String command = '', Closure body) {
        return docker.inNode {
            Object container = run(args, command)
            try {
                body.call(container)
            } finally {
                container.stop()
            }
        }
    }

    def tag(String name = null, boolean force = true) {
        return docker.inNode {
            String tagged = docker.qualified(withTag(name))
            docker.withEnv(['JD_ID=' + id, 'JD_TAGGED_IMAGE_NAME=' + tagged]) {
                docker.sh('docker tag "$JD_ID" "$JD_TAGGED_IMAGE_NAME"')
            }
            return tagged
        }
    }

    void push(String name = null, boolean force = true) {
        docker.inNode {
            String tagged = tag(name, force)
            docker.withEnv(['JD_TAGGED_IMAGE_NAME=' + tagged]) {
                docker.sh('docker push "$JD_TAGGED_IMAGE_NAME"')
            }
        }
    }

    private String withTag(String name) {
        int slash = id.lastIndexOf('/')
        int colon = id.indexOf(':', slash + 1)
        String bare = colon < 0 ? id : id.substring(0, colon)
        String own = colon < 0 ? 'latest' : id.substring(colon + 1)
        return bare + ':' + (name == null ? own : name)
    }
}
