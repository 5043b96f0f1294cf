using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using XenSdk.Abi;

namespace XenSdk.Tests.Abi;

/// <summary>
/// The process agrees with the proof: every generated type of every target has, in memory, the size, the alignment and the
/// offsets that clang found in C.
/// </summary>
public sealed class RuntimeLayoutTests
{
    public static TheoryData<string> Targets => [.. AbiTarget.All.Select(static target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_record_of_the_target_is_in_memory_as_it_is_in_C(string target)
    {
        var differences = new List<string>();
        int fields = 0;
        AbiModel model = Model(target);
        foreach (AbiRecord record in Emitted(model))
        {
            if (Find(model, record.CSharpName) is { } type)
                Compare(record, type, record.Name, 0, differences, ref fields);
            else
                differences.Add($"{record.Name} has no C# type");
        }

        Assert.Empty(differences);
        Assert.True(fields > 150, $"Only {fields} fields were compared.");
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_typedefd_array_of_the_target_is_in_memory_as_it_is_in_C(string target)
    {
        AbiModel model = Model(target);
        AbiTypedef[] arrays = [.. model.Typedefs.Where(static typedef => typedef.Type is AbiArray)];
        Assert.NotEmpty(arrays);
        foreach (AbiTypedef array in arrays)
        {
            Type type = Find(model, array.CSharpName)!;
            Assert.Equal((array.Size, array.Align), (MeasuredType.SizeOf(type), MeasuredType.AlignmentOf(type)));
        }
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_enum_of_the_target_has_the_values_and_the_width_of_C(string target)
    {
        AbiModel model = Model(target);
        Assert.NotEmpty(model.Enums);
        foreach (AbiEnum described in model.Enums)
        {
            Type type = Find(model, described.CSharpName)!;
            IEnumerable<string> expected = described.Members.Select(static member => $"{member.CSharpName} = {member.Value}");
            IEnumerable<string> actual = type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(
                static field => string.Create(CultureInfo.InvariantCulture, $"{field.Name} = {field.GetRawConstantValue()}"));
            Assert.Equal(expected.Order(), actual.Order());
            Assert.Equal(Width(described.Underlying), MeasuredType.SizeOf(type.GetEnumUnderlyingType()));
        }
    }

    [Fact]
    public void There_is_no_generated_type_that_no_model_knows()
    {
        HashSet<string> known = [.. AbiTarget.All.Select(static target => Model(target.Name))
            .SelectMany(static model => model.Records.Select(static record => record.Name))];
        foreach (Type type in typeof(MmuUpdate).Assembly.GetTypes().Where(static type => type is { IsValueType: true, IsEnum: false }))
        {
            if (NativeName(type) is { } name && !type.IsDefined(typeof(InlineArrayAttribute)))
                Assert.Contains(name, known);
        }
    }

    /// <summary>Every complete record but guest handles, which are pointers in C#, and those without content, which C# cannot
    /// have.</summary>
    private static IEnumerable<AbiRecord> Emitted(AbiModel model) => model.Records.Where(
        static record => record.Size > 0 && !record.Name.Contains("__guest_handle_", StringComparison.Ordinal));

    private static void Compare(AbiRecord record, Type type, string path, int start, List<string> differences, ref int fields)
    {
        if (start == 0)
        {
            Expect(path, "size", record.Size, MeasuredType.SizeOf(type));
            Expect(path, "alignment", record.Align, MeasuredType.AlignmentOf(type));
        }

        var seen = new HashSet<string>();
        CompareFields(record, start, ref fields);
        if (start == 0)
        {
            foreach (FieldInfo extra in type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance))
            {
                if (!seen.Contains(extra.Name))
                    differences.Add($"{path} has a field {extra.Name} in C# that C does not have");
            }
        }

        // Members of an anonymous struct or union are members of what it stands in, in C# as in C.
        void CompareFields(AbiRecord from, int at, ref int fields)
        {
            foreach (AbiField field in from.Fields)
            {
                if (field is { Name: "", Type: AbiInline anonymous })
                {
                    CompareFields(anonymous.Record, at + field.Offset, ref fields);
                    continue;
                }

                if (field.Size == 0)
                    continue;
                string name = $"{path}.{field.Name}";
                FieldInfo? found = type.GetFields().SingleOrDefault(candidate => NativeName(candidate) == field.Name);
                if (found is null)
                {
                    differences.Add($"{name} is not in C#");
                    continue;
                }

                fields++;
                seen.Add(found.Name);
                Expect(name, "offset", at + field.Offset, MeasuredType.OffsetOf(found));
                Expect(name, "size", field.Size, MeasuredType.SizeOf(found.FieldType));
                CompareInside(field.Type, found.FieldType, name, ref fields);
            }
        }

        void CompareInside(AbiType inside, Type memory, string name, ref int fields)
        {
            if (inside is AbiInline nested)
                Compare(nested.Record, memory, name, 0, differences, ref fields);
            if (inside is not AbiArray array)
                return;
            Type element = memory.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance).Single().FieldType;
            Expect(name, "length", array.Count, memory.GetCustomAttribute<InlineArrayAttribute>()!.Length);
            CompareInside(array.Element, element, name + "[]", ref fields);
        }

        void Expect(string name, string what, int inC, int inMemory)
        {
            if (inC != inMemory)
                differences.Add($"{what} of {name} is {inC} in C and {inMemory} in memory");
        }
    }

    /// <summary>The type of a name as code sees it that is written for the target: its own namespace first, the shared one
    /// around it next.</summary>
    private static Type? Find(AbiModel model, string name) =>
        typeof(MmuUpdate).Assembly.GetType($"XenSdk.{model.Target.Scope}.{name}") ?? typeof(MmuUpdate).Assembly.GetType($"XenSdk.{name}");

    private static string? NativeName(MemberInfo member) => member.GetCustomAttribute<NativeNameAttribute>()?.Name;

    private static AbiModel Model(string target) => AbiModels.Read(target);

    private static int Width(AbiScalarKind kind) => kind switch
    {
        AbiScalarKind.S8 or AbiScalarKind.U8 => 1,
        AbiScalarKind.S16 or AbiScalarKind.U16 => 2,
        AbiScalarKind.S32 or AbiScalarKind.U32 => 4,
        AbiScalarKind.S64 or AbiScalarKind.U64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
