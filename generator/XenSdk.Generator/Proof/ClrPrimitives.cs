namespace XenSdk.Generator;

/// <summary>The types that a layout ends at: C#'s numbers and the runtime's guest pointers.</summary>
internal static class ClrPrimitives
{
    /// <summary>Namespace of the runtime's own types.</summary>
    public const string RuntimeNamespace = "XenSdk";

    private static readonly Dictionary<string, ClrPrimitive> s_keywords = new[]
    {
        new ClrPrimitive("bool", 1, 1), new ClrPrimitive("byte", 1, 1), new ClrPrimitive("sbyte", 1, 1),
        new ClrPrimitive("char", 2, 2), new ClrPrimitive("short", 2, 2), new ClrPrimitive("ushort", 2, 2),
        new ClrPrimitive("int", 4, 4), new ClrPrimitive("uint", 4, 4), new ClrPrimitive("float", 4, 4),
        new ClrPrimitive("long", 8, 8), new ClrPrimitive("ulong", 8, 8), new ClrPrimitive("double", 8, 8),
    }.ToDictionary(type => type.Name);

    /// <summary>The type of a C# keyword; null for one that has no layout that is the same in every process.</summary>
    public static ClrPrimitive? Find(string keyword) => s_keywords.TryGetValue(keyword, out ClrPrimitive? type) ? type : null;

    /// <summary>Bytes of a guest pointer by its full name, with or without a type argument; 0 for another type.</summary>
    public static int GuestPointerSize(string fullName) => fullName switch
    {
        RuntimeNamespace + ".GuestPointer64" => 8,
        RuntimeNamespace + ".GuestPointer32" => 4,
        _ => 0,
    };
}
