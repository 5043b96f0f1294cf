using System.Globalization;
using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>
/// Proves that what was emitted has C's layout: reads the emitted text again, lays it out by the CLR's rules, and compares
/// each type with the declaration of every target that it stands for.
/// </summary>
internal sealed class LayoutProof
{
    private readonly PlacementPlan _plan;
    private readonly EmittedTypes _types;
    private readonly ClrLayoutEngine _engine = new();

    private LayoutProof(PlacementPlan plan, EmittedTypes types)
    {
        _plan = plan;
        _types = types;
    }

    /// <summary>Proves files; says what differs.</summary>
    /// <param name="plan">What they should hold.</param>
    /// <param name="texts">The files.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static ProofOutcome Check(PlacementPlan plan, IEnumerable<string> texts, CancellationToken cancellation)
    {
        Dictionary<AbiTarget, ModelIndex> indexes = plan.Set.Models.ToDictionary(model => model.Target, model => ModelIndex.Of(model));
        var proof = new LayoutProof(plan, EmittedTypes.Read(texts, RuntimesTypes(plan, indexes)));
        var diagnostics = new List<AbiDiagnostic>();
        var targets = new List<ProvenTarget>();
        foreach (IGrouping<AbiTarget, PlacedType> ofTarget in plan.Types.Where(type => !type.IsRuntimes).GroupBy(type => type.Target))
        {
            cancellation.ThrowIfCancellationRequested();
            ModelIndex index = indexes[ofTarget.Key];
            Dictionary<string, string> names = Names(plan, ofTarget.Key);
            var proven = new ProvenTarget(ofTarget.Key.Name, 0, 0, 0);
            foreach (PlacedType type in ofTarget)
            {
                LayoutFindings findings = proof.Compare(
                    type, index, declaration => names.TryGetValue(declaration.Key, out string? name) ? name : null);
                proven = proven.With(findings);
                diagnostics.AddRange(Summarise(findings.Differences).Select(found => Report.Of(found.Kind, plan.Set.Locate(found.Place), found.Message)));
            }
            targets.Add(proven);
        }
        return new ProofOutcome(plan.Set.Namespace, plan.Set.HeaderNames, targets.ToEquatableArray(), diagnostics.ToEquatableArray());
    }

    /// <summary>The full names of a target's types, by the keys of their declarations.</summary>
    private static Dictionary<string, string> Names(PlacementPlan plan, AbiTarget target)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (PlacedType type in plan.Types)
        {
            if (type.Target.Equals(target) && !names.ContainsKey(type.Key))
                names.Add(type.Key, type.FullName);
        }
        return names;
    }

    /// <summary>The runtime's types, which have been proved where the runtime was built: as large and aligned as the equal
    /// declaration of this header.</summary>
    private static Func<string, ClrType?> RuntimesTypes(PlacementPlan plan, Dictionary<AbiTarget, ModelIndex> indexes)
    {
        var types = new Dictionary<string, ClrType>(StringComparer.Ordinal);
        foreach (PlacedType type in plan.Types.Where(type => type.IsRuntimes))
        {
            (int size, int align) = indexes[type.Target].Find(type.Key) switch
            {
                RecordDeclaration record => (record.Record.Size, record.Record.Align),
                ArrayDeclaration array => (array.Typedef.Size, array.Typedef.Align),
                EnumDeclaration group => (AbiScalars.Size(group.Enum.Underlying), AbiScalars.Size(group.Enum.Underlying)),
                _ => (0, 1),
            };
            types[type.FullName] = new ClrPrimitive(type.FullName, size, align);
        }
        return name => types.TryGetValue(name, out ClrType? type) ? type : null;
    }

    private LayoutFindings Compare(PlacedType type, ModelIndex index, Func<Declaration, string?> typeOf)
    {
        Declaration declaration = index.Find(type.Key)!;
        return (_types.Find(type.FullName), declaration) switch
        {
            (ClrStruct declared, RecordDeclaration record) => LayoutComparison.Compare(_engine, index, typeOf, declared, record),
            (ClrStruct declared, ArrayDeclaration array) => LayoutComparison.Compare(_engine, index, typeOf, declared, array),
            (ClrEnum declared, EnumDeclaration group) => new LayoutFindings(EnumDifferences(declared, group, index), 0),
            _ => new LayoutFindings([new LayoutDifference(Descriptors.Fields, 0, false, declaration.Place, string.Format(
                CultureInfo.InvariantCulture, "'{0}' is not in the generated code, and {1} has '{2}' ({3}).",
                type.FullName, declaration.Place.File, declaration.Spelling, index.Model.Target))], 0),
        };
    }

    private IReadOnlyList<LayoutDifference> EnumDifferences(ClrEnum declared, EnumDeclaration group, ModelIndex index)
    {
        int expected = AbiScalars.Size(group.Enum.Underlying);
        int actual = _engine.Layout(declared)?.Size ?? 0;
        return actual == expected
            ? []
            : [new LayoutDifference(Descriptors.Size, 0, false, group.Place, string.Format(
                CultureInfo.InvariantCulture, "'{0}' has {1} bytes, and the enum '{2}' has {3} ({4}).",
                declared.Name, actual, group.Spelling, expected, index.Model.Target))];
    }

    /// <summary>One wrong width moves every field behind it: of the fields of a struct, the one of the wrong width and the first
    /// one that is moved are told, and how many follow. What the struct as a whole is wrong in is then a consequence.</summary>
    private static IEnumerable<LayoutDifference> Summarise(IReadOnlyList<LayoutDifference> differences)
    {
        List<LayoutDifference> fields = differences.Where(difference => difference.IsOfField).OrderBy(difference => difference.Offset).ToList();
        if (fields.Count == 0)
            return differences;
        List<LayoutDifference> told = [fields[0]];
        if (fields[0].Kind == Descriptors.Size && fields.Find(difference => difference.Kind == Descriptors.Offset) is { } moved)
            told.Add(moved);
        int more = fields.Count - told.Count;
        if (more > 0)
        {
            LayoutDifference last = told[told.Count - 1];
            told[told.Count - 1] = last with
            {
                Message = string.Format(CultureInfo.InvariantCulture, "{0} So {1} {2} behind it.",
                    last.Message, more == 1 ? "is" : "are", more == 1 ? "one more field" : more.ToString(CultureInfo.InvariantCulture) + " more fields"),
            };
        }
        return told.Concat(differences.Where(difference => difference.Kind == Descriptors.Fields || difference.Kind == Descriptors.Inexpressible));
    }
}
