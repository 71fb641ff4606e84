// The rules that generated Groovy is held to: all of these sets but what is argued about below.
ruleset {
    ruleset('rulesets/basic.xml')
    ruleset('rulesets/braces.xml')
    ruleset('rulesets/comments.xml') {
        // Javadoc forms serve Javadoc; one sentence above generated code and vars/NAME.txt describe it.
        exclude 'ClassJavadoc'
        exclude 'JavadocEmptyFirstLine'
    }
    ruleset('rulesets/concurrency.xml')
    ruleset('rulesets/convention.xml') {
        // def is what CPS code uses for the steps object and for values that steps return: their types are Jenkins' own.
        exclude 'NoDef'
        exclude 'VariableTypeRequired'
        exclude 'MethodParameterTypeRequired'
        exclude 'MethodReturnTypeRequired'
        exclude 'FieldTypeRequired'
        exclude 'ImplicitReturnStatement'
        // A trailing comma makes adding an argument a change of one line; a list on one line has none.
        exclude 'TrailingComma'
        // `it` reads well in one line, and longer closures name their parameter.
        exclude 'ImplicitClosureParameter'
        // @CompileStatic and CPS exclude each other.
        exclude 'CompileStatic'
        // The sandbox refuses switch on some types; a chain of ifs runs everywhere.
        exclude 'CouldBeSwitchStatement'
    }
    ruleset('rulesets/design.xml') {
        // `instanceof` is how parameters of a step are checked: Jenkins users pass anything.
        exclude 'Instanceof'
        // Maps and lists of literals are private to the classes that hold them.
        exclude 'BuilderMethodWithSideEffects'
        // A table of two dimensions is walked by two loops.
        exclude 'NestedForLoop'
    }
    ruleset('rulesets/dry.xml') {
        // A Jenkinsfile repeats its service's name in each call on purpose: each call reads by itself.
        exclude 'DuplicateStringLiteral'
        exclude 'DuplicateListLiteral'
        exclude 'DuplicateMapLiteral'
        exclude 'DuplicateNumberLiteral'
    }
    ruleset('rulesets/exceptions.xml') {
        // The whitelist of the sandbox has `new Exception(String)` and none of its subclasses.
        exclude 'ThrowException'
        // What is caught to tell the owner is thrown again, whatever it is.
        exclude 'CatchException'
    }
    ruleset('rulesets/formatting.xml') {
        // Map entries are written `key: value`, as all of Jenkins' documentation does.
        SpaceAroundMapEntryColon {
            characterAfterColonRegex = /\s/
        }
        exclude 'ClassStartsWithBlankLine'
        // A digest cannot be broken over lines, nor can a key of a host, or a sentence that names jobs and stages as long as they are called.
        LineLength {
            ignoreLineRegex = /.*(@sha256:[0-9a-f]{64}|(description|stringParam|projectNames)\(|(KNOWN_HOSTS|command): ).*/
        }
        exclude 'ClassEndsWithBlankLine'
    }
    ruleset('rulesets/generic.xml')
    ruleset('rulesets/groovyism.xml')
    ruleset('rulesets/imports.xml')
    ruleset('rulesets/jenkins.xml')
    ruleset('rulesets/naming.xml') {
        // Named after the step and the job, not after Java's custom.
        exclude 'FactoryMethodName'
        // @Library(…) _ is how Jenkins loads a library.
        VariableName {
            ignoreVariableNames = '_'
        }
    }
    ruleset('rulesets/security.xml')
    ruleset('rulesets/serialization.xml') {
        // A running build keeps the library's version that it began with: no class meets an older self.
        exclude 'SerializableClassMustDefineSerialVersionUID'
    }
    ruleset('rulesets/size.xml') {
        // Needs a coverage report, which code run by an interpreter has not.
        exclude 'CrapMetric'
        // pipeline, stages, stage, parallel, stages, stage, steps, script: declarative nests by its nature.
        // The site is one table, and a service's jobs are one script: as long as the spec is.
        MethodSize {
            doNotApplyToClassNames = '*.Site'
        }
        AbcMetric {
            doNotApplyToClassNames = 'None'
        }
        // A declarative stage that is one of a group, and asks before it works, is nine deep without any code of its own.
        NestedBlockDepth {
            maxNestedBlockDepth = 9
        }
    }
    ruleset('rulesets/unnecessary.xml') {
        // An explicit return is clear in the last line of a method that CPS code may leave early.
        exclude 'UnnecessaryReturnKeyword'
        // It asks for the spread operator, which CPS does not compile.
        exclude 'UnnecessaryCollectCall'
    }
    ruleset('rulesets/unused.xml') {
        UnusedVariable {
            ignoreVariableNames = '_'
        }
    }
}
