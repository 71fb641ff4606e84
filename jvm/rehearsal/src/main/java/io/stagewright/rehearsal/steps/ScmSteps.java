package io.stagewright.rehearsal.steps;

import hudson.AbortException;
import io.stagewright.rehearsal.engine.StepRun;
import io.stagewright.rehearsal.engine.Symbol;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Steps that check out a repository. */
final class ScmSteps {
    void checkout(StepRun step) throws AbortException {
        Symbol scm = (Symbol) step.arguments().get("scm");
        Map<?, ?> remote = only(scm, "userRemoteConfigs");
        Map<?, ?> branch = only(scm, "branches");
        if (remote.get("url") == null) {
            throw new AbortException("checkout: userRemoteConfigs needs a url");
        }
        unknown("userRemoteConfigs", remote, List.of("url", "credentialsId", "name", "refspec"));
        unknown("branches", branch, List.of("name"));
        GitCheckout checkout = new GitCheckout(step, remote.get("url").toString(), string(remote.get("credentialsId")),
                string(branch.get("name")), string(remote.get("refspec")), extensions(scm));
        step.async(checkout::run);
    }

    private static Map<?, ?> only(Symbol scm, String key) throws AbortException {
        if (scm.arguments().get(key) instanceof List<?> several && several.size() > 1) {
            throw new AbortException("checkout: the rehearsal imitates only one entry of \"" + key + "\"");
        }
        if (!(scm.arguments().get(key) instanceof List<?> list) || list.size() != 1 || !(list.get(0) instanceof Map<?, ?> map)) {
            throw new AbortException("checkout: \"" + key + "\" must be a list of one map");
        }
        return map;
    }

    private static void unknown(String where, Map<?, ?> map, List<String> known) throws AbortException {
        for (Object key : map.keySet()) {
            if (!known.contains(String.valueOf(key))) {
                throw new AbortException("checkout: unknown key \"" + key + "\" in " + where + " (it takes " + String.join(", ", known) + ")");
            }
        }
    }

    private static String string(Object value) {
        return value == null ? null : value.toString();
    }

    private static Map<String, Symbol> extensions(Symbol scm) throws AbortException {
        Map<String, Symbol> all = new LinkedHashMap<>();
        if (scm.arguments().get("extensions") instanceof List<?> list) {
            for (Object extension : list) {
                if (!(extension instanceof Symbol symbol)) {
                    throw new AbortException("checkout: " + extension + " is not a git extension");
                }
                all.put(symbol.name(), symbol);
            }
        }
        return all;
    }

    void git(StepRun step) {
        GitCheckout checkout = new GitCheckout(step, step.text("url"), step.text("credentialsId"), step.text("branch", "master"), null, Map.of());
        step.async(checkout::run);
    }
}
