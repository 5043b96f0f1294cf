namespace XenSdk.Generator;

/// <summary>How a struct places its fields.</summary>
internal enum ClrLayoutKind
{
    /// <summary>One after the other, each aligned.</summary>
    Sequential,

    /// <summary>Each where its <c>FieldOffset</c> says.</summary>
    Explicit,
}

/// <summary>A field as the rules see it.</summary>
/// <param name="Size">Bytes of its type.</param>
/// <param name="Align">Bytes its type is aligned to.</param>
/// <param name="Offset">Its <c>FieldOffset</c>; not looked at where the layout is sequential.</param>
internal readonly record struct ClrMember(int Size, int Align, int Offset);

/// <summary>Where the CLR puts things.</summary>
internal sealed record ClrLayout(int Size, int Align, IReadOnlyList<int> Offsets);

/// <summary>
/// The CLR's rules for the layout of a struct without references, as arithmetic. They are CoreCLR's managed layout, which
/// is also what <c>Unsafe.SizeOf</c> and NativeAOT say; the tests measure them on the running CLR, for random structs too.
/// </summary>
internal static class ClrLayoutRules
{
    /// <summary>A struct above this does not load; CoreCLR keeps a field's offset in 27 bits, less a few marks.</summary>
    public const int LargestSize = (1 << 27) - 7;

    /// <summary>Lays out a struct.</summary>
    /// <param name="kind">Sequential or explicit.</param>
    /// <param name="pack"><c>StructLayout.Pack</c>; 0 where there is none.</param>
    /// <param name="size"><c>StructLayout.Size</c>; 0 where there is none.</param>
    /// <param name="inlineLength">Length of an <c>InlineArray</c>; 0 for another struct.</param>
    /// <param name="members">The instance fields, in order.</param>
    public static ClrLayout Compute(ClrLayoutKind kind, int pack, int size, int inlineLength, IReadOnlyList<ClrMember> members)
    {
        var offsets = new int[members.Count];
        long end = 0;
        int align = 1;
        for (int i = 0; i < members.Count; i++)
        {
            ClrMember member = members[i];
            // Pack lowers a field's alignment, and never raises it.
            int fieldAlign = pack == 0 ? member.Align : Math.Min(pack, member.Align);
            long offset = kind == ClrLayoutKind.Explicit ? member.Offset : RoundUp(end, fieldAlign);
            offsets[i] = Saturate(offset);
            end = Math.Max(end, offset + member.Size);
            align = Math.Max(align, fieldAlign);
        }

        // A Size replaces the padding at the end, whatever the alignment; one that is too small is not heeded.
        long total = size == 0 ? RoundUp(end, align) : Math.Max(end, size);
        if (inlineLength > 0)
            total *= inlineLength;
        return new ClrLayout(Saturate(Math.Max(total, 1)), align, offsets);
    }

    /// <summary>An alignment of 0 occurs in malformed models only.</summary>
    private static long RoundUp(long value, int align) => align <= 1 ? value : (value + align - 1) / align * align;

    private static int Saturate(long value) => (int)Math.Min(value, int.MaxValue);
}
