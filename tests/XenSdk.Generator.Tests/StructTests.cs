using System.Reflection;
using XenSdk.Abi;
using static XenSdk.Generator.Tests.Sample;

namespace XenSdk.Generator.Tests;

public class StructTests
{
    private static Assembly Load(AbiModel model)
    {
        Assembly assembly = Generation.Of(model).Run().Load();
        RunningLayout.AssertIsThatOf(model, assembly, "Sample", $"Sample.{model.Target.Scope}");
        return assembly;
    }

    private static object? Run(AbiModel model, string body)
    {
        string code = $$"""
            using Sample;
            public static class Program
            {
                public static object? Run() { {{body}} }
            }
            """;
        Assembly assembly = Generation.Of(model).WithCode(code).Run().Load();
        RunningLayout.AssertIsThatOf(model, assembly, "Sample", $"Sample.{model.Target.Scope}");
        return assembly.GetType("Program")!.GetMethod("Run")!.Invoke(null, null);
    }

    [Fact]
    public void A_struct_has_the_headers_fields_in_its_order()
    {
        Type type = Load(Model(AbiTarget.X86_64, Struct("pair", 16, 8, Field("ptr", U64, 0, 8), Field("val", U64, 8, 8))))
            .GetType("Sample.Pair", throwOnError: true)!;
        Assert.Equal(["Ptr", "Val"], Measured.Fields(type).Select(field => field.Name));
        Assert.All(type.GetFields(), field => Assert.Equal(typeof(ulong), field.FieldType));
        Assert.Equal("struct pair", type.GetCustomAttribute<NativeNameAttribute>()!.Name);
    }

    [Theory]
    [InlineData(AbiScalarKind.Bool, typeof(bool), 1)]
    [InlineData(AbiScalarKind.Char, typeof(byte), 1)]
    [InlineData(AbiScalarKind.S8, typeof(sbyte), 1)]
    [InlineData(AbiScalarKind.U8, typeof(byte), 1)]
    [InlineData(AbiScalarKind.S16, typeof(short), 2)]
    [InlineData(AbiScalarKind.U16, typeof(ushort), 2)]
    [InlineData(AbiScalarKind.S32, typeof(int), 4)]
    [InlineData(AbiScalarKind.U32, typeof(uint), 4)]
    [InlineData(AbiScalarKind.S64, typeof(long), 8)]
    [InlineData(AbiScalarKind.U64, typeof(ulong), 8)]
    [InlineData(AbiScalarKind.F32, typeof(float), 4)]
    [InlineData(AbiScalarKind.F64, typeof(double), 8)]
    public void A_scalar_has_the_type_of_its_width(AbiScalarKind kind, Type expected, int size)
    {
        Assembly assembly = Load(Model(AbiTarget.X86_64, Struct("s", size, size, Field("x", new AbiScalar(kind), 0, size))));
        Assert.Equal(expected, assembly.GetType("Sample.S")!.GetField("X")!.FieldType);
    }

    [Fact]
    public void A_64_bit_number_of_x86_32_is_aligned_to_4()
    {
        AbiModel model = Model(AbiTarget.X86_32,
            Struct("pair", 16, 4, Field("ptr", U64, 0, 8, 4), Field("val", U64, 8, 8, 4)),
            Struct("odd", 12, 4, Field("a", U32, 0, 4), Field("b", U64, 4, 8, 4)));
        Assert.Equal(4, Measured.Align(Load(model).GetType("Sample.X86_32.Odd")!));
    }

    [Fact]
    public void A_packed_struct_keeps_its_odd_offsets() =>
        Load(Model(AbiTarget.X86_64, Struct("packed", 11, 1, Field("a", U8, 0, 1), Field("b", U64, 1, 8), Field("c", U16, 9, 2))));

    [Fact]
    public void A_struct_that_is_packed_in_part_is_laid_out_by_offsets() =>
        // struct { u8 a; u32 b __attribute__((packed)); u32 c; }: no Pack gives 1 for b and 8 for c.
        Load(Model(AbiTarget.X86_64, Struct("partly", 12, 4, Field("a", U8, 0, 1), Field("b", U32, 1, 4, 1), Field("c", U32, 8, 4))));

