using System.Globalization;
using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>What a parameter of a hypercall is to the register that takes it.</summary>
internal enum StubParameterKind
{
    /// <summary>A number.</summary>
    Value,

    /// <summary>An address.</summary>
    Pointer,

    /// <summary>What no register holds.</summary>
    Unsupported,
}

/// <summary>A parameter of a hypercall in both of its forms.</summary>
internal sealed class StubParameter
{
    private StubParameter(AbiParameter source) => Source = source;

    /// <summary>What the prototype says.</summary>
    public AbiParameter Source { get; }

    /// <summary>Its name in C#, without an <c>@</c>.</summary>
    public string Name => Source.CSharpName;

    public StubParameterKind Kind { get; private set; }

    /// <summary>Its type where addresses are taken as they are.</summary>
    public string RawType { get; private set; } = "";

    /// <summary>The register's content where addresses are taken as they are.</summary>
    public string Word { get; private set; } = "";

    /// <summary>Whether the safe form takes a span or a reference.</summary>
    public bool IsMemory { get; private set; }

    /// <summary>The array that it is the length of, in the safe form; null for another parameter.</summary>
    public StubParameter? CountOf { get; private set; }

    /// <summary>The type parameter of memory that C calls <c>void</c>; empty for another.</summary>
    public string TypeParameter { get; private set; } = "";

    /// <summary>How the safe form declares it.</summary>
    public string SafeDeclaration { get; private set; } = "";

    /// <summary>How the safe form passes it on.</summary>
    public string SafeArgument { get; private set; } = "";

    public static IReadOnlyList<StubParameter> Of(AbiHypercall call, TypeNames names)
    {
        List<StubParameter> parameters = call.Parameters.Select(source => new StubParameter(source)).ToList();
        int generic = 0;
        foreach (StubParameter parameter in parameters)
        {
            parameter.Classify(names);
            if (parameter.Kind == StubParameterKind.Pointer)
                parameter.BecomeMemory(names, ref generic);
        }
        foreach (StubParameter array in parameters.Where(parameter => parameter.IsMemory && parameter.Source.Count.Length > 0))
        {
            if (parameters.Find(parameter => parameter.Source.Name == array.Source.Count && parameter.Kind == StubParameterKind.Value) is { } count)
            {
                count.CountOf = array;
                count.SafeArgument = $"HypercallArgument.Value((uint){CSharpName.Escape(array.Name)}.Length)";
            }
        }
        return parameters;
    }

    private void Classify(TypeNames names)
    {
        string name = CSharpName.Escape(Name);
        EnumDeclaration? group = names.Index.FindEnum(Source.EnumName);
        AbiType type = names.Index.Resolve(Source.Type);
        if (type is AbiNamed named && names.Index.Find(named) is EnumDeclaration direct)
        {
            group ??= direct;
            type = new AbiScalar(direct.Enum.Underlying);
        }
        switch (type)
        {
            case AbiScalar scalar when AbiScalars.IsInteger(scalar.Kind):
                Kind = StubParameterKind.Value;
                RawType = group is null ? AbiScalars.Keyword(scalar.Kind) : names.Of(group);
                Word = WordOf(scalar.Kind, name, group is not null);
                SafeDeclaration = $"{RawType} {name}";
                SafeArgument = $"HypercallArgument.Value({Word})";
                break;
            case AbiPointer pointer:
                Kind = StubParameterKind.Pointer;
                RawType = names.Of(pointer, holder: null);
                Word = $"{name}.Address";
                break;
            default:
                Kind = StubParameterKind.Unsupported;
                break;
        }
    }

    /// <summary>The 64 bits that C passes: extended by the parameter's own sign, whatever an enum is stored in.</summary>
    private static string WordOf(AbiScalarKind kind, string name, bool isEnum) => kind switch
    {
        AbiScalarKind.Bool => $"({name} ? 1UL : 0UL)",
        _ when AbiScalars.IsSigned(kind) && isEnum => $"unchecked((ulong)({AbiScalars.Keyword(kind)}){name})",
        _ when AbiScalars.IsSigned(kind) => $"unchecked((ulong){name})",
        _ when isEnum => $"unchecked(({AbiScalars.Keyword(kind)}){name})",
        _ => name,
    };

    private void BecomeMemory(TypeNames names, ref int generic)
    {
        var pointer = (AbiPointer)names.Index.Resolve(Source.Type);
        string name = CSharpName.Escape(Name);
        string? pointee = names.Pointee(pointer.Pointee, holder: null);
        if (pointee is null)
        {
            generic++;
            pointee = TypeParameter = generic == 1 ? "TArgument" : "TArgument" + generic.ToString(CultureInfo.InvariantCulture);
        }
        IsMemory = true;
        AbiDirection direction = pointer.IsConst ? AbiDirection.In : Source.Direction;
        // An array that no parameter counts has an end mark of its own.
        bool isArray = Source.Count.Length > 0 || Source.CType.EndsWith("]", StringComparison.Ordinal);
        (SafeDeclaration, SafeArgument) = direction switch
        {
            AbiDirection.In when isArray => ($"ReadOnlySpan<{pointee}> {name}", $"HypercallArgument.In({name})"),
            AbiDirection.In => ($"in {pointee} {name}", $"HypercallArgument.In(in {name})"),
            AbiDirection.Out when isArray => ($"Span<{pointee}> {name}", $"HypercallArgument.Out({name})"),
            AbiDirection.Out => ($"out {pointee} {name}", $"HypercallArgument.Out(out {name})"),
            _ when isArray => ($"Span<{pointee}> {name}", $"HypercallArgument.InOut({name})"),
            _ => ($"ref {pointee} {name}", $"HypercallArgument.InOut(ref {name})"),
        };
    }
}
