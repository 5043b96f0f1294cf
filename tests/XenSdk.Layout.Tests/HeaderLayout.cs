using System.Collections.Concurrent;

namespace XenSdk.Layout.Tests;

/// <summary>The layout of xen.h and its companions, as the C compilers have it.</summary>
public static class HeaderLayout
{
    private const string Source = "#include \"xen.h\"\n";

    private static readonly ConcurrentDictionary<Target, Lazy<List<DeclaredType>>> Types = new();

    /// <summary>Everything that the header declares for a target.</summary>
    public static List<DeclaredType> Declared(Target target) =>
        Types.GetOrAdd(target, key => new(() => DeclaredTypes.Of(key, Source, key.HermeticSwitches))).Value;

    /// <summary>Every size, alignment and offset, computed by a compiler.</summary>
    public static List<LayoutRow> By(Compiler compiler, Target target)
    {
        List<DeclaredType> types = Declared(target);
        ulong[] values = ConstantProbe.Evaluate(compiler, [.. compiler.For(target), .. target.HermeticSwitches],
            Source, [.. types.SelectMany(type => type.Expressions())]);
        var queue = new Queue<ulong>(values);
        return [.. types.SelectMany(type => type.Rows(queue))];
    }
}
