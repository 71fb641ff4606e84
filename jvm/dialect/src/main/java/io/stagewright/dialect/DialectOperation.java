package io.stagewright.dialect;

import io.stagewright.protocol.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Answers {@code dialect}: lists the places in the request's files that break a rule. */
public final class DialectOperation implements Operation {
    private static final List<Rule> RULES = List.of(
            (unit, project, report) -> new SyntaxRules(unit, project, report).run(),
            (unit, project, report) -> new ClosureRules(unit, project, report).run(),
            (unit, project, report) -> new NonCpsRules(unit, project, report).run(),
            (unit, project, report) -> new ClassRules(unit, project, report).run(),
            (unit, project, report) -> new StateRules(unit, project, report).run(),
            (unit, project, report) -> new CaptureRules(unit, project, report).run(),
            (unit, project, report) -> new ValueRules(unit, project, report).run(),
            (unit, project, report) -> new ScopeRules(unit, project, report).run(),
            (unit, project, report) -> new SizeRules(unit, project, report).run(),
            (unit, project, report) -> new SandboxRules(unit, project, report).run(),
            (unit, project, report) -> new ShellRules(unit, project, report).run(),
            (unit, project, report) -> new MismatchRules(unit, project, report).run(),
            (unit, project, report) -> new LibraryRules(unit, project, report).run(),
            (unit, project, report) -> new DeclarativeRules(unit, project, report).check(unit, project, report));

    @Override
    public String name() {
        return "dialect";
    }

    @Override
    public Object run(Map<String, Object> request) {
        Report report = new Report();
        List<SourceFile> files = Requests.files(request);
        Compiler compiler = new Compiler(report);
        List<Unit> units = files.stream().filter(file -> file.kind() != Kind.OTHER).map(compiler::parse)
                .filter(Objects::nonNull).toList();
        Project project = new Project(files, units);
        for (Unit unit : units) {
            RULES.forEach(rule -> rule.check(unit, project, report));
        }
        compiler.compile(units);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("findings", new ArrayList<>(report.findings().stream().map(Finding::toJson).toList()));
        answer.put("rules", Arrays.stream(Code.values()).map(DialectOperation::describe).toList());
        return answer;
    }

    private static Map<String, Object> describe(Code code) {
        return Map.of("rule", code.code, "meaning", code.meaning, "own", code.own.name().toLowerCase(Locale.ROOT));
    }
}
