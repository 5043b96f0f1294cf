using System.Reflection;
using XenSdk.Abi;

namespace XenSdk.Generator.Tests;

/// <summary>Asserts that loaded types have a model's layout, as the running CLR measures it.</summary>
internal static class RunningLayout
{
    /// <summary>Every record and named array of a model, found by C's name among the types of a namespace.</summary>
    public static void AssertIsThatOf(AbiModel model, Assembly assembly, params string[] namespaces)
    {
        int checkedDeclarations = 0;
        foreach (AbiRecord record in model.Records.Where(record => record.Size > 0 && !ModelIndex.IsHandle(record.Name)))
        {
            Type type = namespaces.Select(space => assembly.GetType($"{space}.{record.CSharpName}")).OfType<Type>().First();
            AssertRecord(type, record, record.Name, ref checkedDeclarations);
        }
        foreach (AbiTypedef typedef in model.Typedefs.Where(typedef => typedef.Type is AbiArray && typedef.Size > 0))
        {
            Type type = namespaces.Select(space => assembly.GetType($"{space}.{typedef.CSharpName}")).OfType<Type>().First();
            Assert.Equal((typedef.Name, typedef.Size, typedef.Align), (typedef.Name, Measured.Size(type), Measured.Align(type)));
            checkedDeclarations++;
        }
        Assert.True(checkedDeclarations > 0);
    }

    private static void AssertRecord(Type type, AbiRecord record, string path, ref int checkedDeclarations)
    {
        checkedDeclarations++;
        Assert.Equal((path, record.Size, record.Align), (path, Measured.Size(type), Measured.Align(type)));
        foreach (AbiField field in Named(record, 0).Where(field => field.Size > 0 && field.BitWidth == 0))
        {
            FieldInfo declared = Measured.Fields(type).Single(candidate => NameOf(candidate) == field.Name);
            string name = $"{path}.{field.Name}";
            Assert.Equal((name, field.Offset, field.Size), (name, Measured.Offset(declared), Measured.Size(declared.FieldType)));
            if (field.Type is AbiInline inline)
                AssertRecord(declared.FieldType, inline.Record, name, ref checkedDeclarations);
        }
    }

    /// <summary>The fields as C's programs name them: anonymous members are transparent.</summary>
    private static IEnumerable<AbiField> Named(AbiRecord record, int offset) => record.Fields.SelectMany(field =>
        field.Name.Length == 0 && field.Type is AbiInline anonymous
            ? Named(anonymous.Record, offset + field.Offset)
            : [field with { Offset = offset + field.Offset }]);

    private static string NameOf(FieldInfo field) => field.GetCustomAttribute<NativeNameAttribute>()?.Name ?? "";
}
