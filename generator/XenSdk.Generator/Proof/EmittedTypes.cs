using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace XenSdk.Generator;

/// <summary>
/// The front end of the proof that reads text: the declarations of the very files that go into the compilation, parsed
/// anew. It knows nothing of what the emitter meant to write.
/// </summary>
internal sealed class EmittedTypes
{
    private readonly Dictionary<string, ClrType> _types = new(StringComparer.Ordinal);
    private readonly Func<string, ClrType?> _others;

    private EmittedTypes(Func<string, ClrType?> others) => _others = others;

    /// <summary>Reads files.</summary>
    /// <param name="texts">What was emitted.</param>
    /// <param name="others">Types that stand elsewhere, by full name: those of the runtime.</param>
    public static EmittedTypes Read(IEnumerable<string> texts, Func<string, ClrType?> others)
    {
        var types = new EmittedTypes(others);
        foreach (string text in texts)
        {
            CompilationUnitSyntax unit = CSharpSyntaxTree.ParseText(EmittedText.WithoutComments(text), s_options).GetCompilationUnitRoot();
            foreach (MemberDeclarationSyntax member in unit.Members)
                types.Declare("", member);
        }
        return types;
    }

    private static readonly CSharpParseOptions s_options = new(LanguageVersion.CSharp12, DocumentationMode.None);

    /// <summary>A declared type by its full name; a nested one's parts are separated by dots as well.</summary>
    public ClrType? Find(string fullName) => _types.TryGetValue(fullName, out ClrType? type) ? type : null;

    private void Declare(string scope, MemberDeclarationSyntax member)
    {
        switch (member)
        {
            case BaseNamespaceDeclarationSyntax space:
                foreach (MemberDeclarationSyntax inner in space.Members)
                    Declare(Join(scope, NameOf(space.Name)), inner);
                break;
            case EnumDeclarationSyntax group:
                DeclareEnum(scope, group);
                break;
            case StructDeclarationSyntax declared:
                DeclareStruct(scope, declared);
                break;
        }
    }

    private void DeclareEnum(string scope, EnumDeclarationSyntax group)
    {
        string name = Join(scope, group.Identifier.ValueText);
        TypeSyntax? underlying = group.BaseList is { Types.Count: > 0 } bases ? bases.Types[0].Type : null;
        _types[name] = new ClrEnum(name, underlying is null ? ClrPrimitives.Find("int")! : Resolve(TypeOf(underlying), scope));
    }

    private void DeclareStruct(string scope, StructDeclarationSyntax declared)
    {
        string name = Join(scope, declared.Identifier.ValueText);
        string nativeName = "";
        ClrLayoutKind kind = ClrLayoutKind.Sequential;
        int pack = 0, size = 0, inlineLength = 0;
        foreach (AttributeSyntax attribute in EmittedAttributes.Of(declared.AttributeLists))
        {
            switch (NameOf(attribute.Name))
            {
                case "NativeName":
                    nativeName = EmittedAttributes.Text(attribute);
                    break;
                case "InlineArray":
                    inlineLength = EmittedAttributes.Number(attribute);
                    break;
                case "StructLayout":
                    kind = EmittedAttributes.IsExplicit(attribute) ? ClrLayoutKind.Explicit : ClrLayoutKind.Sequential;
                    pack = EmittedAttributes.Number(attribute, "Pack");
                    size = EmittedAttributes.Number(attribute, "Size");
                    break;
            }
        }

        List<ClrBits>? bits = null;
        foreach (MemberDeclarationSyntax member in declared.Members)
        {
            if (member is PropertyDeclarationSyntax property && EmittedBits.Read(property) is { } found)
                (bits ??= []).Add(found);
            else
                Declare(name, member);
        }
        List<EmittedField> fields = Fields(declared);
        _types[name] = new ClrStruct(
            name, nativeName, kind, pack, size, inlineLength, () => Resolve(fields, name), bits ?? (IReadOnlyList<ClrBits>)s_noBits);
    }

    private static readonly ClrBits[] s_noBits = [];

