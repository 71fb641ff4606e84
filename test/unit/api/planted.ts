/** What each fixture has planted: place, length, code and sentence of all that must be said of it. */
export const planted: Readonly<Record<string, readonly string[]>> = {
  "01-declarative.Jenkinsfile": [
    '13:17+9 SW601 "buildImge" is a step neither of acme-ci nor of Jenkins',
    '19:13+11 SW603 notifyOwner lacks "team"',
    '19:25+4 SW602 notifyOwner has no parameter "teem"',
  ],
  "02-command-form.Jenkinsfile": [
    '5:67+3 SW604 buildSource: "version" takes a text, not a number',
    '6:24+9 SW602 buildSource has no parameter "artefacts"',
  ],
  "03-strings-and-comments.Jenkinsfile": [
    '12:1+11 SW603 notifyOwner lacks "team"',
    '12:13+4 SW602 notifyOwner has no parameter "tean"',
  ],
  "04-gstring.Jenkinsfile": [
    '4:17+10 SW603 startStage lacks "release"',
    '4:41+7 SW602 startStage has no parameter "releese"',
    '5:44+1 SW604 notifyOwner: "team" takes a text, not a number',
  ],
  "05-missing.Jenkinsfile": ['2:1+10 SW603 buildImage lacks "image", "tags"', '3:1+13 SW603 deployRelease lacks "git"'],
  "06-types.Jenkinsfile": [
    '7:16+14 SW604 buildSource: "artifacts" takes a list, not a text',
    '8:18+1 SW604 buildSource: "environment" takes a map, not a list',
    '9:14+3 SW604 buildSource: "retries" takes a number, not a text',
    '10:10+2 SW604 buildSource: "jdk" takes a text, not a number',
    '11:16+1 SW604 buildSource: "arguments" takes a list, not a map',
    '12:12+4 SW604 buildSource: "tests" takes a list, not null',
  ],
  "07-map-argument.Jenkinsfile": [
    '2:28+7 SW602 notifyOwner has no parameter "channel"',
    '3:1+10 SW603 startStage lacks "release"',
    '7:21+6 SW602 startStage has no parameter "branch"',
  ],
  "08-positional.Jenkinsfile": [
    "2:13+6 SW606 notifyOwner takes named parameters",
    "3:13+6 SW606 notifyOwner takes named parameters",
    "4:27+1 SW606 notifyOwner takes named parameters",
  ],
  "09-nested-calls.Jenkinsfile": [
    '4:96+6 SW602 buildSource has no parameter "timout"',
    "7:5+12 SW605 reachesStage is deprecated",
    '7:38+11 SW602 reachesStage has no parameter "pullRequest"',
  ],
  "10-unknown-step.Jenkinsfile": [
    '2:1+9 SW601 "scanImage" is a step neither of acme-ci nor of Jenkins',
    '3:1+11 SW601 "withSecrets" is a step neither of acme-ci nor of Jenkins',
    '6:1+12 SW601 "publishNotes" is a step neither of acme-ci nor of Jenkins',
  ],
  "11-own-methods.Jenkinsfile": ['11:1+13 SW601 "deployRelaese" is a step neither of acme-ci nor of Jenkins'],
  "12-two-libraries.Jenkinsfile": ['3:1+11 SW601 "buildSuorce" is a step neither of acme-ci nor of Jenkins'],
  "13-receivers.Jenkinsfile": [
    '2:7+11 SW603 notifyOwner lacks "team"',
    '2:19+3 SW602 notifyOwner has no parameter "tam"',
    '7:76+4 SW604 deployRelease: "environment" takes a text, not a boolean',
  ],
  "14-values.Jenkinsfile": ['2:74+5 SW604 buildSource: "tool" does not take "mvn"'],
  "15-deprecated.Jenkinsfile": [
    '3:18+5 SW605 buildImage: "cache" is deprecated',
    "4:1+12 SW605 reachesStage is deprecated",
  ],
  "16-parallel.Jenkinsfile": [
    '5:9+13 SW603 deployRelease lacks "environment"',
    '5:64+10 SW602 deployRelease has no parameter "enviroment"',
  ],
  "17-when-and-post.Jenkinsfile": [
    "9:30+12 SW605 reachesStage is deprecated",
    '9:51+1 SW604 reachesStage: "branch" takes a text, not a list',
    '14:69+4 SW604 startStage: "tags" takes a list, not a text',
  ],
  "18-slashes.Jenkinsfile": ['6:53+1 SW604 notifyOwner: "team" takes a text, not a list'],
  "19-broken.Jenkinsfile": [
    '3:1+11 SW603 notifyOwner lacks "team"',
    '3:13+4 SW602 notifyOwner has no parameter "teem"',
    '5:80+6 SW602 deployRelease has no parameter "handof"',
  ],
  "20-windows.Jenkinsfile": [
    '8:109+4 SW604 sourcePipeline: "timeout" takes a number, not a text',
    '8:122+1 SW604 sourcePipeline: "start" takes a list, not a map',
  ],
};
