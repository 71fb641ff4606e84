package io.stagewright.rehearsal.declarative;

import io.stagewright.rehearsal.steps.Catalogue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.Statement;

/** Reads the sections that both pipelines and stages have. */
final class SectionParsers {
    /** In the order in which Jenkins runs them. */
    static final List<String> CONDITIONS = List.of("always", "changed", "fixed", "regression", "aborted", "success", "unsuccessful", "unstable",
            "failure", "notBuilt", "cleanup");
    private static final List<String> KUBERNETES = List.of("yaml", "yamlFile", "inheritFrom", "defaultContainer", "cloud", "namespace", "label",
            "retries", "serviceAccount", "nodeSelector", "idleMinutes", "activeDeadlineSeconds", "yamlMergeStrategy", "showRawYaml",
            "workspaceVolume", "customWorkspace", "slaveConnectTimeout", "instanceCap", "supplementalGroups", "podRetention");
    private static final List<String> DOCKER = List.of("image", "label", "args", "alwaysPull", "reuseNode", "registryUrl", "registryCredentialsId",
            "customWorkspace");
    private static final List<String> DOCKERFILE = List.of("filename", "dir", "additionalBuildArgs", "label", "args", "reuseNode", "registryUrl",
            "registryCredentialsId", "customWorkspace");
    private static final Set<String> NO_OPTIONS = Set.of("node", "stage", "parallel", "script", "container", "podTemplate", "withEnv");

    private final Problems problems;
    private final Catalogue catalogue = Catalogue.load();

    SectionParsers(Problems problems) {
        this.problems = problems;
    }

    Expression agent(MethodCallExpression call) {
        List<Expression> arguments = Ast.arguments(call);
        if (arguments.size() == 1 && arguments.get(0) instanceof VariableExpression word) {
            if (word.getName().equals("none") || word.getName().equals("any")) {
                return agent(word.getName(), new MapExpression());
            }
            problems.add(call, "Invalid argument for agent - \"" + word.getName() + "\" - must be map of config options or bare none or any.");
            return null;
        }
        List<Statement> statements = PipelineParser.block(call, problems);
        MethodCallExpression type = statements.size() == 1 ? Ast.call(statements.get(0)) : null;
        if (type == null) {
            problems.add(call, "Only one agent type is allowed per agent section");
            return null;
        }
        String name = type.getMethodAsString();
        MapExpression values = new MapExpression();
        if (name.equals("label")) {
            Ast.put(values, "label", Ast.lazyArguments(type));
        } else if (name.equals("docker") && !hasBlock(type)) {
            Ast.put(values, "image", Ast.lazyArguments(type));
        } else if (name.equals("docker")) {
            values = settings(type, DOCKER, "agent docker");
        } else if (name.equals("dockerfile")) {
            values = hasBlock(type) ? settings(type, DOCKERFILE, "agent dockerfile") : values;
        } else if (name.equals("node")) {
            values = settings(type, List.of("label", "customWorkspace"), "agent node");
        } else if (name.equals("kubernetes")) {
            values = settings(type, KUBERNETES, "agent kubernetes");
        } else {
            problems.add(type, "Invalid agent type \"" + name + "\" specified. Must be one of [any, docker, dockerfile, kubernetes, label, node, none]");
        }
        return agent(name, values);
    }

    private static boolean hasBlock(MethodCallExpression call) {
        return Ast.arguments(call).stream().anyMatch(ClosureExpression.class::isInstance);
    }

    private static MapExpression agent(String type, MapExpression values) {
        MapExpression agent = new MapExpression();
        Ast.put(agent, "type", Ast.constant(type));
        Ast.put(agent, "values", values);
        return agent;
    }

    /** A block of settings; the interpreter evaluates their arguments later. */
    private MapExpression settings(MethodCallExpression call, List<String> known, String where) {
        MapExpression values = new MapExpression();
        Set<String> seen = new HashSet<>();
        for (Statement statement : PipelineParser.block(call, problems)) {
            MethodCallExpression setting = Ast.call(statement);
            if (setting == null || !known.contains(setting.getMethodAsString())) {
                problems.add(statement, "Invalid config option \"" + (setting == null ? statement.getText() : setting.getMethodAsString())
                        + "\" for " + where + ". Valid config options are " + known);
            } else if (!seen.add(setting.getMethodAsString())) {
                problems.add(setting, "Multiple occurrences of \"" + setting.getMethodAsString() + "\" in " + where);
            } else {
                Ast.put(values, setting.getMethodAsString(), Ast.lazyArguments(setting));
            }
        }
        return values;
    }