    /// <summary>The fields with their types as they are written: what they mean is known when all files are read, and by then
    /// nothing holds the files' syntax any more.</summary>
    private static List<EmittedField> Fields(StructDeclarationSyntax declared)
    {
        var fields = new List<EmittedField>(declared.Members.Count);
        foreach (MemberDeclarationSyntax member in declared.Members)
        {
            if (member is FieldDeclarationSyntax field && !field.Modifiers.Any(SyntaxKind.StaticKeyword) && !field.Modifiers.Any(SyntaxKind.ConstKeyword))
                AddFields(field, fields);
        }
        return fields;
    }

    private static void AddFields(FieldDeclarationSyntax field, List<EmittedField> fields)
    {
        string nativeName = "";
        int offset = 0;
        foreach (AttributeSyntax attribute in EmittedAttributes.Of(field.AttributeLists))
        {
            string name = NameOf(attribute.Name);
            if (name == "NativeName")
                nativeName = EmittedAttributes.Text(attribute);
            else if (name == "FieldOffset")
                offset = EmittedAttributes.Number(attribute);
        }
        EmittedType type = TypeOf(field.Declaration.Type);
        foreach (VariableDeclaratorSyntax variable in field.Declaration.Variables)
            fields.Add(new EmittedField(variable.Identifier.ValueText, nativeName, type, offset));
    }

    private static EmittedType TypeOf(TypeSyntax syntax) => syntax switch
    {
        PredefinedTypeSyntax keyword => new EmittedType(keyword.Keyword.ValueText, EmittedTypeKind.Keyword),
        NameSyntax name => new EmittedType(NameOf(name), IsGlobal(name) ? EmittedTypeKind.Global : EmittedTypeKind.Name),
        _ => new EmittedType(syntax.ToString(), EmittedTypeKind.Other),
    };

    private ClrField[] Resolve(List<EmittedField> fields, string scope)
    {
        var resolved = new ClrField[fields.Count];
        for (int i = 0; i < resolved.Length; i++)
            resolved[i] = new ClrField(fields[i].Name, fields[i].NativeName, Resolve(fields[i].Type, scope), fields[i].Offset);
        return resolved;
    }

    private ClrType Resolve(EmittedType type, string scope)
    {
        string name = type.Text;
        switch (type.Kind)
        {
            case EmittedTypeKind.Keyword:
                return ClrPrimitives.Find(name) ?? (ClrType)new ClrUnknown(name);
            case EmittedTypeKind.Other:
                return new ClrUnknown(name);
            case EmittedTypeKind.Global:
                return Lookup(name) ?? new ClrUnknown(name);
        }

        // As C# looks a name up: in the type, in what holds it, in each namespace outwards, then through the usings.
        for (string at = scope; ; at = at.LastIndexOf('.') is >= 0 and int dot ? at.Substring(0, dot) : "")
        {
            if (Lookup(Join(at, name)) is { } found)
                return found;
            if (at.Length == 0)
                return Lookup(Join(ClrPrimitives.RuntimeNamespace, name)) ?? new ClrUnknown(name);
        }
    }

    private ClrType? Lookup(string fullName)
    {
        if (_types.TryGetValue(fullName, out ClrType? declared))
            return declared;
        int pointer = ClrPrimitives.GuestPointerSize(fullName);
        return pointer != 0 ? new ClrPrimitive(fullName, pointer, pointer) : _others(fullName);
    }

    private static string Join(string scope, string name) => scope.Length == 0 ? name : scope + "." + name;

    /// <summary>Whether a name begins with <c>global::</c>.</summary>
    private static bool IsGlobal(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => IsGlobal(qualified.Left),
        AliasQualifiedNameSyntax alias => alias.Alias.Identifier.IsKind(SyntaxKind.GlobalKeyword),
        _ => false,
    };

    /// <summary>A name's parts without <c>global::</c>, <c>@</c> and type arguments.</summary>
    private static string NameOf(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => Join(NameOf(qualified.Left), qualified.Right.Identifier.ValueText),
        AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => name.ToString(),
    };
}
