package io.stagewright.dialect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.stmt.Statement;

/** Rule 11: the structure of declarative pipelines; also the part of rule 8 about the body of a stage. */
final class DeclarativeRules implements Rule {
    private final Unit unit;
    private final Project project;
    private final Report report;
    private final Set<String> stageNames = new HashSet<>();

    DeclarativeRules(Unit unit, Project project, Report report) {
        this.unit = unit;
        this.project = project;
        this.report = report;
    }

    @Override
    public void check(Unit ignored, Project all, Report into) {
        for (ClassNode type : unit.classes) {
            for (MethodNode method : type.getMethods()) {
                for (Statement statement : Nodes.statements(method.getCode())) {
                    if (isCall(statement, "pipeline")) {
                        pipeline(call(statement));
                    }
                }
            }
        }
    }

    private void pipeline(MethodCallExpression pipeline) {
        List<MethodCallExpression> sections = sections(pipeline);
        sections.forEach(one -> known(one, Declarative.PIPELINE, "a pipeline"));
        MethodCallExpression agent = named(sections, "agent");
        MethodCallExpression stages = named(sections, "stages");
        if (agent == null || !Nodes.arguments(agent).get(0).getText().equals("none")) {
            addFinding(Code.AGENT_NONE, agent == null ? pipeline : agent,
                    "the pipeline must have agent none: each stage, or a step in it, requests its own agent");
        }
        if (stages == null) {
            addFinding(Code.STRUCTURE, pipeline, "the pipeline has no stages section");
        }
        sections.forEach(one -> section(one, false));
    }

    private void section(MethodCallExpression section, boolean inParallel) {
        switch (section.getMethodAsString()) {
            case "stages", "parallel" -> {
                boolean parallel = section.getMethodAsString().equals("parallel");
                if (parallel && inParallel) {
                    addFinding(Code.NESTED_PARALLEL, section, "parallel inside parallel is not allowed");
                }
                sections(section).forEach(one -> stage(one, inParallel || parallel));
            }
            case "matrix" -> {
                if (inParallel) {
                    addFinding(Code.NESTED_PARALLEL, section, "matrix inside parallel is not allowed");
                }
            }
            case "options" -> sections(section).forEach(this::option);
            case "steps" -> steps(body(section));
            case "post" -> sections(section).forEach(this::condition);
            default -> sections(section);
        }
    }

    private void stage(MethodCallExpression stage, boolean inParallel) {
        if (!stage.getMethodAsString().equals("stage")) {
            addFinding(Code.STRUCTURE, stage, stage.getMethodAsString() + " is not allowed here: only stage is");
            return;
        }
        String name = Nodes.arguments(stage).get(0).getText();
        if (!stageNames.add(name)) {
            addFinding(Code.DUPLICATE_STAGE, stage, "the pipeline has another stage with the name " + name);
        }
        List<MethodCallExpression> sections = sections(stage);
        sections.forEach(one -> known(one, Declarative.STAGE, "a stage"));
        long bodies = sections.stream().map(MethodCallExpression::getMethodAsString)
                .filter(Set.of("steps", "stages", "parallel", "matrix")::contains).count();
        if (bodies != 1) {
            addFinding(Code.STRUCTURE, stage, "stage " + name + " needs exactly one of steps, stages, parallel or matrix; it has " + bodies);
        }
        MethodCallExpression when = named(sections, "when");
        boolean before = when != null && named(sections(when), "beforeInput") != null;
        if (named(sections, "input") != null && when != null && !before) {
            addFinding(Code.BEFORE_INPUT, when, "add beforeInput true: without it a person approves a stage that is then skipped");
        }
        sections.forEach(one -> section(one, inParallel));
    }

    private void option(MethodCallExpression option) {
        String name = option.getMethodAsString();
        if (!project.isOption(name)) {
            addFinding(Code.OPTION, option, name + " is not a known option");
        }
    }

    private void condition(MethodCallExpression condition) {
        known(condition, Declarative.POST, "post");
        steps(body(condition));
    }

    private void steps(List<Statement> statements) {
        for (Statement statement : statements) {
            MethodCallExpression call = call(statement);
            if (call == null) {
                addFinding(Code.STATEMENT, statement, "this statement is not a step: move it to the library, or into script {}");
            } else if (!call.isImplicitThis()) {
                addFinding(Code.OBJECT_CALL, call, "methods of objects can be called only inside script {}");
            } else {
                step(call);
            }
        }
    }

    private void step(MethodCallExpression call) {
        String name = String.valueOf(call.getMethodAsString());
        if (name.equals("stage") || name.equals("properties")) {
            addFinding(Code.NOT_IN_STEPS, call, name + " is not allowed inside steps");
        } else if (name.equals("script")) {
            Steps calls = new Steps();
            body(call).forEach(one -> one.visit(calls));
        } else {
            libraryCall(call);
        }
    }

    private void libraryCall(MethodCallExpression call) {
        String name = String.valueOf(call.getMethodAsString());
        if (call.isImplicitThis() && !project.isLibraryStep(name) && project.isStep(name)) {
            addFinding(Code.STAGE_BODY, call, "a Jenkinsfile must not call " + name + ": call a step of the library");
        }
    }

    private final class Steps extends org.codehaus.groovy.ast.CodeVisitorSupport {
        @Override
        public void visitMethodCallExpression(MethodCallExpression call) {
            libraryCall(call);
            super.visitMethodCallExpression(call);
        }
    }

    /** The calls in the block of a section; reports those that do not start on their own line. */
    private List<MethodCallExpression> sections(MethodCallExpression parent) {
        List<MethodCallExpression> calls = new ArrayList<>();
        int line = Declarative.SECTIONS.contains(parent.getMethodAsString()) ? parent.getLineNumber() : 0;
        for (Statement statement : body(parent)) {
            MethodCallExpression call = call(statement);
            boolean inner = call != null && Declarative.SECTIONS.contains(String.valueOf(call.getMethodAsString()));
            if (statement.getLineNumber() == line && (inner || !calls.isEmpty())) {
                addFinding(Code.ONE_SECTION_A_LINE, statement, "start a new line for each section");
            }
            line = statement.getLastLineNumber();
            if (call != null) {
                calls.add(call);
            }
        }
        return calls;
    }

    private static List<Statement> body(MethodCallExpression call) {
        List<Expression> arguments = Nodes.arguments(call);
        Expression last = arguments.isEmpty() ? null : arguments.get(arguments.size() - 1);
        return last instanceof ClosureExpression closure ? Nodes.statements(closure.getCode()) : List.of();
    }

    private void known(MethodCallExpression call, Set<String> names, String where) {
        if (!names.contains(String.valueOf(call.getMethodAsString()))) {
            addFinding(Code.STRUCTURE, call, call.getMethodAsString() + " is not a known section of " + where);
        }
    }

    private static MethodCallExpression named(List<MethodCallExpression> calls, String name) {
        return calls.stream().filter(one -> name.equals(one.getMethodAsString())).findFirst().orElse(null);
    }

    private static boolean isCall(Statement statement, String name) {
        MethodCallExpression call = call(statement);
        return call != null && name.equals(call.getMethodAsString());
    }

    private static MethodCallExpression call(Statement statement) {
        return Nodes.expression(statement) instanceof MethodCallExpression call ? call : null;
    }

    private void addFinding(Code rule, ASTNode at, String message) {
        report.add(rule, unit.file.path(), at.getLineNumber(), at.getColumnNumber(), message);
    }
}
