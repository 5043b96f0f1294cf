using System.Diagnostics;
using XenSdk.Tool;

namespace XenSdk.Reader.Tests.Support;

/// <summary>What a run of the tool gave.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    /// <summary>The lines of what it printed.</summary>
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Runs the tool.</summary>
internal static class Xensdk
{
    /// <summary>In this process.</summary>
    public static ToolRun Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int exitCode = Program.Run(arguments, output, error);
        return new ToolRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>In a process of its own: libclang is bound once a process.</summary>
    public static ToolRun RunAlone(string? library, params string[] arguments)
    {
        string tool = typeof(Program).Assembly.Location;
        string dotnet = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        var start = new ProcessStartInfo(dotnet, ["exec", tool, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (library is not null)
            start.Environment["XENSDK_LIBCLANG"] = library;
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new ToolRun(process.ExitCode, output, error.Result);
    }

    /// <summary>The file of a version of libclang; a test that needs one that is not there says what to install.</summary>
    public static string Libclang(int version)
    {
        string[] candidates =
        [
            $"/usr/lib/llvm-{version}/lib/libclang.so.1",
            $"/usr/lib/llvm-{version}/lib/libclang-{version}.so.1",
            $"/usr/lib/x86_64-linux-gnu/libclang-{version}.so.1",
            $"/usr/lib/aarch64-linux-gnu/libclang-{version}.so.1",
        ];
        string? found = Array.Find(candidates, File.Exists);
        Assert.True(found is not null, $"this test needs libclang {version}: apt-get install libclang1-{version}");
        return found;
    }
}
