package io.stagewright.rehearsal.controller;

/** Full names of folders and jobs, written with a leading slash. */
public final class Paths {
    private Paths() {
    }

    /** With a leading slash and without a trailing one. */
    public static String absolute(String path) {
        String plain = path.replaceAll("/+$", "");
        return plain.startsWith("/") ? plain : "/" + plain;
    }

    /** The folder that holds a job. */
    public static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    /** A job's name as another job's pipeline writes it: relative names start in the same folder. */
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

    /** Whether something of a folder is visible to a job. */
    public static boolean below(String folder, String job) {
        String absolute = absolute(folder);
        return absolute.equals("/") || job.equals(absolute) || job.startsWith(absolute + "/");
    }
}
