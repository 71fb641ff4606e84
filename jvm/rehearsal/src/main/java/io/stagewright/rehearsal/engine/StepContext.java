package io.stagewright.rehearsal.engine;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The context that the enclosing steps set: agent, directory, variables, secrets. It is immutable; each {@code with} method returns a copy. */
public final class StepContext implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The context of a pipeline's top level: no agent. */
    public static final StepContext TOP = new StepContext();

    private String agent = "";
    private String home = "";
    private String workspace;
    private String directory;
    private String container = "";
    private String pod = "";
    private List<String> stages = List.of();
    private List<Map<String, String>> variables = List.of();
    private List<String> secrets = List.of();
    private List<String> tees = List.of();

    private StepContext() {
    }

    private StepContext copy() {
        StepContext c = new StepContext();
        c.agent = agent;
        c.home = home;
        c.workspace = workspace;
        c.directory = directory;
        c.container = container;
        c.pod = pod;
        c.stages = stages;
        c.variables = variables;
        c.secrets = secrets;
        c.tees = tees;
        return c;
    }

    /** On an agent, in a workspace; an enclosing {@code container} has no effect. */
    public StepContext withAgent(String name, String agentHome, String path, Map<String, String> added) {
        StepContext c = withVariables(added);
        c.agent = name;
        c.home = agentHome;
        c.workspace = path;
        c.directory = path;
        c.container = "";
        return c;
    }

    /** In another directory of the same agent. */
    public StepContext withDirectory(String path) {
        StepContext c = copy();
        c.directory = path;
        return c;
    }

    /** In another workspace of the same agent. */
    public StepContext withWorkspace(String path) {
        StepContext c = withDirectory(path);
        c.workspace = path;
        return c;
    }

    /** In a container of the agent's pod. */
    public StepContext withContainer(String name) {
        StepContext c = copy();
        c.container = name;
        return c;
    }

    /** Inside {@code podTemplate}, where {@code node(POD_LABEL)} uses this pod. */
    public StepContext withPod(String label) {
        StepContext c = withVariables(Map.of("POD_LABEL", label));
        c.pod = label;
        return c;
    }

    /** In a stage or a parallel branch. */
    public StepContext withStage(String name) {
        StepContext c = copy();
        c.stages = append(stages, name);
        return c;
    }

    /** With further variables; {@code PATH+X} prepends to PATH. */
    public StepContext withVariables(Map<String, String> added) {
        StepContext c = copy();
        c.variables = append(variables, Collections.unmodifiableMap(new LinkedHashMap<>(added)));
        return c;
    }

    /** With a file that gets a copy of the log. */
    public StepContext withTee(String file) {
        StepContext c = copy();
        c.tees = append(tees, file);
        return c;
    }

    /** With values that the log must not show. */
    public StepContext withSecrets(List<String> added) {
        StepContext c = copy();
        List<String> all = new ArrayList<>(secrets);
        all.addAll(Secrets.forms(added));
        all.sort((a, b) -> b.length() - a.length());
        c.secrets = all;
        return c;
    }

    private static <T> List<T> append(List<T> list, T last) {
        List<T> all = new ArrayList<>(list);
        all.add(last);
        return all;
    }

    /** The agent's name, empty outside of {@code node}. */
    public String agent() {
        return agent;
    }

    /** The agent's home directory. */
    public String home() {
        return home;
    }

    /** The workspace's root, or null without an agent. */
    public String workspace() {
        return workspace;
    }

    /** The current directory, or null without an agent. */
    public String directory() {
        return directory;
    }

    /** The name of the container; empty outside of {@code container}. */
    public String container() {
        return container;
    }

    /** The label of the enclosing pod template, or empty. */
    public String pod() {
        return pod;
    }

    /** The enclosing stages and branches, outermost first. */
    public List<String> stages() {
        return stages;
    }

    /** The files that get a copy of the log. */
    public List<String> tees() {
        return tees;
    }

    /** The texts that the log masks, longest first. */
    public List<String> secrets() {
        return secrets;
    }

    /** Adds the variables of the enclosing steps to an environment, like EnvVars.overrideAll of Jenkins. */
    public void overlay(Map<String, String> environment) {
        for (Map<String, String> layer : variables) {
            layer.forEach((key, value) -> override(environment, key, value));
        }
    }

    /** The name of a variable that differs only in case, or the name itself: EnvVars of core 2.516 ignores the case. */
    private static String known(Map<String, String> environment, String name) {
        return environment.containsKey(name) ? name
                : environment.keySet().stream().filter(name::equalsIgnoreCase).findFirst().orElse(name);
    }

    private static void override(Map<String, String> environment, String name, String value) {
        String key = known(environment, name);
        if (value == null || value.isEmpty()) {
            environment.remove(key);
            return;
        }
        int plus = key.indexOf('+');
        if (plus > 0) {
            String real = known(environment, key.substring(0, plus));
            String old = environment.get(real);
            environment.put(real, old == null || old.isEmpty() ? value : value + ":" + old);
        } else {
            environment.put(key, value);
        }
    }
}
