using XenSdk.Abi;

namespace XenSdk.Generator.Tests;

/// <summary>Makes models by hand, with sizes and offsets as C gives them.</summary>
internal static class Sample
{
    public static readonly AbiType Untyped = new AbiScalar(AbiScalarKind.Void);
    public static readonly AbiType Bool = new AbiScalar(AbiScalarKind.Bool);
    public static readonly AbiType Text = new AbiScalar(AbiScalarKind.Char);
    public static readonly AbiType U8 = new AbiScalar(AbiScalarKind.U8);
    public static readonly AbiType S8 = new AbiScalar(AbiScalarKind.S8);
    public static readonly AbiType U16 = new AbiScalar(AbiScalarKind.U16);
    public static readonly AbiType U32 = new AbiScalar(AbiScalarKind.U32);
    public static readonly AbiType S32 = new AbiScalar(AbiScalarKind.S32);
    public static readonly AbiType U64 = new AbiScalar(AbiScalarKind.U64);
    public static readonly AbiType S64 = new AbiScalar(AbiScalarKind.S64);

    public static AbiPlace At(int line, int column = 1) => new("sample.h", line, column);

    public static AbiModel Model(AbiTarget target, params AbiRecord[] records) => new(
        target,
        new AbiSource("sample.h", 1, "hash", Of(new AbiInput("header", "sample.h", "aa")), default),
        records.ToEquatableArray(), default, default, default, default);

    public static AbiModel With(this AbiModel model, params AbiEnum[] enums) => model with { Enums = model.Enums.Concat(enums).ToEquatableArray() };

    public static AbiModel With(this AbiModel model, params AbiTypedef[] typedefs) => model with { Typedefs = model.Typedefs.Concat(typedefs).ToEquatableArray() };

    public static AbiModel With(this AbiModel model, params AbiMacro[] macros) => model with { Macros = model.Macros.Concat(macros).ToEquatableArray() };

    public static AbiModel With(this AbiModel model, params AbiHypercall[] calls) => model with { Hypercalls = model.Hypercalls.Concat(calls).ToEquatableArray() };

    public static AbiModel On(this AbiModel model, AbiTarget target) => model with { Target = target };

    public static AbiRecord Struct(string name, int size, int align, params AbiField[] fields) =>
        new($"struct {name}", Pascal(name), false, size, align, fields.ToEquatableArray(), "", At(fields.Length == 0 ? 1 : fields[0].Place.Line));

    public static AbiRecord Union(string name, int size, int align, params AbiField[] fields) =>
        Struct(name, size, align, fields) with { Name = $"union {name}", IsUnion = true };

    /// <summary>A record written where a field has it.</summary>
    public static AbiRecord InPlace(this AbiRecord record) => record with { Name = "" };

    public static AbiField Field(string name, AbiType type, int offset, int size, int align = 0) => new(
        name, Pascal(name), type, CTypeOf(type), "", offset, size, align == 0 ? size : align, 0, 0, "", At(100 + offset));

    /// <summary>An anonymous member.</summary>
    public static AbiField Anonymous(AbiRecord record, int offset) => new(
        "", "", new AbiInline(record.InPlace()), "", "", offset, record.Size, record.Align, 0, 0, "", At(100 + offset));

    public static AbiField Bits(string name, AbiType type, int offset, int size, int bitOffset, int width) =>
        Field(name, type, offset, size) with { BitOffset = bitOffset, BitWidth = width };

    public static AbiType Array(AbiType element, int count) => new AbiArray(element, count);

    public static AbiType Named(string name) => new AbiNamed(name);

    public static AbiType Inline(AbiRecord record) => new AbiInline(record.InPlace());

    public static AbiType Pointer(AbiType pointee, int bits = 64, bool isConst = false) => new AbiPointer(pointee, bits, isConst, false);

    public static AbiEnum Enum(string csharpName, AbiScalarKind underlying, params (string Name, string CSharpName, ulong Value)[] members) => new(
        "", csharpName, underlying, false,
        members.Select(member => new AbiEnumMember(member.Name, member.CSharpName, new AbiInteger(AbiScalarKind.U64, member.Value), "")).ToEquatableArray(),
        "", At(50));

    public static AbiMacro Constant(string name, AbiScalarKind kind, ulong value) =>
        new(name, new AbiInteger(kind, value), AbiDisposition.Constant, Pascal(name.ToLowerInvariant()), "", At(60));

    public static AbiHypercall Call(int number, string name, AbiModes modes, params AbiParameter[] parameters) => new(
        number, name, Pascal(name), "__HYPERVISOR_" + name, modes, AbiPrototypeOrigin.Overrides, S64, "long",
        parameters.ToEquatableArray(), false, "", "", At(70 + number));

    public static AbiParameter Parameter(string name, AbiType type, AbiDirection direction = AbiDirection.In, string count = "") =>
        new(name, Camel(name), type, CTypeOf(type), "", direction, count, "");

    private static EquatableArray<T> Of<T>(params T[] items)
        where T : IEquatable<T> => items.ToEquatableArray();

    private static string Pascal(string name) =>
        string.Concat(name.Split('_').Where(part => part.Length > 0).Select(part => char.ToUpperInvariant(part[0]) + part[1..]));

    private static string Camel(string name) => Pascal(name) is { Length: > 0 } pascal ? char.ToLowerInvariant(pascal[0]) + pascal[1..] : "";

    private static string CTypeOf(AbiType type) => type switch
    {
        AbiScalar scalar => scalar.Kind.ToString().ToLowerInvariant(),
        AbiPointer pointer => CTypeOf(pointer.Pointee) + " *",
        AbiArray array => $"{CTypeOf(array.Element)}[{array.Count}]",
        AbiNamed named => named.Name,
        _ => "",
    };
}
