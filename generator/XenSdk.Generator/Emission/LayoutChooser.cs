namespace XenSdk.Generator;

/// <summary>Finds the plainest <c>StructLayout</c> with which the CLR places fields as C does.</summary>
internal static class LayoutChooser
{
    private static readonly int[] s_packs = [0, 8, 4, 2, 1];

    /// <summary>Finds it; null where there is none.</summary>
    /// <param name="isUnion">Whether the fields overlap.</param>
    /// <param name="size">C's size.</param>
    /// <param name="align">C's alignment.</param>
    /// <param name="members">The fields, with C's offsets.</param>
    public static LayoutChoice? Choose(bool isUnion, int size, int align, IReadOnlyList<ClrMember> members)
    {
        foreach (ClrLayoutKind kind in isUnion ? s_unionKinds : s_structKinds)
        {
            foreach (int pack in s_packs)
            {
                foreach (int declaredSize in new[] { 0, size })
                {
                    ClrLayout layout = ClrLayoutRules.Compute(kind, pack, declaredSize, 0, members);
                    if (layout.Size == size && layout.Align == align && HasOffsets(layout, members))
                        return new LayoutChoice(kind, pack, declaredSize);
                }
            }
        }
        return null;
    }

    /// <summary>What is written where nothing fits, or where the widths are not C's in the first place: the proof says what is
    /// wrong with it.</summary>
    public static LayoutChoice Natural(bool overlaps) => new(overlaps ? ClrLayoutKind.Explicit : ClrLayoutKind.Sequential, 0, 0);

    private static readonly ClrLayoutKind[] s_structKinds = [ClrLayoutKind.Sequential, ClrLayoutKind.Explicit];
    private static readonly ClrLayoutKind[] s_unionKinds = [ClrLayoutKind.Explicit];

    private static bool HasOffsets(ClrLayout layout, IReadOnlyList<ClrMember> members)
    {
        for (int i = 0; i < members.Count; i++)
        {
            if (layout.Offsets[i] != members[i].Offset)
                return false;
        }
        return true;
    }
}