    Expression input(MethodCallExpression call) {
        MapExpression values = new MapExpression();
        for (Statement statement : PipelineParser.block(call, problems)) {
            MethodCallExpression setting = Ast.call(statement);
            String name = setting == null ? null : setting.getMethodAsString();
            if ("parameters".equals(name)) {
                Ast.put(values, name, symbols(setting));
            } else if (name != null && List.of("message", "id", "ok", "cancel", "submitter", "submitterParameter").contains(name)) {
                Ast.put(values, name, Ast.lazyArguments(setting));
            } else {
                problems.add(statement, "Invalid option \"" + (name == null ? statement.getText() : name) + "\" for input");
            }
        }
        if (values.getMapEntryExpressions().stream().noneMatch(entry -> "message".equals(Ast.text(entry.getKeyExpression())))) {
            problems.add(call, "Missing required parameter: \"message\" for input");
        }
        return values;
    }

    Expression environment(MethodCallExpression call) {
        return new EnvironmentParser(problems).parse(call);
    }

    Expression options(MethodCallExpression call, boolean stage) {
        List<Expression> options = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Statement statement : PipelineParser.block(call, problems)) {
            MethodCallExpression option = Ast.call(statement);
            if (option == null) {
                problems.add(statement, "Options must be calls: \"" + statement.getText() + "\"");
                continue;
            }
            String name = option.getMethodAsString();
            String kind = kind(name, stage);
            if (kind == null) {
                problems.add(option, "Invalid option type \"" + name + "\" in " + (stage ? "a stage's" : "the pipeline's") + " options");
            } else if (!seen.add(name)) {
                problems.add(option, "Duplicate option name: \"" + name + "\"");
            } else {
                options.add(Ast.list(List.of(Ast.constant(kind), Ast.constant(name), Ast.lazyArguments(option))));
            }
        }
        if (PipelineParser.block(call, problems).isEmpty()) {
            problems.add(call, "Cannot have empty options section");
        }
        return Ast.list(options);
    }

    private String kind(String name, boolean stage) {
        if (catalogue.optionNames().contains(name)) {
            return !stage || catalogue.stageOption(name) ? "option" : null;
        }
        if (catalogue.isStep(name)) {
            return catalogue.takesBody(name) && !catalogue.needsAgent(name) && !NO_OPTIONS.contains(name) ? "wrapper" : null;
        }
        boolean property = catalogue.isSymbolOf(name, "property") && !name.equals("parameters") && !name.equals("pipelineTriggers");
        return property && !stage ? "property" : null;
    }

    Expression symbols(MethodCallExpression call) {
        List<Expression> all = new ArrayList<>();
        for (Statement statement : PipelineParser.block(call, problems)) {
            MethodCallExpression symbol = Ast.call(statement);
            if (symbol == null) {
                problems.add(statement, "Expected a definition in " + call.getMethodAsString() + ": \"" + statement.getText() + "\"");
            } else {
                all.add(symbol);
            }
        }
        if (all.isEmpty()) {
            problems.add(call, "Cannot have empty " + call.getMethodAsString() + " section");
        }
        return Ast.lazy(Ast.list(all));
    }

    Expression unsupported(MethodCallExpression call) {
        problems.add(call, "The section \"" + call.getMethodAsString() + "\" is not supported by the runner");
        return null;
    }

    Expression post(MethodCallExpression call) {
        MapExpression conditions = new MapExpression();
        Set<String> seen = new HashSet<>();
        for (Statement statement : PipelineParser.block(call, problems)) {
            MethodCallExpression condition = Ast.call(statement);
            String name = condition == null ? statement.getText() : condition.getMethodAsString();
            if (condition == null || !CONDITIONS.contains(name)) {
                problems.add(statement, "Invalid condition \"" + name + "\" - valid conditions are " + CONDITIONS);
            } else if (!seen.add(name)) {
                problems.add(condition, "Multiple occurrences of the " + name + " condition");
            } else {
                Ast.put(conditions, name, steps(condition));
            }
        }
        if (seen.isEmpty()) {
            problems.add(call, "post can not be empty");
        }
        return conditions;
    }

    Expression steps(MethodCallExpression call) {
        ClosureExpression body = Ast.onlyClosure(call);
        if (body == null) {
            problems.add(call, "Expected a block for " + call.getMethodAsString());
            return null;
        }
        new StepsCheck(problems).check(call, body);
        return body;
    }

    /** Whether Jenkins accepts an environment value of this form. */
    static boolean validValue(Expression value) {
        if (value instanceof BinaryExpression binary) {
            return binary.getOperation().getText().equals("+") && validValue(binary.getLeftExpression()) && validValue(binary.getRightExpression());
        }
        return value instanceof GStringExpression || value instanceof MethodCallExpression
                || value instanceof ConstantExpression constant && constant.getValue() != null;
    }

    /** The assignment in a statement, or null. */
    static BinaryExpression assignment(Statement statement) {
        return statement instanceof ExpressionStatement expression && expression.getExpression() instanceof BinaryExpression binary
                && binary.getOperation().getText().equals("=") && binary.getLeftExpression() instanceof VariableExpression ? binary : null;
    }
}
