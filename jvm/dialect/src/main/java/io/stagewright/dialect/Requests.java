package io.stagewright.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the parts that all requests have in common. */
final class Requests {
    private Requests() {
    }

    static List<SourceFile> files(Map<String, Object> request) {
        List<SourceFile> files = new ArrayList<>();
        for (Object one : (List<?>) request.get("files")) {
            Map<?, ?> file = (Map<?, ?>) one;
            files.add(new SourceFile((String) file.get("path"), (String) file.get("text"),
                    Boolean.TRUE.equals(file.get("own"))));
        }
        return files;
    }
}
