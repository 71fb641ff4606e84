package io.stagewright.rehearsal.controller;

/** Functions on full names of folders and jobs, which start with a slash. */
public final class Paths {
    private Paths() {
    }

    /** Adds a leading slash and removes trailing slashes. */
    public static String absolute(String path) {
        String plain = path.replaceAll("/+$", "");
        return plain.startsWith("/") ? plain : "/" + plain;
    }

    /** The folder of a job. */
    public static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    /** Resolves the name of a job in the pipeline of another job; relative names start in the folder of that job. */
    public static String resolve(String from, String name) {
        if (name.startsWith("/")) {
            return absolute(name);
        }
        String folder = parent(from);
        String rest = name;
        while (rest.startsWith("../")) {
            folder = parent(folder);
            rest = rest.substring(3);
        }
        return folder.equals("/") ? "/" + rest : folder + "/" + rest;
    }

    /** Whether a job is in a folder or below it. */
    public static boolean below(String folder, String job) {
        String absolute = absolute(folder);
        return absolute.equals("/") || job.equals(absolute) || job.startsWith(absolute + "/");
    }
}
