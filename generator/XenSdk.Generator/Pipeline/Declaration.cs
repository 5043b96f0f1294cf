using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>A declaration of a model that becomes a type in C#.</summary>
/// <param name="Key">What identifies it among the declarations of a target, the same in every model.</param>
/// <param name="CSharpName">Its name in C#.</param>
/// <param name="Spelling">What messages and documentation call it: C's name, or the C# name of a group of macros.</param>
/// <param name="Place">Where the header has it.</param>
internal abstract record Declaration(string Key, string CSharpName, string Spelling, AbiPlace Place);

/// <summary>A struct or union.</summary>
internal sealed record RecordDeclaration(AbiRecord Record)
    : Declaration(Record.Name, Record.CSharpName, Record.Name, Record.Place);

/// <summary>A typedef of an array.</summary>
internal sealed record ArrayDeclaration(AbiTypedef Typedef)
    : Declaration(Typedef.Name, Typedef.CSharpName, Typedef.Name, Typedef.Place)
{
    public AbiArray Array => (AbiArray)Typedef.Type;
}

/// <summary>An enum, C's or a group of macros.</summary>
internal sealed record EnumDeclaration(AbiEnum Enum)
    : Declaration(KeyOf(Enum.CSharpName), Enum.CSharpName, Enum.Name.Length > 0 ? Enum.Name : Enum.CSharpName, Enum.Place)
{
    /// <summary>Groups of macros have no name in C, so enums are known by their name in C#; a space keeps the two apart.</summary>
    public static string KeyOf(string csharpName) => "enum: " + csharpName;
}
