/** The global variable docker (docker-workflow). The commands of a container run on the agent, as in pods. */
def image(String id) {
    return new StagewrightDockerImage(this, id)
}

def build(String name, String args = '.') {
    return inNode {
        withEnv(['JD_IMAGE=' + name]) {
            sh('docker build -t "$JD_IMAGE" ' + args)
        }
        return image(name)
    }
}

def withRegistry(String url, String credentialsId = null, Closure body) {
    return inNode {
        withEnv(['DOCKER_REGISTRY_URL=' + url]) {
            withDockerRegistry([url: url, credentialsId: credentialsId], body)
        }
    }
}

def withServer(String uri, String credentialsId = null, Closure body) {
    return inNode { withDockerServer([uri: uri, credentialsId: credentialsId], body) }
}

def withTool(String name, Closure body) {
    return inNode {
        withEnv(['PATH=' + tool(name: name, type: 'org.jenkinsci.plugins.docker.commons.tools.DockerTool') + '/bin:' + env.PATH,
                 'DOCKER_TOOL_NAME=' + name], body)
    }
}

/** Runs the body on an agent; on that of the enclosing node, if there is one. */
def inNode(Closure body) {
    return env.NODE_NAME != null ? body() : node(body)
}

/** A name with the address of the registry of withRegistry. */
String qualified(String name) {
    String url = env.DOCKER_REGISTRY_URL
    return url == null || url == '' ? name : url.replaceAll('^https?://', '').replaceAll('/.*$', '') + '/' + name
}
