namespace XenSdk.Build.Tests;

/// <summary>
/// A copy of a sample in a folder of its own, built with <c>dotnet</c> as its user would build it. It restores the packages
/// that <c>eng/pack.sh</c> has made.
/// </summary>
internal sealed class Consumer : IDisposable
{
    private readonly string _home;
    private readonly string _project;
    private bool _restored;
    private int _builds;

    private Consumer(string folderName, string project)
    {
        _project = project;
        _home = Path.Combine(Path.GetTempPath(), "xensdk-build-tests", Path.GetRandomFileName());
        Folder = Path.Combine(_home, folderName);
    }

    /// <summary>The project's folder.</summary>
    public string Folder { get; }

    /// <summary>Environment variables of the builds that follow, beside the process's own.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>Copies a sample into a new folder named <paramref name="folderName"/>.</summary>
    public static Consumer Create(string folderName = "consumer", string sample = "custom-header")
    {
        string[] files = Directory.GetFiles(Path.Combine(Repository.Root, "samples", sample));
        var consumer = new Consumer(folderName, Path.GetFileName(files.Single(file => file.EndsWith(".csproj", StringComparison.Ordinal))));
        Directory.CreateDirectory(consumer.Folder);
        foreach (string file in files)
            File.Copy(file, consumer.PathOf(Path.GetFileName(file)));
        File.WriteAllText(Path.Combine(consumer._home, "nuget.config"), $"""
            <configuration>
              <packageSources><add key="packed" value="{Repository.Packages}" /></packageSources>
              <config><add key="globalPackagesFolder" value="{Repository.ConsumerPackages}" /></config>
            </configuration>
            """);
        return consumer;
    }

    /// <summary>Full path of a file of the project.</summary>
    public string PathOf(string file) => Path.Combine(Folder, file);

    /// <summary>Writes a file of the project.</summary>
    public void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
        File.WriteAllText(PathOf(file), text);
    }

    /// <summary>Replaces <paramref name="old"/>, which must be there, in a file of the project.</summary>
    public void Replace(string file, string old, string replacement)
    {
        string text = File.ReadAllText(PathOf(file));
        Assert.Contains(old, text);
        File.WriteAllText(PathOf(file), text.Replace(old, replacement));
    }

    /// <summary>Changes a property of the project, after all that it says itself.</summary>
    public void SetProperty(string name, string value)
        => Replace(_project, "</PropertyGroup>", $"<{name}>{value}</{name}></PropertyGroup>");

    /// <summary>Gives a file the time of now.</summary>
    public void Touch(string file) => File.SetLastWriteTimeUtc(PathOf(file), DateTime.UtcNow);

    /// <summary>Runs <c>dotnet build</c>; the first one restores.</summary>
    public BuildLog Build(params string[] arguments)
    {
        string[] restore = _restored ? ["--no-restore"] : [];
        BuildLog log = Dotnet(["build", _project, .. restore, .. arguments]);
        _restored |= log.ExitCode == 0;
        return log;
    }

    /// <summary>Runs an MSBuild command of <c>dotnet</c> in the project's folder.</summary>
    public BuildLog Dotnet(params string[] arguments)
    {
        string log = Path.Combine(_home, $"build{_builds++}.binlog");
        (int exitCode, string output) = Run("dotnet", [.. arguments, "-nologo", "-verbosity:quiet", $"-bl:{log}"]);
        return BuildLog.Read(exitCode, output, log);
    }

    /// <summary>Runs the program that the last build made.</summary>
    public string RunProgram(string framework = "net10.0")
    {
        (int exitCode, string output) = StartProgram([], framework);
        Assert.True(exitCode == 0, output);
        return output;
    }

    /// <summary>Runs the program that the last build made with arguments, and says what became of it.</summary>
    public (int ExitCode, string Output) StartProgram(string[] arguments, string framework = "net10.0")
        => Run("dotnet", [PathOf($"bin/Debug/{framework}/{Path.ChangeExtension(_project, ".dll")}"), .. arguments]);

    /// <summary>The C# that the generator has emitted, by file name. Wants builds with <see cref="EmitGeneratedFiles"/>.</summary>
    public IReadOnlyDictionary<string, string> GeneratedFiles(string framework = "net10.0")
        => Directory.GetFiles(PathOf($"obj/Debug/{framework}/generated"), "*.cs", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetFileName(file), File.ReadAllText);

    /// <summary>Makes the builds that follow keep what the generator emits.</summary>
    public void EmitGeneratedFiles() => SetProperty("EmitCompilerGeneratedFiles", "true");

    /// <summary>The models below <c>obj</c>, without the parts of their paths that name the header's folder.</summary>
    public IReadOnlyList<string> Models()
        => [.. Directory.GetFiles(Folder, "*.xenabi", SearchOption.AllDirectories).Select(file => Path.GetFileName(file)).Order()];

    public void Dispose() => Directory.Delete(_home, recursive: true);

    private (int ExitCode, string Output) Run(string program, IEnumerable<string> arguments)
        => Command.Run(program, arguments, Folder, Environment);
}
