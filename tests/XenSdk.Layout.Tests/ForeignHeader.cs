namespace XenSdk.Layout.Tests;

/// <summary>
/// Xen's foreign headers, which Debian ships in libxen-dev: the guest structs of every architecture, written so that one
/// compiler on one host can compile all of them. Nothing of this repository takes part in them.
/// </summary>
public static class ForeignHeader
{
    /// <summary>The layout of every struct of a target's foreign header, as gcc has it, under the plain names.</summary>
    public static List<LayoutRow> Layout(Target target)
    {
        string header = $"/usr/include/xen/foreign/{target.Name}.h";
        Assert.True(File.Exists(header), $"this test needs {header}, which is not there: install libxen-dev (Debian: apt-get install libxen-dev)");

        // 0x00040600: the version before vcpu_time_info got flags in place of a byte of padding, as in abi/xen.h. The mask of
        // upcalls is PV's; elsewhere the header calls the same byte padding.
        string source = $"""
            #define __XEN_INTERFACE_VERSION__ 0x00040600
            #define XEN_HAVE_PV_UPCALL_MASK
            #include <stdint.h>
            #include "{header}"

            """;
        string suffix = "_" + target.Name;
        List<DeclaredType> structs = [.. DeclaredTypes.Of(Target.X86_64, source, ["-std=gnu11"])
            .Where(type => type.Spelling.StartsWith("struct ", StringComparison.Ordinal) && type.Name.EndsWith(suffix, StringComparison.Ordinal))];
        ulong[] values = ConstantProbe.Evaluate(Compiler.Gcc, ["-std=gnu11", "-m64"], source, [.. structs.SelectMany(type => type.Expressions())]);
        var queue = new Queue<ulong>(values);
        return [.. structs.SelectMany(type => type.Rows(queue)).Select(row => row with { Type = row.Type[..^suffix.Length] })];
    }

    /// <summary>Whether abi/xen.h leaves a hole where this header has a field. It has Linux's form of the wall clock, a
    /// struct of its own that ends before the high word on x86; on 64 bits that word falls before arch, on 32 bits into it.</summary>
    private static bool IsHoleInOurs(Target target, LayoutRow their) =>
        target == Target.X86_64 && their.Key == ("shared_info", "wc_sec_hi");

    /// <summary>The field of abi/xen.h and its companions that is this header's field; null where there is none.</summary>
    private static LayoutRow? InOurs(Target target, LayoutRow their, IReadOnlyDictionary<(string Type, string Path), LayoutRow> ours)
    {
        if (their.Type == "shared_info" && their.Path.StartsWith("wc_", StringComparison.Ordinal))
        {
            return ours.GetValueOrDefault(("shared_info", "wc")) is { } clock
                && ours.GetValueOrDefault(("pvclock_wall_clock", their.Path["wc_".Length..])) is { } word
                ? their with { Offset = clock.Offset + word.Offset, Size = word.Size, Align = word.Align }
                : null;
        }

        // gcc's form of the 64-bit registers has a second name for each of them.
        bool isSecondName = target == Target.X86_64 && their.Type == "cpu_user_regs" && their.Path is ['e', ..]
            && their.Path is not ("es" or "error_code" or "entry_vector");
        return ours.GetValueOrDefault((their.Type, isSecondName ? "r" + their.Path[1..] : their.Path));
    }

    /// <summary>Fails with every field of the foreign header that stands elsewhere in ours.</summary>
    public static void AssertSameLayout(Target target, string ourName, IReadOnlyList<LayoutRow> ours)
    {
        Dictionary<(string Type, string Path), LayoutRow> oursByKey = ours.ToDictionary(row => row.Key);
        List<LayoutRow> theirs = Layout(target);
        List<string> differences = [];
        foreach (LayoutRow their in theirs)
        {
            if (IsHoleInOurs(target, their))
            {
                LayoutRow? inTheWay = ours.FirstOrDefault(row => row.Type == their.Type && row.Path.Length > 0
                    && row.Offset < their.Offset + their.Size && their.Offset < row.Offset + row.Size);
                if (inTheWay is not null)
                    differences.Add($"{their.Name}: the foreign header has {their.Numbers}; {ourName} has {inTheWay.Name} there, {inTheWay.Numbers}");
                continue;
            }

            LayoutRow? our = InOurs(target, their, oursByKey);
            // A field's own alignment is written differently there: 64-bit members are given it by attribute, one by one.
            bool isSame = our is not null && our.Offset == their.Offset && our.Size == their.Size
                && (their.Path.Length > 0 || our.Align == their.Align);
            if (!isSame)
                differences.Add($"{their.Name}: the foreign header has {their.Numbers}; {ourName} has {our?.Numbers ?? "no such field"}");
        }

        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
        // Both of x86, and what ARM has of it: the comparison covers something.
        Assert.Equal(target.Include == "x86" ? 9 : 7, theirs.Count(row => row.Path.Length == 0));
    }
}