    [Fact]
    public void Padding_at_the_end_that_alignment_does_not_explain_is_kept() =>
        Load(Model(AbiTarget.X86_64, Struct("padded", 64, 8, Field("a", U64, 0, 8))));

    [Fact]
    public void The_members_of_a_union_share_their_memory()
    {
        AbiModel model = Model(AbiTarget.X86_64, Union("u", 8, 8, Field("word", U64, 0, 8), Field("bytes", Array(U8, 8), 0, 8, 1)));
        Assert.Equal((byte)0x34, Run(model, "var u = new U { Word = 0x1234 }; return u.Bytes[0];"));
    }

    [Fact]
    public void A_union_of_x86_32_has_its_alignment() =>
        Load(Model(AbiTarget.X86_32, Union("u", 8, 4, Field("a", U64, 0, 8, 4), Field("b", U32, 0, 4))));

    [Fact]
    public void Records_written_in_place_are_nested_types()
    {
        AbiRecord arg1 = Union("Arg1Union", 8, 8, Field("mfn", U64, 0, 8), Field("linear_addr", U64, 0, 8));
        AbiModel model = Model(AbiTarget.X86_64, Struct("mmuext_op", 16, 8, Field("cmd", U32, 0, 4), Field("arg1", Inline(arg1), 8, 8)));
        Assert.Equal(7UL, Run(model, "var op = new MmuextOp(); op.Arg1.Mfn = 7; MmuextOp.Arg1Union copy = op.Arg1; return copy.LinearAddr;"));
    }

    [Fact]
    public void Members_of_anonymous_members_are_reached_as_in_C()
    {
        AbiRecord inner = Struct("UnnamedStruct", 8, 4, Field("low", U32, 0, 4), Field("high", U32, 4, 4));
        AbiRecord union = Union("UnnamedUnion", 8, 8, Field("whole", U64, 0, 8), Anonymous(inner, 0));
        AbiModel model = Model(AbiTarget.X86_64, Struct("s", 16, 8, Field("kind", U32, 0, 4), Anonymous(union, 8)));
        Assert.Equal((2U, 0x2_0000_0001UL), Run(model, "var s = new S(); s.Low = 1; s.High = 2; return (s.High, s.Whole);"));
    }

    [Fact]
    public void A_record_nested_in_an_anonymous_one_can_be_named_from_outside()
    {
        AbiRecord point = Struct("AtStruct", 8, 4, Field("x", U32, 0, 4), Field("y", U32, 4, 4));
        AbiRecord union = Union("UnnamedUnion", 8, 8, Field("whole", U64, 0, 8), Field("at", Inline(point), 0, 8, 4), Field("parts", Array(U16, 4), 0, 8, 2));
        AbiModel model = Model(AbiTarget.X86_64, Struct("s", 8, 8, Anonymous(union, 0)));
        Assert.Equal((5U, (ushort)5), Run(model, "var s = new S(); s.At.X = 5; return (s.At.X, s.Parts[0]);"));
    }

    [Fact]
    public void An_array_is_in_place_and_converts_to_a_span()
    {
        AbiModel model = Model(AbiTarget.X86_64, Struct("entry", 64, 8,
            Field("op", U64, 0, 8), Field("result", S64, 8, 8), Field("args", Array(U64, 6), 16, 48, 8)));
        Assert.Equal((6, 9UL), Run(model, "var e = new Entry(); e.Args[5] = 9; System.Span<ulong> span = e.Args; return (span.Length, span[5]);"));
    }

    [Fact]
    public void An_array_of_arrays_is_indexed_twice()
    {
        AbiModel model = Model(AbiTarget.X86_64, Struct("s", 24, 4, Field("grid", Array(Array(U32, 3), 2), 0, 24, 4)));
        Assert.Equal(7U, Run(model, "var s = new S(); s.Grid[1][2] = 7; return s.Grid[1][2];"));
    }

