using System.Diagnostics;
using System.Text.RegularExpressions;

namespace XenSdk.Build.Tests;

/// <summary>Runs programs as a user's shell would.</summary>
internal static partial class Command
{
    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">The current folder.</param>
    /// <param name="environment">Variables beside the process's own.</param>
    /// <returns>Its exit code, and what it printed.</returns>
    public static (int ExitCode, string Output) Run(
        string program, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What 'dotnet run' and 'dotnet test' leave behind for their children would change how these build.
        foreach (string name in start.Environment.Keys.Where(name => LeftByMSBuild().IsMatch(name)).ToArray())
            start.Environment.Remove(name);
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }

    [GeneratedRegex("^(MSBuild.*|DOTNET_HOST_PATH)$", RegexOptions.IgnoreCase)]
    private static partial Regex LeftByMSBuild();
}
