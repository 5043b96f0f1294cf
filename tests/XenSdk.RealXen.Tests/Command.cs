using System.Diagnostics;
using System.Text.RegularExpressions;

namespace XenSdk.RealXen.Tests;

/// <summary>Starts programs as a user's shell would.</summary>
internal static partial class Command
{
    /// <summary>How to start a program whose output is read.</summary>
    public static ProcessStartInfo Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        // What 'dotnet run' leaves behind for its children would change how they build.
        foreach (string name in start.Environment.Keys.Where(name => LeftByMSBuild().IsMatch(name)).ToArray())
            start.Environment.Remove(name);
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        return start;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Its exit code, and what it printed.</returns>
    public static (int ExitCode, string Output) Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(Start(program, arguments))!;
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.GetAwaiter().GetResult());
    }

    [GeneratedRegex("^(MSBuild.*|DOTNET_HOST_PATH)$", RegexOptions.IgnoreCase)]
    private static partial Regex LeftByMSBuild();
}
