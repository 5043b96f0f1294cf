using System.Globalization;

namespace XenSdk.Layout.Tests;

/// <summary>The tool under test, in this process.</summary>
public static class Xensdk
{
    /// <summary>What <c>layout abi/xen.h</c> prints for a target.</summary>
    public static List<LayoutRow> Layout(Target target) => LayoutTable.Parse(Print("layout", target, withOverrides: true));

    /// <summary>What it prints where nothing but C speaks.</summary>
    public static List<LayoutRow> LayoutWithoutOverrides(Target target) => LayoutTable.Parse(Print("layout", target, withOverrides: false));

    /// <summary>What <c>constants abi/xen.h</c> prints for a target: each macro and what became of it.</summary>
    public static List<(MacroRow Row, string Disposition)> Constants(Target target)
    {
        var rows = new List<(MacroRow Row, string Disposition)>();
        foreach (string line in Print("constants", target, withOverrides: true).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] cells = line.Split('\t');
            Assert.True(cells.Length == 4, $"four cells are expected, separated by tabs: '{line}'");
            rows.Add((new(cells[0], cells[1], cells[2]), cells[3]));
        }

        return rows;
    }

    /// <summary>What the tool says of overrides that it refuses.</summary>
    public static string Complaint(string overrides)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, overrides);
            (int exitCode, string output, string errors) = Run("layout", RepositoryFiles.Header, "--target", "x86_64", "--overrides", file);
            Assert.Equal(2, exitCode);
            Assert.Empty(output);
            return errors;
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The layout of another header.</summary>
    /// <param name="header">The file.</param>
    /// <param name="target">What it is read for.</param>
    /// <param name="includePath">Where it finds what it includes.</param>
    public static List<LayoutRow> LayoutOf(string header, Target target, string includePath)
    {
        (int exitCode, string output, string errors) = Run("layout", header, "--target", target.Name, "-I", includePath, "--format", "tsv");
        Assert.True(exitCode == 0 && errors.Length == 0, $"xensdk layout of {header} for {target} ended with {exitCode}:{Environment.NewLine}{errors}");
        return LayoutTable.Parse(output);
    }

    private static string Print(string command, Target target, bool withOverrides)
    {
        string[] overrides = withOverrides ? ["--overrides", RepositoryFiles.Overrides] : [];
        (int exitCode, string output, string errors) = Run(
            [command, RepositoryFiles.Header, .. overrides, "--target", target.Name, "--format", "tsv"]);
        Assert.True(exitCode == 0 && errors.Length == 0, $"xensdk {command} for {target} ended with {exitCode}:{Environment.NewLine}{errors}");
        return output;
    }

    private static (int ExitCode, string Output, string Errors) Run(params string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var errors = new StringWriter(CultureInfo.InvariantCulture);
        int exitCode = Tool.Program.Run(arguments, output, errors);
        return (exitCode, output.ToString(), errors.ToString());
    }
}
