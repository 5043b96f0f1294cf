using System.Diagnostics;

namespace XenSdk.Bench;

/// <summary>Other programs.</summary>
internal static class Processes
{
    /// <summary>Runs a program to its end, and gives what it wrote.</summary>
    /// <exception cref="InvalidOperationException">It ended with another code than 0.</exception>
    public static string Run(string command, IEnumerable<string> arguments, string? folder = null)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? "" };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"'{command} {string.Join(' ', arguments)}' ended with {process.ExitCode}:\n{output}\n{errors.Result}");
    }

    /// <summary>The first line that a program writes; null where there is no such program.</summary>
    public static string? FirstLine(string command, string argument)
    {
        try
        {
            return Run(command, [argument]).Split('\n')[0].Trim();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
