package io.stagewright.rehearsal.steps;

import hudson.AbortException;

/** Checks names as Jenkins.checkGoodName of core 2.516 does. */
final class Names {
    private static final String UNSAFE = "?*/\\%!@#$^&|<>[]:;";

    private Names() {
    }

    static void checkGood(String name) throws AbortException {
        if (name == null || name.isBlank()) {
            throw new AbortException("No name is specified");
        }
        if (name.trim().equals(".") || name.trim().equals("..")) {
            throw new AbortException("‘" + name.trim() + "’ is not an allowed name");
        }
        for (char letter : name.toCharArray()) {
            if (Character.isISOControl(letter) || UNSAFE.indexOf(letter) >= 0) {
                throw new AbortException("‘" + letter + "’ is an unsafe character");
            }
        }
        if (name.trim().endsWith(".")) {
            throw new AbortException("A name cannot end with ‘.’");
        }
    }
}
