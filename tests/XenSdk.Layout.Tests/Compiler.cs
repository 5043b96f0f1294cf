using System.Diagnostics;

namespace XenSdk.Layout.Tests;

/// <summary>A C compiler of this machine. What it compiled is read, never run, so that every target can be checked here.</summary>
public sealed class Compiler
{
    private static readonly Lazy<Compiler> FoundClang = new(() => Find(
        ["clang", .. Enumerable.Range(14, 8).Reverse().Select(version => $"clang-{version}")], "clang (Debian: apt-get install clang)"));

    private static readonly Lazy<Compiler> FoundGcc = new(() => Find(["gcc"], "gcc (Debian: apt-get install gcc)"));

    private readonly string _program;

    private Compiler(string program) => _program = program;

    /// <summary>Clang, which compiles for every target. Its absence is a failure, not a reason to skip.</summary>
    public static Compiler Clang => FoundClang.Value;

    /// <summary>GCC, a second opinion for x86.</summary>
    public static Compiler Gcc => FoundGcc.Value;

    /// <summary>The switches that select a target.</summary>
    public IReadOnlyList<string> For(Target target) => this == Clang
        ? ["-target", target.Triple]
        : [target.GccSwitch ?? throw new ArgumentException($"this machine's gcc does not compile for {target}")];

    /// <summary>Compiles C to an object file and returns its bytes.</summary>
    public byte[] CompileToObject(string source, IEnumerable<string> switches)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("xensdk-layout-");
        try
        {
            string output = Path.Combine(folder.FullName, "probe.o");
            Run(source, [.. switches, "-c", "-o", output]);
            return File.ReadAllBytes(output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Runs the compiler with the source on its standard input; fails with its messages unless it succeeds.</summary>
    public string Run(string source, IEnumerable<string> switches)
    {
        (int exitCode, string output, string errors) = TryRun(source, switches);
        Assert.True(exitCode == 0, $"{Path.GetFileName(_program)} refused this:{Environment.NewLine}{errors}{Environment.NewLine}{source}");
        return output;
    }

    /// <summary>Runs the compiler with the source on its standard input.</summary>
    public (int ExitCode, string Output, string Errors) TryRun(string source, IEnumerable<string> switches)
    {
        var start = new ProcessStartInfo(_program, [.. switches, "-x", "c", "-"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(source);
        process.StandardInput.Close();
        process.WaitForExit();
        return (process.ExitCode, output.Result, errors.Result);
    }

    private static Compiler Find(IEnumerable<string> names, string install)
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string? program = names
            .SelectMany(name => folders.Select(folder => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
        return new(program ?? throw new InvalidOperationException($"this test needs a compiler that is not installed: install {install}"));
    }
}
