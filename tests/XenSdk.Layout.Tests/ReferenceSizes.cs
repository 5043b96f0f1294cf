namespace XenSdk.Layout.Tests;

/// <summary>The sizes that Xen's own build checks its foreign headers against (tools/include/xen-foreign/reference.size).</summary>
public static class ReferenceSizes
{
    /// <summary>Type, then bytes on x86_64, x86_32, arm64 and arm32; null where the target has no such type.</summary>
    public static IReadOnlyList<(string Type, ulong? X86_64, ulong? X86_32, ulong? Arm64, ulong? Arm32)> All { get; } =
    [
        ("start_info", 1168, 1112, null, null),
        ("trap_info", 16, 8, null, null),
        ("cpu_user_regs", 200, 68, null, null),
        ("vcpu_guest_context", 5168, 2800, 352, 352),
        ("arch_vcpu_info", 16, 24, 0, 0),
        ("vcpu_time_info", 32, 32, 32, 32),
        ("vcpu_info", 64, 64, 48, 48),
        ("arch_shared_info", 48, 28, 0, 0),
        ("shared_info", 3136, 2344, 1088, 1088),
    ];

    public static IEnumerable<(string Type, ulong Size)> For(Target target) => All
        .Select(row => (row.Type, Size: target.Name switch
        {
            "x86_64" => row.X86_64,
            "x86_32" => row.X86_32,
            "arm64" => row.Arm64,
            _ => row.Arm32,
        }))
        .Where(row => row.Size is not null)
        .Select(row => (row.Type, row.Size!.Value));

    /// <summary>Fails with every type that has another size.</summary>
    public static void AssertMet(Target target, string ourName, IReadOnlyList<LayoutRow> ours)
    {
        List<string> differences = [];
        foreach ((string type, ulong size) in For(target))
        {
            LayoutRow? our = ours.SingleOrDefault(row => row.Key == (type, ""));
            if (our?.Size != size)
                differences.Add($"{type}: Xen's reference has {size} bytes; {ourName} has {our?.Numbers ?? "no such type"}");
        }

        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
    }
}
