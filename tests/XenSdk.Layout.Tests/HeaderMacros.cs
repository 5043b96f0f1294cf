using System.Globalization;
using System.Text.RegularExpressions;

namespace XenSdk.Layout.Tests;

/// <summary>A macro of the header, as a line of the tool's <c>constants --format tsv</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type"><c>int</c>, <c>uint</c>, <c>long</c> or <c>ulong</c>; empty where it has no value.</param>
/// <param name="Value">In decimal; empty where it has no value.</param>
public sealed record MacroRow(string Name, string Type, string Value)
{
    public override string ToString() => Type.Length == 0 ? "no value" : $"{Type} {Value}";
}

/// <summary>The macros of xen.h: the names by a plain scan of its text, values and types by a C compiler.</summary>
public static partial class HeaderMacros
{
    /// <summary>Every name that a line of the header defines, once, in order.</summary>
    public static List<string> Names() => [.. Lines().Select(line => line.Name).Distinct()];

    /// <summary>How many lines define something.</summary>
    public static int DefineLines() => Lines().Count();

    /// <summary>Every macro with its value for a target, which clang computes; those with parameters or without a body have none.</summary>
    public static List<MacroRow> ByClang(Target target)
    {
        // The first definition counts: clang never gets to the second one, in the branch for assembly.
        List<(string Name, bool HasParameters, bool HasBody)> macros = [.. Lines().DistinctBy(line => line.Name)];
        List<string> valued = [.. macros.Where(macro => !macro.HasParameters && macro.HasBody).Select(macro => macro.Name)];

        // _Generic tells the types apart, sizeof what long is; the fixed numbers are this file's own.
        const string prologue = """
            #include "xen.h"
            #define KIND_OF_LONG(of32, of64) (sizeof(long) == 8 ? (of64) : (of32))
            #define KIND(m) _Generic((m), int: 1, unsigned int: 2, long: KIND_OF_LONG(1, 3), unsigned long: KIND_OF_LONG(2, 4), \
                long long: 3, unsigned long long: 4)
            """;
        ulong[] values = ConstantProbe.Evaluate(Compiler.Clang, [.. Compiler.Clang.For(target), .. target.HermeticSwitches],
            prologue, [.. valued.SelectMany(name => new[] { $"KIND({name})", name })]);

        Dictionary<string, MacroRow> rows = valued
            .Select((name, index) => Row(name, values[2 * index], values[(2 * index) + 1]))
            .ToDictionary(row => row.Name);
        return [.. macros.Select(macro => rows.GetValueOrDefault(macro.Name, new(macro.Name, "", "")))];
    }

    private static MacroRow Row(string name, ulong kind, ulong bits) => kind switch
    {
        1 => new(name, "int", unchecked((long)bits).ToString(CultureInfo.InvariantCulture)),
        2 => new(name, "uint", bits.ToString(CultureInfo.InvariantCulture)),
        3 => new(name, "long", unchecked((long)bits).ToString(CultureInfo.InvariantCulture)),
        4 => new(name, "ulong", bits.ToString(CultureInfo.InvariantCulture)),
        _ => throw new InvalidDataException($"{name} has kind {kind}"),
    };

    private static IEnumerable<(string Name, bool HasParameters, bool HasBody)> Lines()
    {
        foreach (string line in File.ReadLines(RepositoryFiles.Header))
        {
            if (Define().Match(line) is { Success: true } match)
                yield return (match.Groups["name"].Value, match.Groups["parameters"].Success, match.Groups["body"].Value.Trim().Length > 0);
        }
    }

    [GeneratedRegex(@"^\s*#\s*define\s+(?<name>\w+)(?<parameters>\()?(?<body>.*)$")]
    private static partial Regex Define();
}
