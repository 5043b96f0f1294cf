using System.Diagnostics;
using System.Text;

namespace XenSdk.Tests;

/// <summary>A program in C, compiled by gcc and run: what a header is to a C compiler.</summary>
internal static class CProgram
{
    /// <summary>Compiles and runs a program.</summary>
    /// <param name="program">Its text.</param>
    /// <param name="headers">Headers that it finds beside the system's: what <c>#include</c> calls them, and their text.</param>
    /// <returns>The lines that it printed.</returns>
    internal static string[] Run(string program, params (string Name, string Text)[] headers)
    {
        string folder = Directory.CreateTempSubdirectory("xensdk-c-").FullName;
        try
        {
            foreach ((string name, string text) in headers)
            {
                string header = Path.Combine(folder, name);
                Directory.CreateDirectory(Path.GetDirectoryName(header)!);
                File.WriteAllText(header, text);
            }

            string source = Path.Combine(folder, "program.c"), compiled = Path.Combine(folder, "program");
            File.WriteAllText(source, program);
            Start("gcc", "-I", folder, "-o", compiled, source);
            return Start(compiled).Trim().Split('\n');
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Start(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return output;
    }
}
