package io.stagewright.protocol;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The process that the TypeScript client starts: each line of stdin is a request, each line of stdout is a reply. */
public final class Main {
    private final Map<String, Operation> operations = new HashMap<>();
    private final ErrorFormatter errors = ServiceLoader.load(ErrorFormatter.class).findFirst().orElse(Throwable::toString);
    private final PrintStream out;

    private Main(PrintStream out) {
        this.out = out;
        ServiceLoader.load(Operation.class).forEach(operation -> operations.put(operation.name(), operation));
    }

    /** Answers requests until stdin ends. */
    public static void main(String[] args) throws IOException {
        PrintStream protocol = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        System.setOut(System.err);
        Main main = new Main(protocol);
        ExecutorService pool = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "request");
            thread.setDaemon(true);
            return thread;
        });
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String request = line;
                pool.execute(() -> main.answer(request));
            }
        }
        main.operations.values().forEach(Operation::shutDown);
        System.exit(0);
    }

    @SuppressWarnings("unchecked")
    private void answer(String line) {
        Map<String, Object> reply = new LinkedHashMap<>();
        try {
            Map<String, Object> request = (Map<String, Object>) Json.parse(line);
            reply.put("id", request.get("id"));
            Operation operation = operations.get(String.valueOf(request.get("op")));
            if (operation == null) {
                throw new IllegalArgumentException("The runner has no operation \"" + request.get("op") + "\". It has "
                        + operations.keySet() + ".");
            }
            reply.put("result", operation.run(request));
        } catch (Throwable error) {
            reply.put("error", errors.format(error));
            if (System.getenv("STAGEWRIGHT_REHEARSE_DEBUG") != null) {
                error.printStackTrace();
            }
        }
        write(reply);
    }

    private void write(Map<String, Object> reply) {
        String text = Json.write(reply);
        synchronized (out) {
            out.println(text);
            out.flush();
        }
    }
}
