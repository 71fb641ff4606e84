package io.stagewright.rehearsal.declarative;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.stmt.Statement;

/** Reads {@code stages} and {@code parallel} blocks and their stages. */
final class StageParser {
    private static final List<String> CONTENT = List.of("steps", "stages", "parallel", "matrix");
    private static final List<String> SECTIONS = List.of("agent", "environment", "options", "tools", "when", "input", "post", "failFast",
            "steps", "stages", "parallel", "matrix");

    private final Problems problems;
    private final SectionParsers sections;
    private final Set<String> names;

    StageParser(Problems problems, SectionParsers sections, Set<String> names) {
        this.problems = problems;
        this.sections = sections;
        this.names = names;
    }

    Expression stages(MethodCallExpression call, boolean inParallel) {
        List<Expression> stages = new ArrayList<>();
        for (Statement statement : PipelineParser.block(call, problems)) {
            MethodCallExpression stage = Ast.call(statement);
            if (stage == null || !stage.getMethodAsString().equals("stage")) {
                problems.add(statement, "Expected a stage");
            } else {
                stages.add(stage(stage, inParallel));
            }
        }
        if (stages.isEmpty()) {
            problems.add(call, "No stages specified");
        }
        return Ast.list(stages);
    }

    private Expression stage(MethodCallExpression call, boolean inParallel) {
        MapExpression model = new MapExpression();
        List<Expression> arguments = Ast.arguments(call);
        String name = arguments.isEmpty() ? null : Ast.text(arguments.get(0));
        if (name == null || arguments.size() != 2 || !(arguments.get(1) instanceof ClosureExpression body)) {
            problems.add(call, "Expected a stage with a constant name and a block");
            return model;
        }
        if (name.isBlank()) {
            problems.add(call, "Stage name must not be empty");
        }
        if (!names.add(name)) {
            problems.add(call, "Duplicate stage name: \"" + name + "\"");
        }
        Ast.put(model, "name", Ast.constant(name));
        Set<String> seen = new HashSet<>();
        for (Statement statement : Ast.statements(body)) {
            section(model, statement, seen, inParallel);
        }
        check(call, name, seen);
        return model;
    }

    private void section(MapExpression model, Statement statement, Set<String> seen, boolean inParallel) {
        MethodCallExpression call = Ast.call(statement);
        if (call == null) {
            problems.add(statement, "Not a valid stage section definition: \"" + statement.getText() + "\". Some extra configuration is required.");
            return;
        }
        String name = call.getMethodAsString();
        if (!SECTIONS.contains(name)) {
            problems.add(call, "Unknown stage section \"" + name + "\". Starting with version 0.5, steps in a stage must be in a ‘steps’ block.");
            return;
        }
        if (!seen.add(name)) {
            problems.add(call, "Multiple occurrences of the " + name + " section");
            return;
        }
        Expression value = value(call, name, inParallel);
        if (value != null) {
            Ast.put(model, name, value);
        }
    }

    private Expression value(MethodCallExpression call, String name, boolean inParallel) {
        switch (name) {
            case "agent":
                return sections.agent(call);
            case "environment":
                return sections.environment(call);
            case "options":
                return sections.options(call, true);
            case "when":
                return new WhenParser(problems).parse(call);
            case "input":
                return sections.input(call);
            case "post":
                return sections.post(call);
            case "steps":
                return sections.steps(call);
            case "stages":
                return stages(call, inParallel);
            case "parallel":
                if (inParallel) {
                    problems.add(call, "Parallel stages or branches can only be included in a top-level stage: no parallel inside of parallel");
                    return null;
                }
                return stages(call, true);
            case "matrix":
                if (inParallel) {
                    problems.add(call, "Parallel stages or branches can only be included in a top-level stage: no matrix inside of parallel");
                    return null;
                }
                return matrix(call);
            case "failFast":
                List<Expression> arguments = Ast.arguments(call);
                return arguments.size() == 1 && arguments.get(0) instanceof ConstantExpression ? arguments.get(0) : null;
            default:
                return sections.unsupported(call);
        }
    }

    /** The sections of a matrix: its axes, and a stage that runs once for each cell. */
    private Expression matrix(MethodCallExpression call) {
        MapExpression model = new MapExpression();
        MatrixParser matrix = new MatrixParser(problems);
        Set<String> seen = new HashSet<>();
        for (Statement statement : PipelineParser.block(call, problems)) {
            MethodCallExpression part = Ast.call(statement);
            if (part != null && MatrixParser.SECTIONS.contains(part.getMethodAsString())) {
                seen.add(part.getMethodAsString());
                Ast.put(model, part.getMethodAsString(), matrix.section(part));
            } else {
                section(model, statement, seen, true);
            }
        }
        if (!seen.contains("axes") || !seen.contains("stages")) {
            problems.add(call, "A matrix needs axes and stages");
        }
        return model;
    }

    private void check(MethodCallExpression call, String name, Set<String> seen) {
        long contents = CONTENT.stream().filter(seen::contains).count();
        if (contents == 0) {
            problems.add(call, "Expected one of \"steps\", \"stages\", or \"parallel\" for stage \"" + name + "\"");
        } else if (contents > 1) {
            problems.add(call, "Only one of \"parallel\", \"matrix\", \"stages\", or \"steps\" allowed for stage \"" + name + "\"");
        }
        if (seen.contains("parallel") && (seen.contains("agent") || seen.contains("tools"))) {
            problems.add(call, "\"agent\" is not allowed in stage \"" + name + "\" as it contains parallel stages");
        }
        if (seen.contains("failFast") && !seen.contains("parallel") && !seen.contains("matrix")) {
            problems.add(call, "\"failFast\" is only allowed in a stage with \"parallel\", not in stage \"" + name + "\"");
        }
    }
}
