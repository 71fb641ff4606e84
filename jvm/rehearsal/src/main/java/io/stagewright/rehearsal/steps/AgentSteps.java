package io.stagewright.rehearsal.steps;

import com.cloudbees.groovy.cps.Outcome;
import io.stagewright.rehearsal.controller.AgentConfig;
import io.stagewright.rehearsal.controller.Agents;
import hudson.AbortException;
import io.stagewright.rehearsal.engine.BodyCallback;
import io.stagewright.rehearsal.engine.StepRun;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** Steps that run their body on an agent, in a pod or in a container. */
final class AgentSteps {
    void node(StepRun step) throws AbortException {
        String label = step.text("label");
        boolean pod = label != null && !label.isEmpty() && label.equals(step.context().pod());
        Predicate<AgentConfig> fits = pod ? AgentConfig::kubernetes : agent -> agent.matches(label);
        Agents agents = step.controller().agents();
        if (!agents.any(fits)) {
            throw new AbortException(pod ? "No agent of this controller simulates pods. Set kubernetes: true on an agent."
                    : "There are no nodes with the label ‘" + label + "’; known: " + agents.labels());
        }
        AtomicBoolean stopped = new AtomicBoolean();
        step.onStop(cause -> {
            stopped.set(true);
            agents.wake();
            step.fail(cause);
        });
        step.asyncThen(() -> {
            Agents.Lease lease = agents.take(fits, step.build().job().path(), stopped::get);
            if (lease != null) {
                step.build().cleanups().add(key(step), () -> agents.release(lease.agent().name(), lease.executor(), lease.workspace().toString()));
            }
            return lease;
        }, lease -> enter(step, lease));
    }

    private static String key(StepRun step) {
        return "node " + step.unique();
    }

    private static void enter(StepRun step, Agents.Lease lease) {
        step.log("Running on " + lease.agent().name() + " in " + lease.workspace());
        Map<String, String> added = new LinkedHashMap<>();
        added.put("NODE_NAME", lease.agent().name());
        added.put("NODE_LABELS", String.join(" ", lease.agent().labels()));
        added.put("EXECUTOR_NUMBER", String.valueOf(lease.executor()));
        added.put("WORKSPACE", lease.workspace().toString());
        added.put("WORKSPACE_TMP", Agents.temporary(lease.workspace()).toString());
        String cookie = java.util.UUID.randomUUID().toString();
        added.put(NodeProcesses.COOKIE, cookie);
        step.build().cleanups().add("processes " + step.unique(), () -> NodeProcesses.kill(cookie));
        step.run(step.context().withAgent(lease.agent().name(), lease.home().toString(), lease.workspace().toString(), added), new Leave());
    }

    private record Leave() implements BodyCallback {
        @Override
        public void done(StepRun step, Outcome outcome) {
            step.build().cleanups().run("processes " + step.unique());
            step.build().cleanups().run(key(step));
            step.end(outcome);
        }
    }

    void podTemplate(StepRun step) {
        String label = step.text("label", step.build().job().path().substring(1).replace('/', '_') + "_" + step.unique());
        step.wrap(step.context().withPod(label));
    }

    /** The body runs on the agent: a rehearsal starts no container. */
    void withDockerContainer(StepRun step) {
        step.log("The commands for the container of " + step.text("image") + " run on the agent " + step.context().agent());
        step.wrap(step.context().withContainer(step.text("image")));
    }

    /** There is no login, but the credential must exist. */
    void withDockerRegistry(StepRun step) throws AbortException {
        requireCredential(step);
        step.wrap(step.context());
    }

    void withDockerServer(StepRun step) throws AbortException {
        requireCredential(step);
        String uri = step.text("uri", "");
        step.wrap(uri.isEmpty() ? step.context() : step.context().withVariables(Map.of("DOCKER_HOST", uri)));
    }

    private static void requireCredential(StepRun step) throws AbortException {
        String id = step.text("credentialsId", "");
        if (!id.isEmpty()) {
            step.controller().credentials().find(id, step.build().job().path(), null);
        }
    }

    void container(StepRun step) throws AbortException {
        AgentConfig agent = step.controller().agents().config(step.context().agent());
        String name = step.text("name");
        if (!agent.kubernetes()) {
            throw new AbortException("container: the agent \"" + agent.name() + "\" is not a pod, so it has no container \"" + name + "\"");
        }
        if (!agent.containers().isEmpty() && !agent.containers().containsKey(name)) {
            throw new AbortException("container " + name + " was not found in pod " + agent.name() + "; it has " + agent.containers().keySet());
        }
        step.wrap(step.context().withContainer(name));
    }
}
