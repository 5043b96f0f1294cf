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
            CompilationUnitSyntax unit = CSharpSyntaxTree.ParseText(text, s_options).GetCompilationUnitRoot();
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
        TypeSyntax? underlying = group.BaseList?.Types.FirstOrDefault()?.Type;
        _types[name] = new ClrEnum(name, underlying is null ? ClrPrimitives.Find("int")! : Resolve(underlying, scope));
    }

    private void DeclareStruct(string scope, StructDeclarationSyntax declared)
    {
        string name = Join(scope, declared.Identifier.ValueText);
        AttributeSyntax? layout = Attribute(declared.AttributeLists, "StructLayout");
        AttributeSyntax? inline = Attribute(declared.AttributeLists, "InlineArray");
        bool isExplicit = layout?.ArgumentList?.Arguments.FirstOrDefault()?.ToString() == "LayoutKind.Explicit";
        _types[name] = new ClrStruct(
            name,
            NativeName(declared.AttributeLists),
            isExplicit ? ClrLayoutKind.Explicit : ClrLayoutKind.Sequential,
            Number(NamedArgument(layout, "Pack")),
            Number(NamedArgument(layout, "Size")),
            Number(inline?.ArgumentList?.Arguments.FirstOrDefault()?.Expression),
            () => declared.Members.OfType<FieldDeclarationSyntax>().SelectMany(field => Fields(field, name)).ToList(),
            declared.Members.OfType<PropertyDeclarationSyntax>().Select(EmittedBits.Read).OfType<ClrBits>().ToList());

        foreach (MemberDeclarationSyntax member in declared.Members)
            Declare(name, member);
    }

    private IEnumerable<ClrField> Fields(FieldDeclarationSyntax field, string scope)
    {
        if (field.Modifiers.Any(SyntaxKind.StaticKeyword) || field.Modifiers.Any(SyntaxKind.ConstKeyword))
            yield break;
        ClrType type = Resolve(field.Declaration.Type, scope);
        int offset = Number(Attribute(field.AttributeLists, "FieldOffset")?.ArgumentList?.Arguments.FirstOrDefault()?.Expression);
        foreach (VariableDeclaratorSyntax variable in field.Declaration.Variables)
            yield return new ClrField(variable.Identifier.ValueText, NativeName(field.AttributeLists), type, offset);
    }

    private ClrType Resolve(TypeSyntax syntax, string scope)
    {
        if (syntax is PredefinedTypeSyntax keyword)
            return ClrPrimitives.Find(keyword.Keyword.ValueText) ?? (ClrType)new ClrUnknown(keyword.ToString());
        if (syntax is not NameSyntax spelled)
            return new ClrUnknown(syntax.ToString());

        string name = NameOf(spelled);
        if (spelled.ToString().StartsWith("global::", StringComparison.Ordinal))
            return Lookup(name) ?? new ClrUnknown(name);

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

    /// <summary>A name's parts without <c>global::</c>, <c>@</c> and type arguments.</summary>
    private static string NameOf(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => Join(NameOf(qualified.Left), qualified.Right.Identifier.ValueText),
        AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => name.ToString(),
    };

    private static AttributeSyntax? Attribute(SyntaxList<AttributeListSyntax> lists, string name) =>
        lists.SelectMany(list => list.Attributes).FirstOrDefault(attribute => NameOf(attribute.Name) == name);

    internal static string NativeName(SyntaxList<AttributeListSyntax> lists) =>
        Attribute(lists, "NativeName")?.ArgumentList?.Arguments.FirstOrDefault()?.Expression is LiteralExpressionSyntax literal
            ? literal.Token.ValueText
            : "";

    private static ExpressionSyntax? NamedArgument(AttributeSyntax? attribute, string name) =>
        attribute?.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name)?.Expression;

    /// <summary>A literal's value; 0 where nothing is written, -1 (which nothing equals) for what is no small number.</summary>
    private static int Number(ExpressionSyntax? expression) => expression switch
    {
        null => 0,
        LiteralExpressionSyntax { Token.Value: int value } => value,
        _ => -1,
    };
}
