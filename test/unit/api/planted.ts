/** The expected findings of each fixture: place, length, code and message. */
export const planted: Readonly<Record<string, readonly string[]>> = {
  "01-declarative.Jenkinsfile": [
    '13:17+9 SW601 "buildImge" is not a step of acme-ci or Jenkins',
    '19:13+11 SW603 notifyOwner lacks "team"',
    '19:25+4 SW602 notifyOwner has no parameter "teem"',
  ],
  "02-command-form.Jenkinsfile": [
    '5:67+3 SW604 buildSource: "version" must be a text, not a number',
    '6:24+9 SW602 buildSource has no parameter "artefacts"',
  ],
  "03-strings-and-comments.Jenkinsfile": [
    '12:1+11 SW603 notifyOwner lacks "team"',
    '12:13+4 SW602 notifyOwner has no parameter "tean"',
  ],
  "04-gstring.Jenkinsfile": [
    '4:17+10 SW603 startStage lacks "release"',
    '4:41+7 SW602 startStage has no parameter "releese"',
    '5:44+1 SW604 notifyOwner: "team" must be a text, not a number',
  ],
  "05-missing.Jenkinsfile": ['2:1+10 SW603 buildImage lacks "image", "tags"', '3:1+13 SW603 deployRelease lacks "git"'],
  "06-types.Jenkinsfile": [
    '7:16+14 SW604 buildSource: "artifacts" must be a list, not a text',
    '8:18+1 SW604 buildSource: "environment" must be a map, not a list',
    '9:14+3 SW604 buildSource: "retries" must be a number, not a text',
    '10:10+2 SW604 buildSource: "jdk" must be a text, not a number',
    '11:16+1 SW604 buildSource: "arguments" must be a list, not a map',
    '12:12+4 SW604 buildSource: "tests" must be a list, not null',
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
    '2:1+9 SW601 "scanImage" is not a step of acme-ci or Jenkins',
    '3:1+11 SW601 "withSecrets" is not a step of acme-ci or Jenkins',
    '6:1+12 SW601 "publishNotes" is not a step of acme-ci or Jenkins',
  ],
  "11-own-methods.Jenkinsfile": ['11:1+13 SW601 "deployRelaese" is not a step of acme-ci or Jenkins'],
  "12-two-libraries.Jenkinsfile": ['3:1+11 SW601 "buildSuorce" is not a step of acme-ci or Jenkins'],
  "13-receivers.Jenkinsfile": [
    '2:7+11 SW603 notifyOwner lacks "team"',
    '2:19+3 SW602 notifyOwner has no parameter "tam"',
    '7:76+4 SW604 deployRelease: "environment" must be a text, not a boolean',
  ],
  "14-values.Jenkinsfile": ['2:74+5 SW604 buildSource: "tool" does not allow "mvn"'],
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
    '9:51+1 SW604 reachesStage: "branch" must be a text, not a list',
    '14:69+4 SW604 startStage: "tags" must be a list, not a text',
  ],
  "18-slashes.Jenkinsfile": ['6:53+1 SW604 notifyOwner: "team" must be a text, not a list'],
  "19-broken.Jenkinsfile": [
    '3:1+11 SW603 notifyOwner lacks "team"',
    '3:13+4 SW602 notifyOwner has no parameter "teem"',
    '5:80+6 SW602 deployRelease has no parameter "handof"',
  ],
  "20-windows.Jenkinsfile": [
    '8:109+4 SW604 sourcePipeline: "timeout" must be a number, not a text',
    '8:122+1 SW604 sourcePipeline: "start" must be a list, not a map',
  ],
};
