namespace XenSdk.Generator;

/// <summary>A field as it is written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="NativeName">C's name, from <c>[NativeName]</c>; empty where there is none.</param>
/// <param name="Type">Its type.</param>
/// <param name="Offset">Its <c>FieldOffset</c>; 0 where there is none.</param>
internal readonly record struct EmittedField(string Name, string NativeName, EmittedType Type, int Offset);

/// <summary>A type as it is written.</summary>
/// <param name="Text">The keyword; or the name without <c>global::</c>, <c>@</c> and type arguments.</param>
/// <param name="Kind">How it is to be looked up.</param>
internal readonly record struct EmittedType(string Text, EmittedTypeKind Kind);

/// <summary>How a written type is looked up.</summary>
internal enum EmittedTypeKind
{
    /// <summary>A keyword of C#.</summary>
    Keyword,

    /// <summary>A name, from where it stands outwards.</summary>
    Name,

    /// <summary>A name in full, behind <c>global::</c>.</summary>
    Global,

    /// <summary>Nothing that has a layout which is the same in every process: a pointer, an array of C#.</summary>
    Other,
}
