package io.stagewright.rehearsal.steps;

import io.stagewright.catalogue.CatalogueFile;
import io.stagewright.rehearsal.engine.Symbol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The steps and symbols that pipelines can use, with their parameters, from catalogue.json. */
public final class Catalogue {
    private final Map<String, Map<String, Object>> steps;
    private final Map<String, Map<String, Object>> options;
    /** Whether an unknown parameter is a warning, as in Jenkins. */
    private final boolean lenient;
    private final Map<String, List<Signature>> symbols = new LinkedHashMap<>();
    private final Map<String, List<String>> classes = new LinkedHashMap<>();

    @SuppressWarnings("unchecked")
    private Catalogue(Map<String, Object> json, boolean lenient) {
        this.lenient = lenient;
        steps = (Map<String, Map<String, Object>>) json.get("steps");
        options = (Map<String, Map<String, Object>>) json.get("declarativeOptions");
        ((Map<String, List<Map<String, Object>>>) json.get("symbols")).forEach((name, alternatives) -> {
            symbols.put(name, alternatives.stream().map(one -> Signature.of(name, one)).toList());
            for (Map<String, Object> one : alternatives) {
                classes.computeIfAbsent(String.valueOf(one.get("class")), key -> new ArrayList<>()).add(name);
            }
        });
    }

    /** Reads the catalogue. */
    public static Catalogue load() {
        return load(false);
    }

    /** Reads the catalogue. If it is lenient, an unknown parameter of a step is a warning. */
    public static Catalogue load(boolean lenient) {
        return new Catalogue(CatalogueFile.read(), lenient);
    }

    /** Whether an unknown parameter is only a warning. */
    boolean lenient() {
        return lenient;
    }

    /** Whether this is a step's name. */
    public boolean isStep(String name) {
        return steps.containsKey(name);
    }

    /** Whether the step exists in Jenkins but the runner rejects it. */
    public boolean isRejected(String name) {
        return steps.get(name).get("refused") != null;
    }

    /** The reason why the runner rejects the step. */
    public String rejectionReason(String name) {
        return String.valueOf(steps.get(name).get("refused"));
    }

    /** Whether the step works in a directory of an agent. */
    public boolean needsAgent(String name) {
        return Boolean.TRUE.equals(steps.get(name).get("agent"));
    }

    /** Whether the step ends before the pipeline can be saved. */
    public boolean isSynchronous(String name) {
        return Boolean.TRUE.equals(steps.get(name).get("synchronous"));
    }

    /** Whether the step takes a closure. */
    public boolean takesBody(String name) {
        return Boolean.TRUE.equals(steps.get(name).get("body"));
    }

    /** The names of all steps. */
    public Iterable<String> stepNames() {
        return steps.keySet();
    }

    /** Validates the arguments of a step. */
    public Map<String, Object> arguments(String name, List<Object> given, boolean body) {
        Map<String, Object> step = steps.get(name);
        if (takesBody(name) && !body) {
            throw new IllegalArgumentException(name + ": step must be called with a body");
        }
        if (!takesBody(name) && body) {
            throw new IllegalArgumentException(name + ": this step takes no body");
        }
        return Signature.of(name, step).check(given, this);
    }

    /** Validates an option of a declarative pipeline that is neither a step nor a job property; null if there is no such option. */
    public Map<String, Object> option(String name, List<Object> given) {
        Map<String, Object> option = options.get(name);
        return option == null ? null : Signature.of(name, option).check(given, this);
    }

    /** Whether a stage can have this declarative option. */
    public boolean stageOption(String name) {
        return options.containsKey(name) && Boolean.TRUE.equals(options.get(name).get("stage"));
    }

    /** The names of the declarative options. */
    public java.util.Set<String> optionNames() {
        return options.keySet();
    }

    /** Creates a describable; throws if there is no symbol with this name. */
    public Symbol symbol(String name, List<Object> given, boolean body) {
        List<Signature> alternatives = symbols.get(name);
        if (alternatives == null || body) {
            throw new NoSuchMethodError("No such DSL method '" + name + "' found among steps " + new TreeSet<>(steps.keySet())
                    + " or symbols " + new TreeSet<>(symbols.keySet()));
        }
        for (Signature alternative : alternatives) {
            if (alternatives.size() == 1 || alternative.knows(given)) {
                return alternative.symbol(given, this);
            }
        }
        return alternatives.get(0).symbol(given, this);
    }

    Object ofClass(Map<?, ?> map, String kind) {
        String type = String.valueOf(map.get("$class"));
        String simple = type.substring(type.lastIndexOf('.') + 1);
        for (String name : classes.getOrDefault(simple, List.of())) {
            for (Signature alternative : symbols.get(name)) {
                if (kind == null || kind.equals(alternative.kind())) {
                    return alternative.symbol(Signature.withoutClass(map), this);
                }
            }
        }
        throw new IllegalArgumentException("there is no known implementation with the name \"" + type + "\"");
    }

    /** Whether a symbol is of a kind; if the name has several meanings, the arguments decide. */
    public boolean fits(Symbol symbol, String kind) {
        return symbols.getOrDefault(symbol.name(), List.of()).stream().anyMatch(alternative -> kind.equals(alternative.kind())
                && alternative.parameters().keySet().containsAll(symbol.arguments().keySet())
                && alternative.parameters().entrySet().stream()
                        .allMatch(entry -> !entry.getValue().endsWith("!") || symbol.arguments().containsKey(entry.getKey())));
    }

    /** Whether a name is a symbol of a kind. */
    public boolean isSymbolOf(String name, String kind) {
        return symbols.getOrDefault(name, List.of()).stream().anyMatch(one -> kind.equals(one.kind()));
    }

    /** The symbols of a kind, for messages. */
    public String ofKind(String kind) {
        return String.join(", ", symbols.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(one -> kind.equals(one.kind())))
                .map(entry -> entry.getKey() + "(…)").toList());
    }
}
