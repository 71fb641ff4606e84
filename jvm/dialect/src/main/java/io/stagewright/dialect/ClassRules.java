package io.stagewright.dialect;

import java.util.Set;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.ConstructorNode;
import org.codehaus.groovy.ast.FieldNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.stmt.CatchStatement;
import org.codehaus.groovy.ast.stmt.ForStatement;
import org.codehaus.groovy.ast.stmt.WhileStatement;

/** Rule 4: constructors, fields and serialization of classes. */
final class ClassRules extends CodeVisitor {
    private static final Set<String> NOT_SERIALIZABLE = Set.of("Matcher", "JsonSlurper", "JsonSlurperClassic", "XmlSlurper",
            "XmlParser", "GPathResult", "InputStream", "OutputStream", "Reader", "Writer", "Process", "Thread",
            "Iterator", "Stream", "Optional", "Object[]", "ClassLoader", "PrintStream");
    private boolean initializing;

    ClassRules(Unit unit, Project project, Report report) {
        super(unit, project, report);
    }

    @Override
    public void visitClass(ClassNode node) {
        boolean holdsState = !node.isInterface() && !node.isEnum() && !Nodes.hasAnnotation(node, "Trait");
        if (unit.file.kind() == Kind.SRC && holdsState && !isSerializable(node)) {
            addFinding(Code.SERIALIZABLE, node,
                    node.getNameWithoutPackage() + " does not implement Serializable, so a restart of Jenkins loses it");
        }
        super.visitClass(node);
    }

    private boolean isSerializable(ClassNode node) {
        for (ClassNode one : node.getInterfaces()) {
            if (Nodes.simpleName(one).equals("Serializable")) {
                return true;
            }
        }
        ClassNode parent = node.getUnresolvedSuperClass(false);
        if (parent == null) {
            return false;
        }
        ClassNode own = project.libraryClass(parent.getName());
        return own != null && own != node ? isSerializable(own) : Nodes.simpleName(parent).endsWith("Exception");
    }

    @Override
    public void visitField(FieldNode node) {
        if (unit.file.kind().library() && NOT_SERIALIZABLE.contains(Nodes.simpleName(node.getType()))) {
            addFinding(Code.FIELD_TYPE, node, "the type of field " + node.getName() + " is not serializable");
        }
        initializing = true;
        super.visitField(node);
        initializing = false;
    }

    @Override
    public void visitDeclarationExpression(DeclarationExpression declaration) {
        boolean field = Nodes.hasAnnotation(declaration, "Field");
        if (field && NOT_SERIALIZABLE.contains(Nodes.simpleName(declaration.getLeftExpression().getType()))) {
            addFinding(Code.FIELD_TYPE, declaration, "the type of this @Field is not serializable");
        }
        boolean before = initializing;
        initializing |= field;
        super.visitDeclarationExpression(declaration);
        initializing = before;
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        String name = call.getMethodAsString();
        boolean free = Nodes.onThis(call) && name != null && Project.declared(type, name).isEmpty();
        if (unit.file.kind() == Kind.SRC && free && project.isStep(name) && !type.isScript() && !inNonCps()) {
            addFinding(Code.STEPS_PASSED, call, name + " is not defined in a class: call it on the steps object that the class receives");
        }
        calls("a call of " + call.getMethodAsString(), call);
        super.visitMethodCallExpression(call);
    }

    @Override
    public void visitClosureExpression(ClosureExpression closure) {
        calls("a closure", closure);
        super.visitClosureExpression(closure);
    }

    @Override
    public void visitForLoop(ForStatement loop) {
        calls("a loop", loop);
        super.visitForLoop(loop);
    }

    @Override
    public void visitWhileLoop(WhileStatement loop) {
        calls("a loop", loop);
        super.visitWhileLoop(loop);
    }

    @Override
    public void visitCatchStatement(CatchStatement statement) {
        calls("a catch", statement);
        super.visitCatchStatement(statement);
    }

    private void calls(String what, org.codehaus.groovy.ast.ASTNode at) {
        if (!unit.file.kind().cps()) {
            return;
        }
        if (initializing) {
            addFinding(Code.FIELD_INITIALIZER, at, what + " in a field initializer does not run as CPS code: assign in a method");
        } else if (method instanceof ConstructorNode) {
            addFinding(Code.CONSTRUCTOR, at, what + " in a constructor does not run as CPS code: do it in a method");
        }
    }

    @Override
    protected void enterMethod(MethodNode node) {
        initializing = false;
    }
}
