using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace XenSdk.Generator.Tests;

/// <summary>The proof's rules against the CLR that runs the tests: structs are compiled, loaded and measured.</summary>
public class ClrLayoutTests
{
    [Theory]
    [InlineData("ulong A; byte B;")]
    [InlineData("byte A; bool B; char C; short D; float E; double F; sbyte G; long H;")]
    [InlineData("GuestPointer64<int> A; byte B; GuestPointer32 C; GuestPointer64 D; GuestPointer32<byte> E;")]
    public void Natural_layouts_are_the_CLRs(string fields) => AssertAgree(Struct("[StructLayout(LayoutKind.Sequential)]", "S", fields));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void Pack_lowers_alignment(int pack) =>
        AssertAgree(Struct($"[StructLayout(LayoutKind.Sequential, Pack = {pack})]", "S", "byte A; ulong B; byte C; uint D; ushort E;"));

    [Theory]
    [InlineData("LayoutKind.Explicit")]
    [InlineData("LayoutKind.Explicit, Pack = 4")]
    [InlineData("LayoutKind.Explicit, Pack = 1")]
    [InlineData("LayoutKind.Explicit, Size = 13")]
    [InlineData("LayoutKind.Explicit, Pack = 2, Size = 24")]
    public void Explicit_layouts_are_the_CLRs(string layout) =>
        AssertAgree(Struct($"[StructLayout({layout})]", "S", "[FieldOffset(0)] ulong A; [FieldOffset(8)] byte B; [FieldOffset(1)] uint C;"));

    [Theory]
    [InlineData("LayoutKind.Sequential, Size = 3")]
    [InlineData("LayoutKind.Sequential, Size = 5")]
    [InlineData("LayoutKind.Sequential, Size = 9")]
    [InlineData("LayoutKind.Sequential, Pack = 2, Size = 13")]
    public void A_size_replaces_the_padding(string layout) =>
        AssertAgree(Struct($"[StructLayout({layout})]", "S", "int A; byte B;") + Struct("", "Holder", "byte A; S B; long C;"));

    [Fact]
    public void Inline_arrays_are_the_CLRs() => AssertAgree(
        Struct("[StructLayout(LayoutKind.Sequential, Pack = 4)]", "Inner", "ulong A; byte B;")
        + Struct("[StructLayout(LayoutKind.Sequential, Size = 5)]", "Ragged", "int A;")
        + Struct("[InlineArray(3)]", "Inners", "Inner E;") + Struct("[InlineArray(3)]", "Raggeds", "Ragged E;")
        + Struct("[InlineArray(7)]", "Longs", "ulong E;") + Struct("", "Holder", "byte A; Inners B; byte C; Longs D; byte E; Raggeds F; byte G;"));

    [Fact]
    public void A_struct_without_fields_has_a_byte() => AssertAgree(Struct("", "Nothing", "") + Struct("", "Holder", "int A; Nothing B; int C;"));

    [Fact]
    public void Random_structs_are_laid_out_as_the_CLR_does() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(40).WithEndSize(60), Prop.ForAll(Arb.From(RandomStruct.Several), structs =>
            AssertAgree(string.Concat(structs.Select((declared, index) => declared.ToCode(index))))));

    private static string Struct(string attribute, string name, string fields) =>
        $"{attribute} public struct {name} {{ {string.Concat(fields.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(field => field.StartsWith('[') ? $"{field[..(field.IndexOf(']', StringComparison.Ordinal) + 1)]} public{field[(field.IndexOf(']', StringComparison.Ordinal) + 1)..]};" : $"public {field};"))} }}\n";

    /// <summary>Reads the declarations as the proof does, loads them as a program does, and compares.</summary>
    private static void AssertAgree(string declarations)
    {
        string code = "using System.Runtime.CompilerServices; using System.Runtime.InteropServices; using XenSdk;\nnamespace Layouts;\n" + declarations;
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Layouts", [CSharpSyntaxTree.ParseText(code, Generation.ParseOptions)], References.All, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var stream = new MemoryStream();
        Assert.Empty(compilation.Emit(stream).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        stream.Position = 0;
        Assembly assembly = new AssemblyLoadContext("layouts", isCollectible: true).LoadFromStream(stream);

        EmittedTypes types = EmittedTypes.Read([code], _ => null);
        var engine = new ClrLayoutEngine();
        foreach (Type type in assembly.GetTypes().Where(type => type.IsValueType && !type.IsEnum && type.Namespace == "Layouts"))
        {
            ClrLayout? expected = engine.Layout(types.Find(type.FullName!)!);
            Assert.NotNull(expected);
            Assert.Equal(
                (type.Name, Measured.Size(type), Measured.Align(type), Offsets(Measured.Fields(type).Select(Measured.Offset)), code),
                (type.Name, expected.Size, expected.Align, Offsets(expected.Offsets), code));
        }
    }

    private static string Offsets(IEnumerable<int> offsets) => string.Join(" ", offsets);

    /// <summary>A struct made up at random; fields can be of structs before it.</summary>
    private sealed record RandomStruct(int Shape, int Pack, int Size, IReadOnlyList<(int Type, int Offset)> Fields)
    {
        private static readonly string[] s_scalars =
            ["byte", "sbyte", "bool", "short", "ushort", "char", "int", "uint", "float", "long", "ulong", "double", "GuestPointer32", "GuestPointer64<byte>"];

        public static Gen<IReadOnlyList<RandomStruct>> Several =>
            Gen.NonEmptyListOf(One).Select(list => (IReadOnlyList<RandomStruct>)list.ToList());

        private static Gen<RandomStruct> One =>
            from shape in Gen.Choose(0, 9)
            from pack in Gen.Elements(0, 0, 1, 2, 4, 8)
            from size in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Choose(1, 80)))
            from fields in Gen.NonEmptyListOf(Field)
            select new RandomStruct(shape, pack, size, fields.Take(12).ToList());

        private static Gen<(int, int)> Field =>
            from type in Gen.Choose(0, 30)
            from offset in Gen.Choose(0, 40)
            select (type, offset);

        public string ToCode(int index)
        {
            var code = new StringBuilder();
            bool isArray = Shape == 0;
            bool isUnion = Shape is 1 or 2;
            bool isExplicit = isUnion || Shape == 3;
            code.Append(isArray
                ? string.Create(CultureInfo.InvariantCulture, $"[InlineArray({(Size % 9) + 1}), StructLayout(LayoutKind.Sequential, Pack = {Pack})] ")
                : string.Create(CultureInfo.InvariantCulture, $"[StructLayout(LayoutKind.{(isExplicit ? "Explicit" : "Sequential")}, Pack = {Pack}, Size = {Size})] "));
            code.Append(CultureInfo.InvariantCulture, $"public struct S{index} {{ ");
            int count = isArray ? 1 : Fields.Count;
            for (int i = 0; i < count; i++)
            {
                if (isExplicit)
                    code.Append(CultureInfo.InvariantCulture, $"[FieldOffset({(isUnion ? 0 : Fields[i].Offset)})] ");
                code.Append(CultureInfo.InvariantCulture, $"public {TypeOf(Fields[i].Type, index)} F{i}; ");
            }
            return code.Append("}\n").ToString();
        }

        private static string TypeOf(int type, int index) => type < s_scalars.Length || index == 0
            ? s_scalars[type % s_scalars.Length]
            : string.Create(CultureInfo.InvariantCulture, $"S{type % index}");
    }
}
