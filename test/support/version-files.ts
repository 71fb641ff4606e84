/** Texts that would take hours in patterns whose time grows faster than the text: a start, and a part that is repeated. */
const parts: readonly (readonly [path: string, start: string, part: string])[] = [
  ...["<Version>", "<Version ", "<!--", "<ItemGroup>", "<ItemGroup ", "<Target>", "<VersionPrefix>"].flatMap((tag) => [
    ["App.csproj", "", tag] as const,
    ["App.csproj", tag, " "] as const,
    ["App.csproj", tag, ">"] as const,
  ]),
  ...["<version>", "<parent>", "<build>", "<!--", "<version>${a}</version><a>"].flatMap((tag) => [
    ["pom.xml", "", tag] as const,
    ["pom.xml", tag, " "] as const,
  ]),
  ...["{", "{}", "[", '"', "\\", '"version"', '"version":'].map((part) => ["package.json", "{", part] as const),
  ...["\n", " ", "version", "version=a\n", "\n ="].map((part) => ["gradle.properties", "", part] as const),
  ...["version=a", "version"].map((start) => ["gradle.properties", start, " "] as const),
  ...["\n", " ", "[", "[a", "[a]\n", "version=\n", "a\n"].map((part) => ["Cargo.toml", "", part] as const),
  ...["version", "version=", "[a"].map((start) => ["setup.cfg", start, " "] as const),
  ...["\n", " ", "a"].map((part) => ["VERSION", "x", part] as const),
];

/** Hostile version files of 200,000 characters, as Groovy and JavaScript can build them. */
export const hostileVersionFiles = parts.map(([path, start, part]) => ({
  ...{ path, start, part },
  count: Math.ceil(200_000 / part.length),
  end: "b",
}));
