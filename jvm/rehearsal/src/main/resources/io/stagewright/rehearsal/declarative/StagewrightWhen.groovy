import io.stagewright.rehearsal.declarative.Declarative

/** Evaluates the conditions of a when block; CPS code, because an expression can call steps. */
class StagewrightWhen implements Serializable {
    private static final Map CHANGE = [
        id: 'CHANGE_ID', target: 'CHANGE_TARGET', branch: 'CHANGE_BRANCH', fork: 'CHANGE_FORK', url: 'CHANGE_URL', title: 'CHANGE_TITLE',
        author: 'CHANGE_AUTHOR',
    ]

    private final Object steps

    StagewrightWhen(Object steps) {
        this.steps = steps
    }

    boolean allHold(List conditions) {
        for (condition in conditions) {
            if (!holds(condition[0], condition[1])) {
                return false
            }
        }
        return true
    }

    private boolean anyHolds(List conditions) {
        for (condition in conditions) {
            if (holds(condition[0], condition[1])) {
                return true
            }
        }
        return false
    }

    private boolean holds(String kind, Object value) {
        if (kind == 'allOf') {
            return allHold(value)
        }
        if (kind == 'anyOf') {
            return anyHolds(value)
        }
        if (kind == 'not') {
            return !allHold(value)
        }
        if (kind == 'expression') {
            return value.call() ? true : false
        }
        List arguments = value.call()
        boolean named = arguments.size() > 0 && arguments[0] instanceof Map
        return plainHolds(kind, named ? arguments[0] : [:], named || arguments.size() == 0 ? null : arguments[0])
    }

    private boolean plainHolds(String kind, Map named, Object first) {
        Object env = steps.env
        if (kind == 'branch') {
            return env.CHANGE_ID == null && env.TAG_NAME == null && Declarative.matches(env.BRANCH_NAME, first ?: named.pattern, named.comparator)
        }
        if (kind == 'tag') {
            return Declarative.matches(env.TAG_NAME, first ?: (named.pattern ?: '**'), named.comparator)
        }
        if (kind == 'buildingTag') {
            return env.TAG_NAME != null
        }
        if (kind == 'changeRequest') {
            return changeRequestHolds(named)
        }
        if (kind == 'environment') {
            return named.ignoreCase ? named.value.toString().equalsIgnoreCase(env[named.name]) : named.value == env[named.name]
        }
        if (kind == 'equals') {
            return named.expected == named.actual
        }
        if (kind == 'triggeredBy') {
            return Declarative.triggeredBy((first ?: named.cause).toString(), named.detail)
        }
        if (kind == 'isRestartedRun') {
            return false
        }
        steps.error('when: the condition "' + kind + '" needs a change log, which the runner does not have')
    }

    private boolean changeRequestHolds(Map named) {
        if (steps.env.CHANGE_ID == null) {
            return false
        }
        for (entry in named.entrySet()) {
            if (entry.key != 'comparator'
                    && !Declarative.matches(steps.env[CHANGE[entry.key]], entry.value, named.comparator ?: 'EQUALS')) {
                return false
            }
        }
        return true
    }
}
