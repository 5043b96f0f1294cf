using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>
/// Makes one model of the models of several headers for one target: headers include each other, so most of what two of
/// them say is the same. What they say differently is reported, and the first one's is kept.
/// </summary>
internal static class ModelMerger
{
    public static AbiModel Merge(List<AbiModel> models, List<AbiDiagnostic> diagnostics)
    {
        if (models.Count == 1)
            return models[0];
        return models[0] with
        {
            Records = Union(models, model => model.Records, record => record.Name, AbiShape.Same, record => record.Place, diagnostics),
            Typedefs = Union(models, model => model.Typedefs, typedef => typedef.Name, AbiShape.Same, typedef => typedef.Place, diagnostics),
            Enums = Union(models, model => model.Enums, group => group.CSharpName, AbiShape.Same, group => group.Place, diagnostics),
            Macros = Union(models, model => model.Macros, macro => macro.Name, AbiShape.Same, macro => macro.Place, diagnostics),
            Hypercalls = Union(models, model => model.Hypercalls, call => call.Name, AbiShape.Same, call => call.Place, diagnostics),
        };
    }

    private static EquatableArray<T> Union<T>(
        List<AbiModel> models, Func<AbiModel, EquatableArray<T>> part, Func<T, string> name, Func<T, T, bool> same, Func<T, AbiPlace> place,
        List<AbiDiagnostic> diagnostics)
        where T : IEquatable<T>
    {
        var known = new Dictionary<string, T>(StringComparer.Ordinal);
        var union = new List<T>();
        foreach (T item in models.SelectMany(model => part(model)))
        {
            if (!known.TryGetValue(name(item), out T? earlier))
            {
                known.Add(name(item), item);
                union.Add(item);
            }
            else if (!same(earlier, item))
            {
                diagnostics.Add(Report.Of(Descriptors.SameName, place(item),
                    $"'{name(item)}' is not what it is at {place(earlier)}, and both would stand in one namespace. Give the headers different namespaces."));
            }
        }
        return union.ToEquatableArray();
    }
}
