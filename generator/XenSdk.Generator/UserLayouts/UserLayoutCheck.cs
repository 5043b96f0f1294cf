using Microsoft.CodeAnalysis;
using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>What one <c>[XenLayout]</c> comes to.</summary>
internal sealed class UserLayoutCheck
{
    private readonly INamedTypeSymbol _type;
    private readonly SyntaxTree? _tree;
    private readonly List<Diagnostic> _found = [];

    private UserLayoutCheck(INamedTypeSymbol type, SyntaxTree? tree)
    {
        _type = type;
        _tree = tree;
    }

    /// <summary>Checks a struct.</summary>
    /// <param name="type">The struct.</param>
    /// <param name="attribute">Its attribute.</param>
    /// <param name="models">What there is to compare with.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static IReadOnlyList<Diagnostic> Run(INamedTypeSymbol type, AttributeData attribute, UserModels models, CancellationToken cancellation)
    {
        var check = new UserLayoutCheck(type, attribute.ApplicationSyntaxReference?.SyntaxTree);
        EquatableArray<AbiDiagnostic> failed = Guard.Run(
            () =>
            {
                check.Compare(attribute, models, cancellation);
                return default;
            },
            failures => failures);
        foreach (AbiDiagnostic failure in failed)
            check.Add(Descriptors.InternalError, null, failure.Message);
        return check._found;
    }

    private void Compare(AttributeData attribute, UserModels models, CancellationToken cancellation)
    {
        // What is no constant is the compiler's to tell.
        if (attribute.ConstructorArguments.Length != 1 || attribute.ConstructorArguments[0].Kind == TypedConstantKind.Error)
            return;
        string name = (attribute.ConstructorArguments[0].Value as string ?? "").Trim();
        if (!TryTarget(attribute, out AbiTarget? target))
            return;
        IReadOnlyList<(ModelIndex Index, Declaration Declaration)> candidates = models.Find(name, target);
        if (candidates.Count == 0)
        {
            Add(Descriptors.NoSuchType, null, NoSuchType(name, target, models));
            return;
        }

        UserStruct user = UserTypes.Read(_type, cancellation);
        if (user.HasErrors)
            return;
        foreach (UserRefusal refusal in user.Refusals)
            Add(Descriptors.NotComparable, refusal.Field, $"'{_type.Name}' cannot be compared with '{name}': {refusal.Reason}");
        if (user.Refusals.Count > 0)
            return;
        var engine = new ClrLayoutEngine();
        if (engine.Layout(user.Type) is null)
        {
            Add(Descriptors.NotComparable, null, $"'{_type.Name}' cannot be compared with '{name}': it has no layout that the CLR would load. " +
                "It is larger than the CLR allows, holds itself, or is an inline array that has a Size, LayoutKind.Explicit or more than one field.");
            return;
        }
        Tell(name, candidates.Select(candidate =>
            (candidate.Index.Model.Target, UserComparison.Compare(engine, candidate.Index, user, _type.Name, candidate.Declaration))).ToList(), user);
    }

    private bool TryTarget(AttributeData attribute, out AbiTarget? target)
    {
        target = null;
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key != "Target" || argument.Value.Kind == TypedConstantKind.Error || argument.Value.Value is not string spelled)
                continue;
            target = AbiTarget.Find(spelled);
            if (target is not null)
                continue;
            IEnumerable<string> names = AbiTarget.All.Select(each => each.Name);
            Add(Descriptors.NoSuchType, null, $"There is no target '{spelled}'. Use {string.Join(", ", names)}.{Suggestion.For(spelled, names)}");
            return false;
        }
        return true;
    }

    private static string NoSuchType(string name, AbiTarget? target, UserModels models)
    {
        List<AbiTarget> elsewhere = models.TargetsOf(name).ToList();
        if (target is not null && elsewhere.Count > 0)
            return $"{models.HeaderNames} has '{name}' for {List(elsewhere)} and not for {target}. Correct the Target.";
        if (models.IsScalar(name))
            return $"'{name}' of {models.HeaderNames} is a number or a pointer, for which a struct cannot stand. Name a struct, a union or an array.";
        string suggestion = Suggestion.For(name, models.Names);
        if (suggestion.Length == 0 && name.EndsWith("_t", StringComparison.Ordinal))
            suggestion = Suggestion.For(name.Substring(0, name.Length - 2), models.Names); // mmu_update_t: struct mmu_update
        return $"{models.HeaderNames} has no struct, union or array '{name}'. Write C's name, such as 'struct mmu_update'.{suggestion}";
    }

    private void Tell(string name, List<(AbiTarget Target, IReadOnlyList<UserDifference> Differences)> results, UserStruct user)
    {
        (AbiTarget firstTarget, IReadOnlyList<UserDifference> first) = results.Find(result => result.Differences.Count > 0);
        if (firstTarget is null)
            return;
        List<AbiTarget> same = results.Where(result => result.Differences.SequenceEqual(first)).Select(result => result.Target).ToList();
        List<AbiTarget> right = results.Where(result => result.Differences.Count == 0).Select(result => result.Target).ToList();
        if (right.Count > 0)
        {
            Add(Descriptors.UserLayout, null, $"'{_type.Name}' is what '{name}' is for {List(right)}, and not for {List(results.Where(result => result.Differences.Count > 0).Select(result => result.Target))}: " +
                $"{first[0].Message} ({List(same)}). Name the target that it is for: [XenLayout(\"{name}\", Target = \"{right[0]}\")].");
            return;
        }
        string also = same.Count == results.Count ? "" : $" '{name}' is not the same for every target: name the one that is meant, as by [XenLayout(\"{name}\", Target = \"{firstTarget}\")].";
        foreach (UserDifference difference in first)
        {
            Add(Descriptors.UserLayout, difference.Field < 0 ? null : user.SymbolOf(user.Type, difference.Field),
                $"{difference.Message} ({List(same)}). {difference.Remedy}{also}");
        }
    }

    private static string List(IEnumerable<AbiTarget> targets) => string.Join(", ", targets.Select(target => target.Name));

    /// <summary>Says something where a field or the struct has its name, in the file that has the attribute: what is told of
    /// generated code is told to nobody.</summary>
    private void Add(DiagnosticDescriptor kind, IFieldSymbol? field, string message)
    {
        IEnumerable<Location> places = field is null ? _type.Locations : field.Locations.Concat(_type.Locations);
        Location place = places.FirstOrDefault(location => location.SourceTree == _tree) ?? _type.Locations[0];
        _found.Add(Diagnostic.Create(kind, place, message));
    }
}
