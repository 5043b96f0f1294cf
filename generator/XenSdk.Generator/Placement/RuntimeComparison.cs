using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>What a consumer's header and the runtime disagree about, and what the header adds to the runtime's enums.</summary>
internal static class RuntimeComparison
{
    /// <summary>What the runtime's own code reads or writes. Another layout of one of these would make it speak an ABI that
    /// is not the header's.</summary>
    private static readonly HashSet<string> s_spokenByRuntime = new(StringComparer.Ordinal)
    {
        "struct mmu_update", "struct multicall_entry", "struct mmuext_op",
        "struct vcpu_time_info", "struct pvclock_vcpu_time_info", "struct pvclock_wall_clock",
        "struct vcpu_info", "struct arch_vcpu_info", "struct shared_info", "struct arch_shared_info", "struct start_info",
    };

    /// <summary>Whether the runtime's type serves for the header's declaration. Of an enum it serves as well if the header
    /// has more members, which are added beside it, or fewer.</summary>
    public static bool CanUse(Declaration theirs, Declaration ours)
    {
        if (theirs is not EnumDeclaration { Enum: var theirEnum } || ours is not EnumDeclaration { Enum: var ourEnum })
            return AbiShape.Same(theirs, ours);
        if (theirEnum.Underlying != ourEnum.Underlying || theirEnum.IsFlags != ourEnum.IsFlags)
            return false;
        Dictionary<string, ulong> values = theirEnum.Members.GroupBy(member => member.CSharpName)
            .ToDictionary(same => same.Key, same => same.First().Value.Bits);
        return ourEnum.Members.All(member => !values.TryGetValue(member.CSharpName, out ulong value) || value == member.Value.Bits);
    }

    public static (IReadOnlyList<PlacedAddition> Additions, IReadOnlyList<AbiDiagnostic> Diagnostics) Compare(
        string root, IReadOnlyList<ModelIndex> indexes, BakedAbi baked, IReadOnlyDictionary<AbiTarget, HashSet<string>> runtimes) =>
        (Additions(root, indexes, baked, runtimes), Differences(indexes, baked, runtimes));

    /// <summary>Members that the runtime's enums lack, each once: where the 64-bit targets agree, in the root.</summary>
    private static List<PlacedAddition> Additions(
        string root, IReadOnlyList<ModelIndex> indexes, BakedAbi baked, IReadOnlyDictionary<AbiTarget, HashSet<string>> runtimes)
    {
        // By the runtime's type: the enum of x86_32 can be another one than that of the root.
        var added = new List<(ModelIndex Index, PlacedType Type, AbiEnumMember Member)>();
        foreach (ModelIndex index in indexes)
        {
            foreach (EnumDeclaration ours in index.Declarations.OfType<EnumDeclaration>().Where(ours => runtimes[index.Model.Target].Contains(ours.Key)))
            {
                AbiEnum theirs = baked.Of(index.Model.Target)!.FindEnum(ours.CSharpName)!.Enum;
                added.AddRange(ours.Enum.Members
                    .Where(member => theirs.Members.All(known => known.CSharpName != member.CSharpName))
                    .Select(member => (index, baked.TypeOf(index.Model.Target, ours.Key)!, member)));
            }
        }

        int rootTargets = indexes.Count(index => Placer.IsRootTarget(index.Model.Target));
        var additions = new List<PlacedAddition>();
        foreach (var same in added.GroupBy(addition => (addition.Type.FullName, addition.Member.CSharpName, addition.Member.Value.Bits)))
        {
            bool inRoot = rootTargets > 0 && same.Count(addition => Placer.IsRootTarget(addition.Index.Model.Target)) == rootTargets;
            additions.AddRange(inRoot
                ? same.Take(1).Select(addition => Place(addition.Index, addition.Member, root))
                : same.Select(addition => Place(addition.Index, addition.Member, GeneratedNames.ScopeOf(root, addition.Index.Model.Target))));

            PlacedAddition Place(ModelIndex index, AbiEnumMember member, string @namespace) =>
                new(@namespace, index.Model.Target, same.First().Type.CSharpName, member);
        }
        return additions;
    }

    private static List<AbiDiagnostic> Differences(
        IReadOnlyList<ModelIndex> indexes, BakedAbi baked, IReadOnlyDictionary<AbiTarget, HashSet<string>> runtimes)
    {
        var differing = indexes.SelectMany(index => index.Declarations
            .Where(ours => baked.Of(index.Model.Target)?.Find(ours.Key) is not null && !runtimes[index.Model.Target].Contains(ours.Key))
            .Select(ours => (Ours: ours, index.Model.Target)));
        return differing.GroupBy(found => found.Ours.Key).Select(same => Difference(same.First().Ours, same.Select(found => found.Target))).ToList();
    }

    private static AbiDiagnostic Difference(Declaration ours, IEnumerable<AbiTarget> targets)
    {
        string where = string.Join(", ", targets.Select(target => target.Name));
        return s_spokenByRuntime.Contains(ours.Key)
            ? Report.Of(Descriptors.RuntimeSpeaksAnother, ours.Place,
                $"'{ours.Spelling}' is not what the XenSdk runtime was built with ({where}), and the runtime's own code reads or writes it: " +
                "it would speak another ABI than this header's. Use the XenSdk built for this header, or take the change back.")
            : Report.Of(Descriptors.DiffersFromRuntime, ours.Place,
                $"'{ours.Spelling}' is not what the XenSdk runtime was built with ({where}). It is generated anew as '{ours.CSharpName}' in this project; " +
                "the runtime keeps using its own.");
    }
}
