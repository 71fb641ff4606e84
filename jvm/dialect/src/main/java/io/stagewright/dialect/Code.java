package io.stagewright.dialect;

/** All rules of the dialect. The meaning of a rule completes the sentence "The check requires that …". */
enum Code {
    SYNTAX("D01-syntax", "Groovy 2.4 can parse each file"),
    COMPILE("D01-compile", "Groovy 2.4 and the CPS transformation can compile each file, with the library on the classpath"),
    SPREAD("D01-spread", "code uses no spread operators"),
    TRAIT("D01-trait", "code defines no traits"),
    ANNOTATION("D01-annotation", "the only annotations are NonCPS, Field, Library and Override; others rewrite code"),
    SYNCHRONIZED("D01-synchronized", "code uses no synchronized methods or blocks"),
    WITH("D01-with", "CPS code does not call with or tap"),
    METHOD_POINTER("D01-method-pointer", "code uses no method pointers"),

    CLOSURE_TO_SORT("D02-closure-to-sort", "CPS code passes no closure or comparator to methods that sort or compare"),
    CLOSURE_ARGUMENT("D02-closure-argument", "CPS code passes closures only to steps and to the iteration methods that Jenkins translates"),
    UNKNOWN_STEP("D02-unknown-step", "CPS code passes closures only to steps that Jenkins or the library has", Own.WARNING),
    CLOSURE_COERCION("D02-closure-coercion", "CPS code does not convert a closure to an interface"),
    STREAM("D02-stream", "CPS code uses no Java streams"),

    NONCPS_CALLS_STEP("D03-noncps-calls-step", "@NonCPS code calls no steps"),
    NONCPS_CALLS_CPS("D03-noncps-calls-cps", "@NonCPS code calls no CPS methods"),
    NONCPS_CALLS_CLOSURE("D03-noncps-calls-closure", "@NonCPS code does not call closures that are its parameters"),
    OBJECT_METHOD("D03-object-method", "toString, equals, hashCode and compareTo are @NonCPS"),
    NONCPS_IMPORT("D03-noncps-import", "files with @NonCPS import com.cloudbees.groovy.cps.NonCPS"),

    CONSTRUCTOR("D04-constructor", "constructors contain only assignments"),
    FIELD_INITIALIZER("D04-field-initializer", "field initializers contain no calls, closures or loops"),
    SERIALIZABLE("D04-serializable", "classes in src/ implement Serializable"),
    STEPS_PASSED("D04-steps-passed", "classes in src/ call steps on an object that they receive as a parameter"),
    FIELD_TYPE("D04-field-type", "fields have serializable types"),

    MATCHER("D05-matcher", "CPS code creates no Matcher"),
    RANGE("D05-range", "CPS code uses ranges only as an index"),
    SUBLIST("D05-sublist", "CPS code does not call subList"),
    WITH_DEFAULT("D05-with-default", "CPS code does not call withDefault"),
    SLURPER("D05-slurper", "CPS code uses no JsonSlurper or XmlSlurper"),
    ITERATOR("D05-iterator", "CPS code creates no iterators"),

    CAPTURED_LOOP_VARIABLE("D06-captured-loop-variable", "a closure uses a copy of the loop variable"),

    GSTRING_KEY("D07-gstring-key", "map keys are Strings"),
    GSTRING_ENVIRONMENT("D07-gstring-environment", "environment values are Strings"),
    DEFAULT_ARGUMENT("D07-default-argument", "default values of parameters are constants"),
    MUTABLE_STATIC("D07-mutable-static", "static fields are final"),
    SCRIPT_VARIABLE("D07-script-variable", "variables at script level are @Field"),

    BLOCK_SIZE("D08-block-size", "a block has at most 200 statements"),
    LIST_SIZE("D08-list-size", "a list or call has at most 200 elements"),
    MAP_SIZE("D08-map-size", "a map literal has at most 100 entries"),
    STRING_SIZE("D08-string-size", "a string literal is shorter than 65,535 bytes"),
    METHOD_SIZE("D08-method-size", "a compiled method is at most 48 KB, three quarters of the limit of the JVM"),
    STAGE_BODY("D08-stage-body", "the body of a stage only calls steps of the library"),

    NEW("D09-new", "code constructs only library classes, exceptions with a message, and a few classes of the sandbox"),
    SORT_BOOLEAN("D09-sort-boolean", "sort, toSorted and unique have no boolean argument"),
    ENUM("D09-enum", "code defines no enums"),
    FORBIDDEN_CLASS("D09-forbidden-class", "code uses no class that the sandbox rejects"),
    FORBIDDEN_METHOD("D09-forbidden-method", "code calls no method that the sandbox rejects"),
    STATIC_CALL("D09-static-call", "a closure of a static method names the class when it calls one of its static methods"),
    CAST("D09-cast", "code does not cast to number types"),

    SH_SCRIPT("D10-sh-script", "the script of a shell step is a constant or a file in resources/"),
    SH_QUOTES("D10-sh-quotes", "the script of a shell step is in single quotes", Own.ALLOWED),
    SH_LABEL("D10-sh-label", "each shell step has a label", Own.ALLOWED),

    ONE_SECTION_A_LINE("D11-one-section-a-line", "each section starts on its own line"),
    OBJECT_CALL("D11-object-call", "methods of objects are called only inside script"),
    STATEMENT("D11-statement", "outside of script there are only steps"),
    NOT_IN_STEPS("D11-not-in-steps", "steps contains no stage or properties"),
    DUPLICATE_STAGE("D11-duplicate-stage", "stage names are unique"),
    NESTED_PARALLEL("D11-nested-parallel", "parallel contains no parallel"),
    OPTION("D11-option", "options contains only known options"),
    STRUCTURE("D11-structure", "sections are known and in the right place"),
    AGENT_NONE("D11-agent-none", "the pipeline has agent none"),
    BEFORE_INPUT("D11-before-input", "a stage with input and when evaluates when first"),

    JAVA_CALLS("D12-java-calls", "methods that Java calls are @NonCPS"),
    LAZY_GSTRING("D12-lazy-gstring", "a GString contains no closure"),

    NO_LIBRARY("L01-no-library", "the library loads no other library"),
    LIBRARY_PIN("L02-library-pin", "a Jenkinsfile pins the version of the library and turns its changelog off"),
    VARS_NAME("L03-vars-name", "steps have camelCase names"),
    VARS_CALL("L04-vars-call", "a step has exactly one call method"),
    VARS_HELP("L05-vars-help", "a step has a help file"),
    VARS_STATE("L06-vars-state", "a step has no state"),
    RESOURCE_PATH("L07-resource-path", "resource paths exist and have no leading slash"),
    SRC_PATH("L08-src-path", "the path of a class matches its package and name");

    /** What a rule means for the site's own code: Jenkins may run it, or it is only the style of the generated code. */
    enum Own { ERROR, WARNING, ALLOWED }

    final String code;
    final String meaning;
    final Own own;

    Code(String code, String meaning) {
        this(code, meaning, Own.ERROR);
    }

    Code(String code, String meaning, Own own) {
        this.code = code;
        this.meaning = meaning;
        this.own = own;
    }
}
