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

/** The agents: who holds an executor, and which workspace. */
public final class Agents {
    /** An executor of an agent, with its workspace. */
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

    /** Whether any agent fits; no build could ever get one otherwise. */
    public boolean any(Predicate<AgentConfig> fits) {
        return agents.stream().anyMatch(fits);
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

    /** Waits for an executor of a fitting agent; null when told to give up. */
    public synchronized Lease take(Predicate<AgentConfig> fits, String job, java.util.function.BooleanSupplier givenUp)
            throws InterruptedException, IOException {
        while (!givenUp.getAsBoolean()) {
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

    /** The sibling for files that the workspace must not hold. */
    public static Path temporary(Path workspace) {
        return workspace.resolveSibling(workspace.getFileName() + "@tmp");
    }

    /** Gives an executor and its workspace back. */
    public synchronized void release(String agent, int executor, String workspace) {
        busy.getOrDefault(agent, Set.of()).remove(executor);
        workspaces.remove(Path.of(workspace));
        notifyAll();
    }

    /** Wakes those who wait, so that they look whether they shall give up. */
    public synchronized void wake() {
        notifyAll();
    }
}
