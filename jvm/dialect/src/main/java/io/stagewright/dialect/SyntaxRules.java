package io.stagewright.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.codehaus.groovy.ast.AnnotatedNode;
import org.codehaus.groovy.ast.AnnotationNode;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.ImportNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.MethodPointerExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.SpreadExpression;
import org.codehaus.groovy.ast.expr.SpreadMapExpression;
import org.codehaus.groovy.ast.stmt.SynchronizedStatement;

/** Rule 1: syntax that the CPS transformation does not translate, or translates wrongly. */
final class SyntaxRules extends CodeVisitor {
    /** The allowed annotations, and the classes that their names stand for. */
    private static final Map<String, String> ANNOTATIONS = Map.of("NonCPS", "com.cloudbees.groovy.cps.NonCPS",
            "Field", "groovy.transform.Field", "Library", "", "Override", "java.lang.Override");

    SyntaxRules(Unit unit, Project project, Report report) {
        super(unit, project, report);
    }

    @Override
    public void visitClass(ClassNode node) {
        if (Nodes.hasAnnotation(node, "Trait")) {
            addFinding(Code.TRAIT, node, "trait " + node.getNameWithoutPackage() + " is not supported: use a class");
        }
        super.visitClass(node);
    }

    @Override
    void run() {
        List<ImportNode> imports = new ArrayList<>(unit.module.getImports());
        imports.addAll(unit.module.getStarImports());
        imports.addAll(unit.module.getStaticImports().values());
        imports.addAll(unit.module.getStaticStarImports().values());
        imports.forEach(this::checkAnnotations);
        if (unit.module.getPackage() != null) {
            checkAnnotations(unit.module.getPackage());
        }
        super.run();
    }

    @Override
    public void visitAnnotations(AnnotatedNode node) {
        checkAnnotations(node);
        super.visitAnnotations(node);
    }

    @Override
    public void visitDeclarationExpression(DeclarationExpression declaration) {
        // Groovy 2.4 does not visit the annotations of a declaration.
        checkAnnotations(declaration);
        super.visitDeclarationExpression(declaration);
    }

    @Override
    public void visitClosureExpression(ClosureExpression closure) {
        checkParameters(closure.getParameters());
        super.visitClosureExpression(closure);
    }

    private void checkParameters(Parameter[] parameters) {
        for (Parameter one : parameters == null ? new Parameter[0] : parameters) {
            checkAnnotations(one);
        }
    }

    private void checkAnnotations(AnnotatedNode node) {
        for (AnnotationNode annotation : node.getAnnotations()) {
            String name = classOf(annotation);
            String simple = Nodes.simpleName(annotation);
            boolean trait = simple.equals("Trait");
            if (!trait && !name.equals(simple) && !name.equals(ANNOTATIONS.get(simple))
                    || !trait && !ANNOTATIONS.containsKey(simple)) {
                addFinding(Code.ANNOTATION, annotation, "the annotation @" + name + " is not allowed; allowed are "
                        + ANNOTATIONS.keySet().stream().sorted().toList());
            }
        }
    }

    /** The class of an annotation: an import can give any class the name of an allowed one. */
    private String classOf(AnnotationNode annotation) {
        String name = annotation.getClassNode().getName();
        ImportNode imported = unit.module.getImport(name);
        return imported == null ? name : imported.getType().getName();
    }

    @Override
    protected void enterMethod(MethodNode node) {
        checkParameters(node.getParameters());
        if ((node.getModifiers() & java.lang.reflect.Modifier.SYNCHRONIZED) != 0) {
            addFinding(Code.SYNCHRONIZED, node, "the method " + node.getName() + " must not be synchronized");
        }
    }

    @Override
    public void visitSynchronizedStatement(SynchronizedStatement statement) {
        addFinding(Code.SYNCHRONIZED, statement, "synchronized blocks are not supported");
        super.visitSynchronizedStatement(statement);
    }

    @Override
    protected void visitListOfExpressions(List<? extends Expression> list) {
        for (Expression one : list == null ? List.<Expression>of() : list) {
            if (one instanceof SpreadExpression && one.getLineNumber() > 0) { // the compiler adds one to an enum
                addFinding(Code.SPREAD, one, "the spread operator * is not supported: write the arguments");
            }
        }
        if (list != null) {
            super.visitListOfExpressions(list);
        }
    }

    @Override
    public void visitSpreadMapExpression(SpreadMapExpression expression) {
        addFinding(Code.SPREAD, expression, "the spread operator *: is not supported: write the entries");
        super.visitSpreadMapExpression(expression);
    }

    @Override
    public void visitPropertyExpression(PropertyExpression expression) {
        if (expression.isSpreadSafe()) {
            addFinding(Code.SPREAD, expression, "the operator *. is not supported: use collect");
        }
        super.visitPropertyExpression(expression);
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        if (call.isSpreadSafe()) {
            addFinding(Code.SPREAD, call, "the operator *. is not supported: use collect");
        }
        String name = call.getMethodAsString();
        boolean closure = Nodes.arguments(call).stream().anyMatch(ClosureExpression.class::isInstance);
        if (inCps() && closure && ("with".equals(name) || "tap".equals(name))) {
            addFinding(Code.WITH, call, name + " {} is not supported in CPS code: write the object in each line");
        }
        super.visitMethodCallExpression(call);
    }

    @Override
    public void visitMethodPointerExpression(MethodPointerExpression expression) {
        addFinding(Code.METHOD_POINTER, expression, "method pointers are not supported: use a closure");
        super.visitMethodPointerExpression(expression);
    }
}
