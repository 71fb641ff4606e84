package hudson.model;

import java.io.Serializable;
import java.util.List;

/** A build result of core 2.516. Scripts can use it by the name of the class in Jenkins. */
public final class Result implements Serializable {
    private static final long serialVersionUID = 1L;

    public static final Result SUCCESS = new Result("SUCCESS", 0);
    public static final Result UNSTABLE = new Result("UNSTABLE", 1);
    public static final Result FAILURE = new Result("FAILURE", 2);
    public static final Result NOT_BUILT = new Result("NOT_BUILT", 3);
    public static final Result ABORTED = new Result("ABORTED", 4);

    /** All results, the best first. */
    public static final List<Result> ALL = List.of(SUCCESS, UNSTABLE, FAILURE, NOT_BUILT, ABORTED);

    private final String name;
    /** The rank; higher is worse. */
    public final int ordinal;

    private Result(String name, int ordinal) {
        this.name = name;
        this.ordinal = ordinal;
    }

    /** The result with a name in any case; an unknown name is FAILURE, as in core. */
    public static Result fromString(String name) {
        return ALL.stream().filter(one -> name.equalsIgnoreCase(one.name)).findFirst().orElse(FAILURE);
    }

    /** Whether a name is exactly the name of a result. */
    public static boolean isName(String name) {
        return ALL.stream().anyMatch(one -> one.name.equals(name));
    }

    public boolean isWorseThan(Result other) {
        return ordinal > other.ordinal;
    }

    public boolean isWorseOrEqualTo(Result other) {
        return ordinal >= other.ordinal;
    }

    public boolean isBetterThan(Result other) {
        return ordinal < other.ordinal;
    }

    public boolean isBetterOrEqualTo(Result other) {
        return ordinal <= other.ordinal;
    }

    private Object readResolve() {
        return fromString(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
