using ClangSharp.Interop;
using XenSdk.Abi;
using XenSdk.Reader.Clang;
using XenSdk.Reader.Naming;

namespace XenSdk.Reader.Declarations;

/// <summary>C's own enums.</summary>
internal sealed class EnumReader(DeclarationContext context)
{
    /// <summary>Reads one; null where it has no members.</summary>
    public AbiEnum? Read(CXCursor declaration)
    {
        List<CXCursor> constants = ClangUnit.Children(declaration).FindAll(child => child.kind == CXCursorKind.CXCursor_EnumConstantDecl);
        if (constants.Count == 0)
            return null;
        AbiPlace place = context.Files.PlaceOf(ClangUnit.PlaceOf(declaration));
        string[] names = [.. constants.Select(constant => ClangText.Take(clang.getCursorSpelling(constant)))];
        string prefix = CommonPrefix(names);
        string? name = TypeReader.NameOf(declaration);
        if (name is not null)
            context.Index.Types.Add(name);
        AbiScalarKind underlying = TypeReader.Convert(clang.getEnumDeclIntegerType(declaration)) is AbiScalar scalar ? scalar.Kind : AbiScalarKind.S32;
        bool isSigned = underlying is AbiScalarKind.S8 or AbiScalarKind.S16 or AbiScalarKind.S32 or AbiScalarKind.S64;
        AbiScalarKind value = underlying is AbiScalarKind.S64 or AbiScalarKind.U64
            ? underlying
            : isSigned ? AbiScalarKind.S32 : AbiScalarKind.U32;
        ClangPlace start = ClangUnit.StartOf(declaration);
        return new AbiEnum(
            name ?? string.Empty,
            // Without a name, what its members have in common is the best there is.
            name is null ? CSharpName.FromC(prefix.Length > 0 ? prefix : names[0] + "_values") : context.Names.OfType(name, place),
            underlying,
            IsFlags: false,
            constants.Select((constant, i) => Member(constant, names[i], prefix, value)).ToEquatableArray(),
            context.CommentsOf(start)?.OfRecord(start.Offset) ?? string.Empty,
            place);
    }

    private AbiEnumMember Member(CXCursor constant, string name, string prefix, AbiScalarKind kind)
    {
        context.Index.Enumerators.Add(name);
        ClangPlace at = ClangUnit.PlaceOf(constant);
        ulong bits = unchecked((ulong)clang.getEnumConstantDeclValue(constant));
        return new AbiEnumMember(
            name,
            context.Names.OfMember(name, name[prefix.Length..], null, context.Files.PlaceOf(at)),
            new AbiInteger(kind, kind == AbiScalarKind.U32 ? bits & uint.MaxValue : bits),
            context.CommentsOf(at)?.OfEnumerator(ClangUnit.StartOf(constant).Offset, at.Offset) ?? string.Empty);
    }

    /// <summary>The words, each with its underscore, that all names begin with and that leave a usable rest of each.</summary>
    private static string CommonPrefix(string[] names)
    {
        if (names.Length < 2)
            return string.Empty;
        string prefix = names[0];
        foreach (string name in names)
        {
            int same = 0;
            while (same < prefix.Length && same < name.Length && prefix[same] == name[same])
                same++;
            prefix = prefix[..same];
        }
        for (int end = prefix.LastIndexOf('_') + 1; end > 0; end = prefix.LastIndexOf('_', end - 2) + 1)
        {
            if (Array.TrueForAll(names, name => CSharpName.IsUsable(CSharpName.FromC(name[end..]))))
                return prefix[..end];
            if (end < 2)
                break;
        }
        return string.Empty;
    }
}
