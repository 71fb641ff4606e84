package io.stagewright.rehearsal.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The planted failures and answers of a controller, with the number of calls that each one matched. */
public final class Rules {
    private final List<Rule> rules;
    private final Map<Rule, Long> matched = new HashMap<>();

    /** Creates the rules; the first one that applies wins. */
    public Rules(List<Map<String, Object>> json) {
        rules = json.stream().map(Rule::of).toList();
    }

    /** The rule that applies to a call, or null: one that restarts the controller, or one that replaces the outcome. */
    public synchronized Rule match(boolean restarts, String step, String job, String stage, String agent, String container, Map<String, Object> arguments) {
        for (Rule rule : rules) {
            if (rule.restarts() == restarts && rule.fits(step, job, stage, agent, container, arguments)) {
                long before = matched.merge(rule, 1L, Long::sum) - 1;
                if (before >= rule.skip() && before - rule.skip() < rule.times()) {
                    return rule;
                }
            }
        }
        return null;
    }
}
