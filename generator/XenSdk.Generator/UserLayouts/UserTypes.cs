using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;

namespace XenSdk.Generator;

/// <summary>
/// The front end of the proof that reads symbols: the user's own declarations as the compiler understands them, and those
/// of the assemblies that they use.
/// </summary>
internal sealed class UserTypes
{
    /// <summary>Bytes of a pointer in every process and guest that C# runs in.</summary>
    private const int PointerSize = 8;

    private readonly Dictionary<ITypeSymbol, ClrType> _types = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ClrStruct, IReadOnlyList<IFieldSymbol>> _fields = [];
    private readonly List<UserRefusal> _refusals = [];
    private readonly CancellationToken _cancellation;
    private IFieldSymbol? _outermost;
    private bool _hasErrors;

    private UserTypes(CancellationToken cancellation) => _cancellation = cancellation;

    /// <summary>Reads a struct.</summary>
    /// <param name="type">The struct.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static UserStruct Read(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var types = new UserTypes(cancellation);
        ClrType read = types.Struct(type, type.Name);
        if (read is ClrStruct { Fields: var fields } && types._refusals.Count == 0 && !types._hasErrors && fields.Count > 0 && !type.IsUnmanagedType)
            types.Refuse($"'{type.Name}' holds a reference. Hold numbers only.");
        return new UserStruct(read as ClrStruct ?? s_nothing, types._fields, types._refusals, types._hasErrors);
    }

    private static readonly ClrStruct s_nothing = new("", "", ClrLayoutKind.Sequential, 0, 0, 0, static () => [], []);

    /// <summary>A type that a field has.</summary>
    /// <param name="type">The type.</param>
    /// <param name="path">The field, as messages call it.</param>
    private ClrType Resolve(ITypeSymbol type, string path)
    {
        if (!_types.TryGetValue(type, out ClrType? known))
        {
            _types[type] = new ClrUnknown(type.Name); // what a struct finds that holds itself
            _types[type] = known = Read(type, path);
        }
        return known;
    }

    private ClrType Read(ITypeSymbol type, string path)
    {
        _cancellation.ThrowIfCancellationRequested();
        string name = type.ToDisplayString();
        switch (type)
        {
            case IErrorTypeSymbol:
                _hasErrors = true;
                return new ClrUnknown(name);
            case IPointerTypeSymbol or IFunctionPointerTypeSymbol:
                return new ClrPrimitive(name, PointerSize, PointerSize);
            case ITypeParameterSymbol:
                return Refuse($"'{path}' is a '{name}', which is another type each time. Declare a struct that is not generic.");
            case { IsReferenceType: true }:
                return Refuse($"'{path}' is a '{name}', a reference of the garbage collector's, which C cannot read. Hold an address as 'ulong' or a GuestPointer64, an array as an inline array or a fixed buffer.");
            case INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } underlying }:
                return new ClrEnum(name, Resolve(underlying, path));
            case INamedTypeSymbol { SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr }:
                return new ClrPrimitive(name, PointerSize, PointerSize);
            case INamedTypeSymbol named when Keyword(named.SpecialType) is { } keyword:
                return ClrPrimitives.Find(keyword)!;
            case INamedTypeSymbol { TypeKind: TypeKind.Struct } named:
                int pointer = ClrPrimitives.GuestPointerSize(named.ContainingNamespace.ToDisplayString() + "." + named.Name);
                return pointer != 0 ? new ClrPrimitive(name, pointer, pointer) : Struct(named, path);
            default:
                return Refuse($"'{path}' is a '{name}', which has no layout of its own. Use a number.");
        }
    }

    private ClrType Struct(INamedTypeSymbol type, string path)
    {
        string name = type.ToDisplayString();
        bool isSource = type.MetadataToken == 0;
        if (IsGeneric(type))
            return Refuse($"'{path}' is of the generic '{name}', whose layout depends on what it is made of. Declare a struct that is not generic.");
        if (!isSource && IsFrameworks(type.ContainingNamespace.ToDisplayString()))
            return Refuse($"'{path}' is a '{name}', whose layout is the framework's own affair. Use numbers.");
        DeclaredLayout layout = DeclaredLayout.Of(type);
        if (layout.Kind is not (LayoutKind.Sequential or LayoutKind.Explicit))
            return Refuse($"'{path}' is laid out as the CLR likes, by LayoutKind.{layout.Kind}. Use LayoutKind.Sequential or LayoutKind.Explicit.");
        if (isSource && HiddenFields.Find(type, _cancellation) is { } hidden)
            return Refuse(hidden);

        List<IFieldSymbol> symbols = type.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsStatic && !field.IsConst).ToList();
        if (DeclaredLayout.FieldsInMetadata(type) is { } count && count != symbols.Count)
            return Refuse($"'{path}' is a '{name}', whose fields are not all to be seen. Use a struct of this project.");
        if (layout.Kind == LayoutKind.Sequential && isSource && symbols.Select(field => field.Locations.FirstOrDefault()?.SourceTree).Distinct().Count() > 1)
            return Refuse($"'{path}' has fields in several files, and no order among them. Put the fields into one part of the struct.");

        IFieldSymbol? outer = _outermost;
        bool isRoot = outer is null;
        var fields = new List<ClrField>(symbols.Count);
        foreach (IFieldSymbol field in symbols)
        {
            if (isRoot)
                _outermost = field;
            fields.Add(Field(field, isRoot ? NameOf(field) : path + "." + NameOf(field)));
        }
        _outermost = outer;
        var read = new ClrStruct(
            name, DeclaredLayout.NativeNameOf(type), layout.Kind == LayoutKind.Explicit ? ClrLayoutKind.Explicit : ClrLayoutKind.Sequential,
            layout.Pack, layout.Size, DeclaredLayout.InlineLengthOf(type), () => fields, []);
        _fields[read] = symbols;
        return read;
    }

    private ClrField Field(IFieldSymbol field, string path)
    {
        ClrType type;
        if (field.RefKind != RefKind.None)
            type = Refuse($"'{path}' is a reference to a value elsewhere. Hold an address as 'ulong' or a GuestPointer64.");
        else if (field.IsFixedSizeBuffer && field.Type is IPointerTypeSymbol { PointedAtType: var element })
            type = Buffer(Resolve(element, path), field.FixedSize);
        else
            type = Resolve(field.Type, path);
        return new ClrField(NameOf(field), DeclaredLayout.NativeNameOf(field), type, DeclaredLayout.OffsetOf(field));
    }

    /// <summary>A fixed buffer is laid out as an inline array of the same length.</summary>
    private static ClrStruct Buffer(ClrType element, int length) => new(
        $"fixed {element.Name}", "", ClrLayoutKind.Sequential, 0, 0, Math.Max(length, 1), () => [new ClrField("element", "", element, 0)], []);

    /// <summary>A field's name; that of the property that it is behind.</summary>
    private static string NameOf(IFieldSymbol field) => field.AssociatedSymbol?.Name ?? field.Name;

    private static bool IsFrameworks(string space) => space == "System" || space.StartsWith("System.", StringComparison.Ordinal);

    private static bool IsGeneric(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? at = type; at is not null; at = at.ContainingType)
        {
            if (at.Arity > 0)
                return true;
        }
        return false;
    }

    private ClrUnknown Refuse(string reason)
    {
        _refusals.Add(new UserRefusal(_outermost, reason));
        return new ClrUnknown("");
    }

    private static string? Keyword(SpecialType type) => type switch
    {
        SpecialType.System_Boolean => "bool",
        SpecialType.System_Byte => "byte",
        SpecialType.System_SByte => "sbyte",
        SpecialType.System_Char => "char",
        SpecialType.System_Int16 => "short",
        SpecialType.System_UInt16 => "ushort",
        SpecialType.System_Int32 => "int",
        SpecialType.System_UInt32 => "uint",
        SpecialType.System_Int64 => "long",
        SpecialType.System_UInt64 => "ulong",
        SpecialType.System_Single => "float",
        SpecialType.System_Double => "double",
        _ => null,
    };
}
