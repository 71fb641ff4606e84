package io.stagewright.rehearsal.controller;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The configured answers to {@code input} steps. */
public final class Inputs {
    private final List<Map<String, Object>> answers;

    Inputs(List<Map<String, Object>> answers) {
        this.answers = new ArrayList<>(answers);
    }

    /** The first answer that matches, or null. */
    public synchronized Map<String, Object> answer(String job, String id, String message) {
        for (Map<String, Object> answer : answers) {
            Object wanted = answer.get("job");
            Object match = answer.get("match");
            boolean fits = (wanted == null || Paths.absolute(wanted.toString()).equals(job))
                    && (match == null || match.toString().equals(id) || message.contains(match.toString()));
            if (fits) {
                if (Boolean.TRUE.equals(answer.get("once"))) {
                    answers.remove(answer);
                }
                return answer;
            }
        }
        return null;
    }
}
