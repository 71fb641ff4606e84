import type { SourceTool } from "./source-tool.ts";

const artifacts = () => ["**/bin/Release/*/publish/**"];
const files = ["*.sln", "*.slnx", "*.csproj", "*.fsproj", "*.vbproj"];

/** The .NET SDK: restores, builds, tests and publishes the solution or project of the folder. */
export const dotnet: SourceTool = {
  name: "dotnet",
  usesJdk: false,
  configuration: { variable: "NUGET_CONFIG", title: "NuGet.Config", setting: "config" },
  environment: {},
  addresses: () => ({}),
  runsCommand: false,
  noAnalysis: "the scanner of .NET has commands before and after the build",
  detections: files.map((file) => ({ file, artifacts })),
  reports: { files: [], writer: "the package JunitXml.TestLogger and dotnet test --logger junit" },
  locks: ["packages.lock.json", "Directory.Packages.props", "*.csproj", "*.fsproj", "*.vbproj"],
  folders: [".config"],
  commandLine: { programs: ["dotnet"], argumentsReplaceGoals: false },
};