    [Fact]
    public void An_array_of_records_written_in_place_is_one_of_a_nested_type()
    {
        AbiRecord slot = Struct("SlotsStruct", 8, 4, Field("a", U32, 0, 4), Field("b", U32, 4, 4));
        AbiModel model = Model(AbiTarget.X86_64, Struct("s", 24, 4, Field("slots", Array(Inline(slot), 3), 0, 24, 4)));
        Assert.Equal(4U, Run(model, "var s = new S(); s.Slots[2].B = 4; return s.Slots[2].B;"));
    }

    [Fact]
    public void An_array_that_has_a_name_in_C_is_a_type()
    {
        AbiModel model = Model(AbiTarget.X86_64, Struct("s", 20, 4, Field("id", U32, 0, 4), Field("owner", Named("xen_domain_handle_t"), 4, 16, 1)))
            .With(new AbiTypedef("xen_domain_handle_t", "DomainHandle", Array(U8, 16), 16, 1, "A UUID.", At(9)));
        Assert.Equal((byte)3, Run(model, "var s = new S(); s.Owner[15] = 3; DomainHandle copy = s.Owner; return copy[15];"));
    }

    [Fact]
    public void A_field_can_be_called_new()
    {
        AbiRecord inner = Struct("NewStruct", 4, 4, Field("flags", U32, 0, 4));
        AbiModel model = Model(AbiTarget.X86_64, Struct("tmem_op", 8, 4,
            Field("new", Inline(inner), 0, 4), Field("object", U32, 4, 4) with { CSharpName = "object" }));
        Assert.Equal(3U, Run(model, "var op = new TmemOp { @object = 1 }; op.New.Flags = 2; return op.New.Flags + op.@object;"));
    }

    [Fact]
    public void Fields_named_as_members_of_object_compile() =>
        Load(Model(AbiTarget.X86_64, Struct("s", 12, 4, Field("equals", U32, 0, 4), Field("get_type", U32, 4, 4), Field("to_string", U32, 8, 4))));

    [Fact]
    public void Several_declarators_on_a_line_are_fields_of_their_own() =>
        Assert.Equal(
            ["CursorX", "CursorY", "Rows"],
            Measured.Fields(Load(Model(AbiTarget.X86_64, Struct("text_mode_3", 6, 2, Field("cursor_x", U16, 0, 2), Field("cursor_y", U16, 2, 2), Field("rows", U16, 4, 2))))
                .GetType("Sample.TextMode3")!).Select(field => field.Name));

