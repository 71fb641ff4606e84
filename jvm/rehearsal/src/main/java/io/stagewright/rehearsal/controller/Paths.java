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

    /** The address of a job below the root of Jenkins; other characters are encoded. */
    public static String url(String path) {
        StringBuilder all = new StringBuilder();
        for (String name : path.substring(1).split("/")) {
            String encoded = java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8).replace("+", "%20");
            for (String plain : new String[] {"!", "$", "&", "'", "(", ")", "*", ",", ";", "=", ":", "@", "~"}) {
                encoded = encoded.replace(String.format("%%%02X", (int) plain.charAt(0)), plain);
            }
            all.append("job/").append(encoded).append('/');
        }
        return all.toString();
    }

    /** The name of the job of a branch: NameEncoder of branch-api 2.1255. */
    static String branchJob(String branch) {
        if (branch.equals(".") || branch.equals("..")) {
            return "%2E" + branch.substring(1);
        }
        StringBuilder all = new StringBuilder();
        for (char letter : branch.toCharArray()) {
            boolean encode = "/?#[]\\%".indexOf(letter) >= 0 || Character.isISOControl(letter);
            all.append(encode ? String.format("%%%02X", (int) letter) : String.valueOf(letter));
        }
        return all.toString();
    }

    /** Whether a job is in a folder or below it. */
    public static boolean below(String folder, String job) {
        String absolute = absolute(folder);
        return absolute.equals("/") || job.equals(absolute) || job.startsWith(absolute + "/");
    }
}
