package io.stagewright.dialect;

import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;

/** Rule 12: Java cannot call CPS code. This class finds what is visible in the source; a rehearsal finds the rest. */
final class MismatchRules extends CodeVisitor {
    private static final Map<String, Set<String>> CALLED_BY_JAVA = Map.of(
            "Comparator", Set.of("compare"),
            "Comparable", Set.of("compareTo"),
            "Runnable", Set.of("run"),
            "Callable", Set.of("call"),
            "Iterator", Set.of("hasNext", "next", "remove"),
            "Iterable", Set.of("iterator"),
            "Closeable", Set.of("close"),
            "AutoCloseable", Set.of("close"),
            "Map", Set.of("get", "put", "containsKey", "size"),
            "CharSequence", Set.of("charAt", "length", "subSequence"));
    private static final Set<String> ALWAYS = Set.of("propertyMissing", "methodMissing", "getProperty", "setProperty",
            "writeObject", "readObject", "readResolve", "writeReplace", "getMessage", "asType", "isCase", "getAt", "putAt");

    MismatchRules(Unit unit, Project project, Report report) {
        super(unit, project, report);
    }

    @Override
    protected void enterMethod(MethodNode node) {
        if (!unit.file.kind().library() || inNonCps()) {
            return;
        }
        boolean called = ALWAYS.contains(node.getName());
        for (ClassNode one : type.getInterfaces()) {
            Set<String> methods = CALLED_BY_JAVA.getOrDefault(Nodes.simpleName(one), Set.of());
            called |= methods.contains(node.getName()) && !node.getName().equals("compareTo");
        }
        if (called) {
            addFinding(Code.JAVA_CALLS, node, "Java calls " + node.getName() + ": make it @NonCPS");
        }
    }

    @Override
    public void visitGStringExpression(GStringExpression text) {
        for (Expression value : text.getValues()) {
            if (value instanceof ClosureExpression && unit.file.kind().cps()) {
                addFinding(Code.LAZY_GSTRING, value, "Java calls the closure in this GString: use its value instead");
            }
        }
        super.visitGStringExpression(text);
    }
}
