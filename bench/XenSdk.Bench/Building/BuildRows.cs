namespace XenSdk.Bench;

/// <summary><c>dotnet build</c> with nothing changed, of a project that brings a header and of the same without it.</summary>
internal static class BuildRows
{
    public static void Write(bool isQuick)
    {
        if (!File.Exists(Repository.Path("artifacts/packages/XenSdk.0.1.0.nupkg")))
            throw new FileNotFoundException("The packages are not there: eng/pack.sh makes them.");
        string root = Repository.Path("artifacts/bench/consumers");
        if (Directory.Exists(root))
            Directory.Delete(root, recursive: true);
        string with = Create(root, "with", """<XenHeader Include="xen.h" Overrides="overrides.json" Targets="x86_64;x86_32;arm64" />""");
        string without = Create(root, "without", "");
        foreach (string project in new[] { with, without })
            Processes.Run("dotnet", ["build", project, "-v", "quiet", "--nologo"], root);

        ProcessCost[] costs = ProcessTime.Compare(isQuick ? 5 : 11, root, ("dotnet", ["build", with, "--nologo"]), ("dotnet", ["build", without, "--nologo"]));
        RowFile.Write("build",
        [
            new Row("dotnet build, nothing changed", "a consumer with a header of its own", costs[0].Clock, costs[1].Clock, "ms", 1.05)
            {
                PeerName = "the same without it",
                Limit = $"four targets that find nothing to do; {costs[0].ProcessorRatio(costs[1])}",
            },
        ]);
    }

    private static string Create(string root, string name, string header)
    {
        string folder = Path.Combine(root, name);
        Directory.CreateDirectory(folder);
        File.Copy(Repository.Path("samples/custom-header/xen.h"), Path.Combine(folder, "xen.h"));
        File.Copy(Repository.Path("samples/custom-header/overrides.json"), Path.Combine(folder, "overrides.json"));
        File.WriteAllText(Path.Combine(folder, "Program.cs"), "System.Console.WriteLine(new XenSdk.MmuUpdate().Ptr);\n");
        // Nothing of this checkout's own properties reaches the project.
        File.WriteAllText(Path.Combine(root, "Directory.Build.props"), "<Project />\n");
        File.WriteAllText(Path.Combine(root, "Directory.Packages.props"), "<Project />\n");
        File.WriteAllText(Path.Combine(root, "nuget.config"), $"""
            <configuration>
              <packageSources><add key="packed" value="{Repository.Path("artifacts/packages")}" /></packageSources>
              <config><add key="globalPackagesFolder" value="{Repository.Path("artifacts/consumer-packages")}" /></config>
            </configuration>
            """);
        string project = Path.Combine(folder, "Consumer.csproj");
        File.WriteAllText(project, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <RootNamespace>Consumer</RootNamespace>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="XenSdk" Version="0.1.0" />
                {header}
              </ItemGroup>
            </Project>
            """);
        return project;
    }
}
