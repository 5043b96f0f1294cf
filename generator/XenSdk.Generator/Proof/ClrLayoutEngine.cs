namespace XenSdk.Generator;

/// <summary>Lays out declared types, each once.</summary>
internal sealed class ClrLayoutEngine
{
    private readonly Dictionary<ClrStruct, ClrLayout?> _structs = [];

    /// <summary>The layout of a type; null where it has none, because it holds itself or a name that means nothing.</summary>
    public ClrLayout? Layout(ClrType type) => type switch
    {
        ClrPrimitive primitive => primitive.Layout,
        ClrEnum named => Layout(named.Underlying),
        ClrStruct declared => LayoutOnce(declared),
        _ => null,
    };

    private ClrLayout? LayoutOnce(ClrStruct declared)
    {
        if (_structs.TryGetValue(declared, out ClrLayout? known))
            return known;
        _structs[declared] = null; // what a struct finds that holds itself
        return _structs[declared] = LayoutStruct(declared);
    }

    private ClrLayout? LayoutStruct(ClrStruct declared)
    {
        // The CLR refuses an InlineArray with explicit layout or a Size, and one without its single field.
        if (declared.InlineLength != 0
            && (declared.Kind == ClrLayoutKind.Explicit || declared.DeclaredSize != 0 || declared.Fields.Count != 1 || declared.InlineLength < 0))
            return null;

        var members = new ClrMember[declared.Fields.Count];
        for (int i = 0; i < members.Length; i++)
        {
            ClrField field = declared.Fields[i];
            if (Layout(field.Type) is not { } layout)
                return null;
            members[i] = new ClrMember(layout.Size, layout.Align, field.Offset);
        }
        ClrLayout result = ClrLayoutRules.Compute(declared.Kind, declared.Pack, declared.DeclaredSize, declared.InlineLength, members);
        return result.Size > ClrLayoutRules.LargestSize ? null : result;
    }
}
