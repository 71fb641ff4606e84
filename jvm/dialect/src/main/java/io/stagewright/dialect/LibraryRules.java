package io.stagewright.dialect;

import java.util.List;
import java.util.regex.Pattern;
import org.codehaus.groovy.ast.AnnotatedNode;
import org.codehaus.groovy.ast.AnnotationNode;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;

/** Rules for the file layout of the library and for how Jenkinsfiles load it. */
final class LibraryRules extends CodeVisitor {
    private static final Pattern STEP_NAME = Pattern.compile("[a-z][A-Za-z0-9]*");
    private static final Pattern PINNED = Pattern.compile("[^@]+@[^@]+");
    private final Report report;

    LibraryRules(Unit unit, Project project, Report report) {
        super(unit, project, report);
        this.report = report;
    }

    @Override
    void run() {
        if (unit.file.kind() == Kind.VARS) {
            checkStep();
        }
        if (unit.file.kind() == Kind.SRC) {
            checkClassPath();
        }
        super.run();
    }

    private void checkStep() {
        String path = unit.file.path();
        String name = unit.file.name();
        if (!STEP_NAME.matcher(name).matches() || path.substring("library/vars/".length()).contains("/")) {
            report.add(Code.VARS_NAME, path, 1, 1, name + " must be a camelCase name directly in vars/");
        }
        long calls = unit.classes.stream().filter(ClassNode::isScript)
                .flatMap(one -> one.getMethods().stream()).filter(one -> one.getName().equals("call")).count();
        if (calls != 1) {
            report.add(Code.VARS_CALL, path, 1, 1, name + " must have exactly one method named call; it has " + calls);
        }
        if (!project.paths.contains(path.replaceFirst("\\.groovy$", ".txt"))) {
            report.add(Code.VARS_HELP, path, 1, 1, name + " has no help file " + name + ".txt");
        }
    }

    private void checkClassPath() {
        String found = unit.file.path().substring("library/src/".length()).replaceFirst("\\.groovy$", "").replace('/', '.');
        boolean fits = unit.classes.stream().anyMatch(one -> one.getName().equals(found));
        if (!fits) {
            report.add(Code.SRC_PATH, unit.file.path(), 1, 1, "the file must define the class " + found + ", which its path names");
        }
    }

    @Override
    public void visitAnnotations(AnnotatedNode node) {
        for (AnnotationNode annotation : node.getAnnotations()) {
            if (Nodes.simpleName(annotation).equals("Library")) {
                checkLibrary(annotation);
            }
        }
        super.visitAnnotations(node);
    }

    private void checkLibrary(AnnotationNode annotation) {
        if (unit.file.kind().library()) {
            addFinding(Code.NO_LIBRARY, annotation, "the library must not load a library with @Library");
            return;
        }
        Expression value = annotation.getMember("value");
        List<Expression> names = value instanceof ListExpression list ? list.getExpressions() : List.of(value);
        boolean pinned = names.stream().allMatch(one -> PINNED.matcher(one.getText()).matches());
        Expression log = annotation.getMember("changelog");
        if (!pinned || log == null || !log.getText().equals("false")) {
            addFinding(Code.LIBRARY_PIN, annotation, "pin the version: @Library(value = 'NAME@VERSION', changelog = false)");
        }
    }

    @Override
    public void visitDeclarationExpression(DeclarationExpression declaration) {
        // Groovy 2.4 does not visit the annotations of a declaration.
        visitAnnotations(declaration);
        boolean field = Nodes.hasAnnotation(declaration, "Field");
        boolean isFinal = !declaration.isMultipleAssignmentDeclaration()
                && java.lang.reflect.Modifier.isFinal(declaration.getVariableExpression().getModifiers());
        if (unit.file.kind() == Kind.VARS && field && !isFinal) {
            addFinding(Code.VARS_STATE, declaration, "all builds share this @Field: make it final");
        }
        super.visitDeclarationExpression(declaration);
    }

    @Override
    public void visitMethodCallExpression(MethodCallExpression call) {
        String name = String.valueOf(call.getMethodAsString());
        if (unit.file.kind().library() && name.equals("library") && call.isImplicitThis() && !isMethod(name)) {
            addFinding(Code.NO_LIBRARY, call, "the library must not call the step library");
        }
        if (name.equals("libraryResource")) {
            Expression path = Nodes.named(call).getOrDefault("resource", Nodes.arguments(call).get(0));
            if (path instanceof ConstantExpression constant) {
                checkResource(constant);
            }
        }
        super.visitMethodCallExpression(call);
    }

    private boolean isMethod(String name) {
        for (MethodNode one : type.getMethods()) {
            if (one.getName().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private void checkResource(ConstantExpression path) {
        String resource = String.valueOf(path.getValue());
        if (resource.startsWith("/") || !project.paths.contains("library/resources/" + resource)) {
            addFinding(Code.RESOURCE_PATH, path,
                    "the resource " + resource + " does not exist in library/resources/ (paths have no leading slash)");
        }
    }
}
