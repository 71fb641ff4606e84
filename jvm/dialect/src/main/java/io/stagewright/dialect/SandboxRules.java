package io.stagewright.dialect;

import java.util.Set;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassHelper;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.ImportNode;
import org.codehaus.groovy.ast.expr.CastExpression;
import org.codehaus.groovy.ast.expr.ClassExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.ConstructorCallExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;

/** Rule 9: code that needs script approval. This class finds common cases; the sandbox of a rehearsal finds all. */
final class SandboxRules extends CodeVisitor {
    private static final Set<String> CONSTRUCTED = Set.of("Exception", "Date", "Random", "StringBuilder", "StringBuffer",
            "JsonSlurper", "SimpleDateFormat", "StringReader", "StringWriter", "XmlSlurper");
    private static final Set<String> CLASSES = Set.of("MessageDigest", "JsonSlurperClassic", "System", "File", "Files",
            "Paths", "Runtime", "ProcessBuilder", "Process", "Thread", "ClassLoader", "Jenkins", "Eval", "GroovyShell",
            "GroovyClassLoader", "Base64", "FileType", "Proxy", "Unsafe", "InvokerHelper", "ExpandoMetaClass");
    private static final Set<String> METHODS = Set.of("execute", "encodeBase64", "decodeBase64", "hasProperty",
            "respondsTo", "getMetaClass", "setMetaClass", "invokeMethod", "getDeclaredFields", "getDeclaredMethods",
            "getMethods", "forName", "newInstance", "getClassLoader", "evaluate", "mixin", "getRawBuild", "dump", "exit");
    private static final Set<String> NUMBERS = Set.of("Integer", "Long", "Double", "BigDecimal");
    private static final Set<String> PROPERTIES = Set.of("metaClass", "classLoader", "rawBuild", "class");
    private static final Set<String> PACKAGES = Set.of("hudson.", "jenkins.", "java.lang.reflect.", "java.nio.", "sun.",
            "java.net.", "groovy.transform.stc", "org.codehaus.groovy.");

    SandboxRules(Unit unit, Project project, Report report) {
        super(unit, project, report);
    }

    @Override
    void run() {
        for (ImportNode one : unit.module.getImports()) {
            ClassNode imported = one.getType();
            checkClass(imported.getName(), one.getLineNumber() > 0 ? one : imported);
        }
        super.run();
    }

    @Override
    public void visitClass(ClassNode node) {
        if (node.isEnum()) {
            addFinding(Code.ENUM, node, "the sandbox rejects the enum " + node.getNameWithoutPackage() + ": use constants");
        }
        super.visitClass(node);
    }

    private void checkClass(String name, ASTNode at) {
        String simple = name.substring(name.lastIndexOf('.') + 1);
        boolean own = project.libraryClass(name) != null;
        if (!own && (CLASSES.contains(simple) || PACKAGES.stream().anyMatch(name::startsWith))) {
            addFinding(Code.FORBIDDEN_CLASS, at, name + " needs script approval");
        }
    }

    @Override
    public void visitConstructorCallExpression(ConstructorCallExpression call) {
        String simple = Nodes.simpleName(call.getType());
        // The whitelist of the sandbox has no constructor with more arguments: new Date(120, 1, 1) needs script approval.
        boolean listed = CONSTRUCTED.contains(simple) && ((TupleExpression) call.getArguments()).getExpressions().size() < 2;
        boolean known = call.isSpecialCall() || listed || project.libraryClass(simple) != null;
        if (CLASSES.contains(simple)) {
            checkClass(call.getType().getName(), call);
        } else if (!known && !simple.equals("JsonSlurperClassic")) {
            addFinding(Code.NEW, call, "new " + simple + " needs script approval: use a literal, error() or new Exception(…)");
        }
        super.visitConstructorCallExpression(call);
    }

    @Override
    public void visitVariableExpression(VariableExpression variable) {
        if (Character.isUpperCase(variable.getName().charAt(0))) {
            checkClass(variable.getName(), variable);
        }
        super.visitVariableExpression(variable);
    }

    @Override
    public void visitClassExpression(ClassExpression expression) {
        checkClass(expression.getType().getName(), expression);
        super.visitClassExpression(expression);
    }

    @Override
    public void visitPropertyExpression(PropertyExpression expression) {
        String name = String.valueOf(expression.getPropertyAsString());
        if (PROPERTIES.contains(name)) {
            addFinding(Code.FORBIDDEN_METHOD, expression, "." + name + " needs script approval");
        }
        String qualified = expression.getText();
        if (PACKAGES.stream().anyMatch(qualified::startsWith)) {
            checkClass(qualified, expression);
        }
        super.visitPropertyExpression(expression);
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        String name = String.valueOf(call.getMethodAsString());
        if (METHODS.contains(name) && Project.declared(type, name).isEmpty() && !libraryReceiver(call, name)) {
            addFinding(Code.FORBIDDEN_METHOD, call, name + "() needs script approval");
        }
        checkStaticCall(call, name);
        for (Expression argument : Nodes.arguments(call)) {
            boolean flag = argument instanceof ConstantExpression constant && constant.getValue() instanceof Boolean;
            if (flag && (name.equals("sort") || name.equals("unique") || name.equals("toSorted"))) {
                addFinding(Code.SORT_BOOLEAN, call, name + " with a boolean argument needs script approval: call it without arguments");
            }
        }
        super.visitMethodCallExpression(call);
    }

    /** The owner of such a closure is the class: Groovy does not find its static methods there and calls invokeMethod. */
    private void checkStaticCall(MethodCallExpression call, String name) {
        boolean inStaticClosure = closureDepth > 0 && method != null && method.isStatic();
        if (inStaticClosure && call.isImplicitThis() && !Project.declared(type, name).isEmpty()) {
            addFinding(Code.STATIC_CALL, call, "the sandbox rejects " + name + "() in a closure of a static method: write "
                    + type.getNameWithoutPackage() + "." + name + "()");
        }
    }

    private boolean libraryReceiver(MethodCallExpression call, String name) {
        return !Nodes.onThis(call) && project.isCpsMethod(name);
    }

    @Override
    public void visitCastExpression(CastExpression cast) {
        ClassNode target = cast.getType();
        boolean number = ClassHelper.isPrimitiveType(target) || NUMBERS.contains(Nodes.simpleName(target));
        if (number && !Nodes.simpleName(target).equals("boolean")) {
            addFinding(Code.CAST, cast, "a cast to " + target.getName() + " needs script approval: use a method such as toInteger()");
        }
        super.visitCastExpression(cast);
    }
}
