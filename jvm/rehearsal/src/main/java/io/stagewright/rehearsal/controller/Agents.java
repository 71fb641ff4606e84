package io.stagewright.rehearsal.controller;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The agents, with their executors and workspaces that are in use. */
public final class Agents {
    /** An executor of an agent that a build uses, with its workspace. */
    public record Lease(AgentConfig agent, int executor, Path workspace, Path home) {
    }

    private final Path root;
    private final List<AgentConfig> agents;
    private final Map<String, Set<Integer>> busy = new HashMap<>();
    private final Set<Path> workspaces = new HashSet<>();

    Agents(Config config) {
        root = config.home().resolve("agents");
        agents = config.agents();
    }

    /** An agent by name. */
    public AgentConfig config(String name) {
        return agents.stream().filter(agent -> agent.name().equals(name)).findFirst().orElseThrow();
    }

    /** Whether any agent matches; otherwise a build would wait forever. */
    public boolean any(Predicate<AgentConfig> fits) {
        return agents.stream().anyMatch(fits);
    }

    /** The names of the agents that match a label expression. */
    public List<String> named(String label) {
        return agents.stream().filter(agent -> agent.matches(label)).map(AgentConfig::name).toList();
    }

    /** All labels and names, for messages. */
    public Set<String> labels() {
        Set<String> all = new java.util.TreeSet<>();
        agents.forEach(agent -> {
            all.add(agent.name());
            all.addAll(agent.labels());
        });
        return all;
    }

    /** Waits for an executor of a matching agent; returns null if the wait is cancelled. */
    public synchronized Lease take(Predicate<AgentConfig> fits, String job, java.util.function.BooleanSupplier cancelled)
            throws InterruptedException, IOException {
        while (!cancelled.getAsBoolean()) {
            for (AgentConfig agent : agents) {
                Set<Integer> taken = busy.computeIfAbsent(agent.name(), name -> new HashSet<>());
                if (fits.test(agent) && taken.size() < agent.executors()) {
                    return lease(agent, taken, job);
                }
            }
            wait(1000);
        }
        return null;
    }

    private Lease lease(AgentConfig agent, Set<Integer> taken, String job) throws IOException {
        int executor = 0;
        while (taken.contains(executor)) {
            executor++;
        }
        Path base = root.resolve(agent.name());
        Path home = base.resolve("home");
        Path workspace = free(base.resolve("workspace").resolve(job.substring(1).replace("%", "_")));
        Files.createDirectories(home);
        Files.createDirectories(workspace);
        Files.createDirectories(temporary(workspace));
        taken.add(executor);
        workspaces.add(workspace);
        return new Lease(agent, executor, workspace, home);
    }

    private Path free(Path wanted) {
        Path workspace = wanted;
        for (int copy = 2; workspaces.contains(workspace); copy++) {
            workspace = wanted.resolveSibling(wanted.getFileName() + "@" + copy);
        }
        return workspace;
    }

    /** The root folder of an agent, to which {@code ws} is relative. */
    public Path home(String agent) {
        return root.resolve(agent);
    }

    /** Takes a workspace, or a copy of it with a number if a build uses it (WorkspaceList of core 2.516). */
    public synchronized Path takeWorkspace(Path wanted) throws IOException {
        Path workspace = free(wanted);
        Files.createDirectories(workspace);
        workspaces.add(workspace);
        return workspace;
    }

    /** Releases a workspace. */
    public synchronized void releaseWorkspace(Path workspace) {
        workspaces.remove(workspace);
    }

    /** The folder next to a workspace for files that must not be in it. */
    public static Path temporary(Path workspace) {
        return workspace.resolveSibling(workspace.getFileName() + "@tmp");
    }

    /** Releases an executor and its workspace. */
    public synchronized void release(String agent, int executor, String workspace) {
        busy.getOrDefault(agent, Set.of()).remove(executor);
        workspaces.remove(Path.of(workspace));
        notifyAll();
    }

    /** Wakes all waiting builds, so that they check whether their wait is cancelled. */
    public synchronized void wake() {
        notifyAll();
    }
}
