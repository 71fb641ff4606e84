package io.stagewright.dialect;

/** Every rule of the dialect, with the decision that it enforces. */
enum Code {
    SYNTAX("D01-syntax", "Groovy 2.4 parses it"),
    COMPILE("D01-compile", "Groovy 2.4 and the CPS transformation compile it, the library on the classpath"),
    SPREAD("D01-spread", "no spread operators"),
    TRAIT("D01-trait", "no traits"),
    ANNOTATION("D01-annotation", "no annotations that rewrite code, but NonCPS, Field and Library"),
    SYNCHRONIZED("D01-synchronized", "nothing is synchronized"),
    WITH("D01-with", "no with or tap in CPS code"),
    METHOD_POINTER("D01-method-pointer", "no method pointers"),

    CLOSURE_TO_SORT("D02-closure-to-sort", "no closure or comparator orders anything in CPS code"),
    CLOSURE_ARGUMENT("D02-closure-argument", "closures go to the translated iterations and to steps only"),
    CLOSURE_COERCION("D02-closure-coercion", "no closure is coerced to an interface in CPS code"),
    STREAM("D02-stream", "no Java streams in CPS code"),

    NONCPS_CALLS_STEP("D03-noncps-calls-step", "@NonCPS code calls no step"),
    NONCPS_CALLS_CPS("D03-noncps-calls-cps", "@NonCPS code calls no CPS method"),
    NONCPS_CALLS_CLOSURE("D03-noncps-calls-closure", "@NonCPS code calls no closure that it was given"),
    OBJECT_METHOD("D03-object-method", "toString, equals, hashCode and compareTo are @NonCPS"),
    NONCPS_IMPORT("D03-noncps-import", "NonCPS is imported from com.cloudbees.groovy.cps"),

    CONSTRUCTOR("D04-constructor", "constructors only assign"),
    FIELD_INITIALIZER("D04-field-initializer", "field initializers only assign"),
    SERIALIZABLE("D04-serializable", "classes in src/ implement Serializable"),
    STEPS_PASSED("D04-steps-passed", "classes in src/ reach steps through the object passed in"),
    FIELD_TYPE("D04-field-type", "no field holds what cannot be serialized"),

    MATCHER("D05-matcher", "no Matcher in CPS code"),
    RANGE("D05-range", "no range but as an index in CPS code"),
    SUBLIST("D05-sublist", "no subList in CPS code"),
    WITH_DEFAULT("D05-with-default", "no withDefault in CPS code"),
    SLURPER("D05-slurper", "no JsonSlurper or XmlSlurper in CPS code"),
    ITERATOR("D05-iterator", "no explicit iterators in CPS code"),

    CAPTURED_LOOP_VARIABLE("D06-captured-loop-variable", "a loop variable is copied before a closure uses it"),

    GSTRING_KEY("D07-gstring-key", "map keys are Strings"),
    GSTRING_ENVIRONMENT("D07-gstring-environment", "environment values are Strings"),
    DEFAULT_ARGUMENT("D07-default-argument", "default arguments are constants"),
    MUTABLE_STATIC("D07-mutable-static", "no mutable statics"),
    SCRIPT_VARIABLE("D07-script-variable", "script-level data is @Field"),

    BLOCK_SIZE("D08-block-size", "at most 200 statements in a block"),
    LIST_SIZE("D08-list-size", "at most 200 list elements or arguments"),
    MAP_SIZE("D08-map-size", "at most 100 map entries"),
    STRING_SIZE("D08-string-size", "string literals under 65,535 bytes"),
    METHOD_SIZE("D08-method-size", "each compiled method below three quarters of 64 KB"),
    STAGE_BODY("D08-stage-body", "a stage's body is library calls"),

    NEW("D09-new", "only library classes, exceptions of a message and the like are constructed"),
    SORT_BOOLEAN("D09-sort-boolean", "sort() without arguments"),
    ENUM("D09-enum", "no enums"),
    FORBIDDEN_CLASS("D09-forbidden-class", "no class that a sandbox refuses"),
    FORBIDDEN_METHOD("D09-forbidden-method", "no method that a sandbox refuses"),
    CAST("D09-cast", "no casts to numbers"),

    SH_SCRIPT("D10-sh-script", "what a shell runs is a constant or a script of resources/"),
    SH_QUOTES("D10-sh-quotes", "a shell's constant is single-quoted"),
    SH_LABEL("D10-sh-label", "every sh has a label"),

    ONE_SECTION_A_LINE("D11-one-section-a-line", "one section to a line"),
    OBJECT_CALL("D11-object-call", "no object method calls outside of script"),
    STATEMENT("D11-statement", "only steps outside of script"),
    NOT_IN_STEPS("D11-not-in-steps", "no stage or properties in steps"),
    DUPLICATE_STAGE("D11-duplicate-stage", "stage names are unique"),
    NESTED_PARALLEL("D11-nested-parallel", "no parallel inside parallel"),
    OPTION("D11-option", "options are options"),
    STRUCTURE("D11-structure", "known sections, each where it belongs"),
    AGENT_NONE("D11-agent-none", "the pipeline itself takes no agent"),
    BEFORE_INPUT("D11-before-input", "a stage that asks decides first whether it runs"),

    JAVA_CALLS("D12-java-calls", "methods that Java calls are @NonCPS"),
    LAZY_GSTRING("D12-lazy-gstring", "no closure within a GString"),

    NO_LIBRARY("L01-no-library", "the library loads no library"),
    LIBRARY_PIN("L02-library-pin", "a Jenkinsfile pins the library's version, changelog off"),
    VARS_NAME("L03-vars-name", "steps have camelCase names"),
    VARS_CALL("L04-vars-call", "a step has one method call"),
    VARS_HELP("L05-vars-help", "a step has help"),
    VARS_STATE("L06-vars-state", "a step holds no state"),
    RESOURCE_PATH("L07-resource-path", "resource paths have no leading slash and exist"),
    SRC_PATH("L08-src-path", "a class lies where its package and name say");

    final String code;
    final String meaning;

    Code(String code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }
}
