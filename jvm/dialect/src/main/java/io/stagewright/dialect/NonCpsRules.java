package io.stagewright.dialect;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.FieldNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.Variable;
import org.codehaus.groovy.ast.expr.ConstructorCallExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.PropertyExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;

/** Rule 3: a @NonCPS method ends silently at the first step, CPS method or CPS closure that it calls. */
final class NonCpsRules extends CodeVisitor {
    private static final Set<String> OBJECT_METHODS = Set.of("toString", "equals", "hashCode", "compareTo");
    private static final Set<String> STEP_HOLDERS = Set.of("steps", "script", "pipeline", "jenkins");
    private final Map<String, ClassNode> variables = new HashMap<>();
    private final Set<String> parameters = new HashSet<>();

    NonCpsRules(Unit unit, Project project, Report report) {
        super(unit, project, report);
    }

    @Override
    protected void enterMethod(MethodNode node) {
        if (unit.file.kind().cps() && OBJECT_METHODS.contains(node.getName()) && !inNonCps()) {
            addFinding(Code.OBJECT_METHOD, node, "Java calls " + node.getName() + ": make it @NonCPS");
        }
        variables.clear();
        parameters.clear();
        if (!inNonCps()) {
            return;
        }
        if (!unit.imports("com.cloudbees.groovy.cps.NonCPS")) {
            addFinding(Code.NONCPS_IMPORT, node, "the import of com.cloudbees.groovy.cps.NonCPS is missing");
        }
        for (Parameter parameter : node.getParameters()) {
            variables.put(parameter.getName(), parameter.getType());
            parameters.add(parameter.getName());
            if (Nodes.simpleName(parameter.getType()).equals("Closure")) {
                addFinding(Code.NONCPS_CALLS_CLOSURE, parameter,
                        "the @NonCPS method has the closure parameter " + parameter.getName() + ": Java cannot call a CPS closure");
            }
        }
    }

    @Override
    public void visitDeclarationExpression(DeclarationExpression declaration) {
        if (!declaration.isMultipleAssignmentDeclaration()) {
            VariableExpression variable = declaration.getVariableExpression();
            boolean made = declaration.getRightExpression() instanceof ConstructorCallExpression;
            variables.put(variable.getName(), made ? declaration.getRightExpression().getType() : variable.getType());
        }
        super.visitDeclarationExpression(declaration);
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        String name = call.getMethodAsString();
        if (inNonCps() && name != null) {
            checkCall(call, name);
        }
        super.visitMethodCallExpression(call);
    }

    private void checkCall(MethodCallExpression call, String name) {
        Expression object = call.getObjectExpression();
        if (Nodes.onThis(call)) {
            checkOwnCall(call, name);
        } else if (isStepHolder(object)) {
            addFinding(Code.NONCPS_CALLS_STEP, call, "@NonCPS code calls the step " + name);
        } else if (name.equals("call") && object instanceof VariableExpression one && parameters.contains(one.getName())) {
            addFinding(Code.NONCPS_CALLS_CLOSURE, call, "@NonCPS code calls its parameter " + one.getName() + ": Java cannot call a CPS closure");
        } else {
            checkCps(receiver(object), name, call);
        }
    }

    private void checkOwnCall(MethodCallExpression call, String name) {
        if (parameters.contains(name) && call.isImplicitThis()) {
            addFinding(Code.NONCPS_CALLS_CLOSURE, call, "@NonCPS code calls its parameter " + name + ": Java cannot call a CPS closure");
        } else if (!Project.declared(type, name).isEmpty()) {
            checkCps(type, name, call);
        } else if (project.isStep(name)) {
            addFinding(Code.NONCPS_CALLS_STEP, call, "@NonCPS code calls the step " + name);
        }
    }

    private static boolean isStepHolder(Expression object) {
        if (object instanceof PropertyExpression property) {
            return Nodes.isVariable(property.getObjectExpression(), "this")
                    && STEP_HOLDERS.contains(property.getPropertyAsString());
        }
        return object instanceof VariableExpression variable && STEP_HOLDERS.contains(variable.getName());
    }

    /** The library class of an object, derived from its declaration; null if it is unknown. */
    private ClassNode receiver(Expression object) {
        if (object instanceof ConstructorCallExpression made) {
            return project.libraryClass(made.getType().getName());
        }
        if (!(object instanceof Variable variable)) {
            return null;
        }
        ClassNode declared = variables.get(variable.getName());
        FieldNode field = type.getDeclaredField(variable.getName());
        String name = declared != null ? declared.getName() : field != null ? field.getType().getName() : variable.getName();
        return project.libraryClass(name);
    }

    private void checkCps(ClassNode owner, String name, ASTNode at) {
        List<MethodNode> methods = owner == null ? List.of() : Project.declared(owner, name);
        if (!methods.isEmpty() && methods.stream().noneMatch(Nodes::isNonCps)) {
            String where = owner.getNameWithoutPackage();
            addFinding(Code.NONCPS_CALLS_CPS, at, "@NonCPS code calls the CPS method " + name + " of " + where);
        }
    }
}
