package io.stagewright.rehearsal.steps;

import hudson.AbortException;
import io.stagewright.rehearsal.engine.StepRun;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the method that implements a step: the method with its name in one of the groups. */
public final class Steps {
    /** The groups. A new step needs an entry in catalogue.json and a method in one of these classes. */
    private static final List<Object> GROUPS = List.of(new BasicSteps(), new FlowSteps(), new FileSteps(), new ShellSteps(),
            new AgentSteps(), new CredentialSteps(), new ScmSteps(), new ArtifactSteps(), new TestSteps(), new LockSteps(),
            new BuildSteps(), new InputSteps(), new LibrarySteps(), new JsonSteps(), new MessageSteps(), new PropertySteps(),
            new DataSteps(), new ArchiveSteps(), new HashSteps(), new ToolSteps(), new ReportSteps(),
            new SonarSteps());

    private record Target(Object group, Method method) {
    }

    private final Map<String, Target> targets = new HashMap<>();

    /** Collects the methods of all groups. */
    public Steps() {
        for (Object group : GROUPS) {
            for (Method method : group.getClass().getDeclaredMethods()) {
                if (method.getModifiers() == 0 && method.getParameterCount() == 1 && method.getParameterTypes()[0] == StepRun.class) {
                    targets.put(method.getName(), new Target(group, method));
                }
            }
        }
    }

    /** Starts a step. */
    public void start(StepRun step) throws Throwable {
        Target target = targets.get(step.name());
        if (target == null) {
            throw new AbortException("The runner knows the step \"" + step.name() + "\" but does not implement it.");
        }
        if (step.controller().catalogue().needsAgent(step.name()) && step.context().directory() == null) {
            throw new AbortException("Required context class hudson.FilePath is missing\n"
                    + "Perhaps you forgot to surround the " + step.name() + " step with a step that provides this, such as: node");
        }
        try {
            target.method.invoke(target.group, step);
        } catch (InvocationTargetException error) {
            throw error.getCause();
        }
    }
}