    [Fact]
    public void An_empty_struct_is_left_out_and_its_holder_says_so()
    {
        AbiModel model = Model(AbiTarget.Arm64,
            Struct("arch_vcpu_info", 0, 1),
            Struct("vcpu_info", 8, 8, Field("pending", U64, 0, 8), Field("arch", Named("struct arch_vcpu_info"), 8, 0, 1)));
        GenerationResult result = Generation.Of(model).Run();
        Assembly assembly = result.Load();
        Assert.Null(assembly.GetType("Sample.ArchVcpuInfo"));
        Assert.Equal(["Pending"], Measured.Fields(assembly.GetType("Sample.VcpuInfo")!).Select(field => field.Name));
        Assert.Contains("struct arch_vcpu_info arch", result.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flexible_array_is_left_out_and_its_holder_says_so()
    {
        AbiModel model = Model(AbiTarget.X86_64, Struct("list", 4, 4, Field("count", U32, 0, 4), Field("entries", Array(U32, 0), 4, 0, 4)));
        GenerationResult result = Generation.Of(model).Run();
        Assert.Equal(["Count"], Measured.Fields(result.Load().GetType("Sample.List")!).Select(field => field.Name));
        Assert.Contains("u32 entries[0]", result.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public void Pointers_have_their_targets_width_and_the_type_they_point_at()
    {
        AbiRecord target = Struct("target", 4, 4, Field("x", U32, 0, 4));
        AbiModel wide = Model(AbiTarget.X86_64, target, Struct("s", 24, 8,
            Field("typed", Pointer(Named("struct target")), 0, 8), Field("untyped", Pointer(Untyped), 8, 8), Field("twice", Pointer(Pointer(U32)), 16, 8)));
        AbiModel narrow = Model(AbiTarget.X86_32, target, Struct("s", 8, 4,
            Field("typed", Pointer(Named("struct target"), 32), 0, 4), Field("untyped", Pointer(Untyped, 32), 4, 4)));
        Assembly assembly = Generation.Of(wide, narrow).Run().Load();
        Type type = assembly.GetType("Sample.S")!;
        Type element = assembly.GetType("Sample.Target")!;
        Assert.Equal(typeof(GuestPointer64<>).MakeGenericType(element), type.GetField("Typed")!.FieldType);
        Assert.Equal(typeof(GuestPointer64), type.GetField("Untyped")!.FieldType);
        Assert.Equal(typeof(GuestPointer64<GuestPointer64<uint>>), type.GetField("Twice")!.FieldType);
        Assert.Equal(typeof(GuestPointer32<>).MakeGenericType(element), assembly.GetType("Sample.X86_32.S")!.GetField("Typed")!.FieldType);
        RunningLayout.AssertIsThatOf(narrow, assembly, "Sample.X86_32", "Sample");
    }

    [Fact]
    public void Structs_that_point_at_each_other_load()
    {
        AbiModel model = Model(AbiTarget.X86_64,
            Struct("a", 16, 8, Field("b", Pointer(Named("struct b")), 0, 8), Field("leaf", Pointer(Named("struct leaf")), 8, 8)),
            Struct("b", 8, 8, Field("a", Pointer(Named("struct a")), 0, 8)),
            Struct("leaf", 4, 4, Field("x", U32, 0, 4)),
            Struct("node", 8, 8, Field("next", Pointer(Named("struct node")), 0, 8)));
        Assembly assembly = Load(model);
        Assert.Equal(typeof(GuestPointer64), assembly.GetType("Sample.A")!.GetField("B")!.FieldType);
        Assert.True(assembly.GetType("Sample.A")!.GetField("Leaf")!.FieldType.IsGenericType);
    }

    [Fact]
    public void A_guest_handle_is_a_pointer_and_its_C_type_is_not_generated()
    {
        AbiModel model = Model(AbiTarget.Arm32,
            Struct("__guest_handle_void", 8, 8, Field("p", Pointer(Untyped, 32), 0, 4)),
            Struct("s", 8, 8, Field("gmfn", new AbiPointer(Untyped, 64, false, true), 0, 8)));
        Assembly assembly = Load(model);
        Assert.Equal(typeof(GuestPointer64), assembly.GetType("Sample.Arm32.S")!.GetField("Gmfn")!.FieldType);
        Assert.DoesNotContain(assembly.GetTypes(), type => type.Name.Contains("Handle", StringComparison.Ordinal));
    }

    [Fact]
    public void A_field_of_an_enum_has_its_type()
    {
        AbiModel model = Model(AbiTarget.X86_64, Struct("s", 8, 4,
                Field("cmd", U32, 0, 4) with { EnumName = "Command" }, Field("more", Array(U16, 2), 4, 4, 2) with { EnumName = "Small" }))
            .With(Enum("Command", AbiScalarKind.U32, ("CMD_GO", "Go", 7)), Enum("Small", AbiScalarKind.U16, ("SMALL_A", "A", 1)));
        Assert.Equal((7, 1), Run(model, "var s = new S { Cmd = Command.Go }; s.More[1] = Small.A; return ((int)s.Cmd, (int)s.More[1]);"));
    }

    [Fact]
    public void Fields_and_types_may_be_called_like_what_is_around_them() =>
        // A field of a type that is called like another field, a nested type called like the outer namespace.
        Load(Model(AbiTarget.X86_64,
            Struct("time", 8, 8, Field("x", U64, 0, 8)),
            Struct("holder", 16, 8, Field("time", Named("struct time"), 0, 8), Field("other", Named("struct time"), 8, 8))));
}
