/** A container that run or withRun of the global variable docker started. */
class StagewrightDockerContainer implements Serializable {
    public final String id
    private final Object docker

    StagewrightDockerContainer(Object docker, String id) {
        this.docker = docker
        this.id = id
    }

    void stop() {
        docker.withEnv(['JD_ID=' + id]) {
            docker.sh('docker stop "$JD_ID" && docker rm -f --volumes "$JD_ID"')
        }
    }

    String port(int port) {
        return docker.withEnv(['JD_ID=' + id, 'JD_PORT=' + port]) {
            docker.sh(script: 'docker port "$JD_ID" "$JD_PORT"', returnStdout: true).trim()
        }
    }
}
