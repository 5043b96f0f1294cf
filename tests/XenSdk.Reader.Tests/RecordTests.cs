using XenSdk.Abi;
using XenSdk.Reader.Tests.Support;
using static XenSdk.Abi.AbiScalarKind;
using static XenSdk.Reader.Tests.Support.Reading;

namespace XenSdk.Reader.Tests;

public sealed class RecordTests
{
    [Fact]
    public void Fields_have_offset_size_alignment_and_the_type_as_C_writes_it()
    {
        AbiRecord record = Model("struct s { char c; long long wide; unsigned short half; };").Record("struct s");

        Assert.Equal((24, 8, false, "S"), (record.Size, record.Align, record.IsUnion, record.CSharpName));
        Assert.Equal(
            [("c", 0, 1, 1, "char"), ("wide", 8, 8, 8, "long long"), ("half", 16, 2, 2, "unsigned short")],
            record.Fields.Select(field => (field.Name, field.Offset, field.Size, field.Align, field.CType)));
        Assert.Equal([Of(AbiScalarKind.Char), Of(S64), Of(U16)], record.Fields.Select(field => field.Type));
    }

    [Theory]
    [InlineData("x86_64", 8, 8, U64)]
    [InlineData("x86_32", 4, 4, U32)]
    [InlineData("arm64", 8, 8, U64)]
    [InlineData("arm32", 4, 4, U32)]
    public void Unsigned_long_is_as_wide_as_the_target_has_it(string target, int size, int align, AbiScalarKind kind)
    {
        AbiField field = Model("struct s { unsigned long l; };", AbiTarget.Find(target)).Record("struct s").Field("l");

        Assert.Equal((size, align, Of(kind)), (field.Size, field.Align, field.Type));
    }

    [Theory]
    [InlineData("x86_32", 4, 12)]
    [InlineData("arm32", 8, 16)]
    public void A_64_bit_field_is_aligned_as_the_32_bit_target_does(string target, int offset, int size)
    {
        AbiRecord record = Model("struct s { int i; unsigned long long l; };", AbiTarget.Find(target)).Record("struct s");

        Assert.Equal((offset, size), (record.Field("l").Offset, record.Size));
    }

    [Fact]
    public void Several_declarators_are_fields_of_their_own()
    {
        AbiRecord record = Model("struct s { unsigned short x, y[2], *z; };").Record("struct s");

        Assert.Equal(
            [("x", "unsigned short"), ("y", "unsigned short[2]"), ("z", "unsigned short *")],
            record.Fields.Select(field => (field.Name, field.CType)));
    }

    [Fact]
    public void A_record_in_place_is_named_after_its_field_and_counts_from_its_own_start()
    {
        AbiField field = Model("struct s { int i; union { int a; struct { char c; short d; } in_s; } arg_1; };").Record("struct s").Field("arg_1");

        Assert.Equal((4, "Arg1", "", "Arg1Union", true), (field.Offset, field.CSharpName, field.CType, field.Inline().CSharpName, field.Inline().IsUnion));
        AbiField inner = field.Inline().Field("in_s");
        Assert.Equal((0, "InSStruct", 2), (inner.Offset, inner.Inline().CSharpName, inner.Inline().Field("d").Offset));
    }

    [Fact]
    public void Members_without_a_name_stay_members_without_a_name()
    {
        AbiRecord record = Model("struct s { int i; union { int a; float b; }; struct { int c; }; };").Record("struct s");

        Assert.Equal([("i", "I"), ("", ""), ("", "")], record.Fields.Select(field => (field.Name, field.CSharpName)));
        Assert.Equal(["a", "b"], record.Fields[1].Inline().Fields.Select(field => field.Name));
        Assert.NotEqual(record.Fields[1].Inline().CSharpName, record.Fields[2].Inline().CSharpName);
    }

    [Fact]
    public void A_struct_with_a_tag_inside_another_stands_for_itself()
    {
        AbiModel model = Model("struct outer { struct inner { char c; } in; };");

        Assert.Equal(["struct inner", "struct outer"], model.Records.Select(record => record.Name));
        Assert.Equal(new AbiNamed("struct inner"), model.Record("struct outer").Field("in").Type);
    }

    [Fact]
    public void A_struct_without_a_tag_has_the_name_of_its_typedef()
    {
        AbiModel model = Model("typedef struct { int v; } point_t; struct s { point_t p; point_t q[2]; };");

        Assert.Equal("Point", model.Record("point_t").CSharpName);
        Assert.Equal(new AbiNamed("point_t"), model.Record("struct s").Field("p").Type);
        Assert.Equal(new AbiArray(new AbiNamed("point_t"), 2), model.Record("struct s").Field("q").Type);
        Assert.Empty(model.Typedefs);
    }

    [Fact]
    public void Another_name_for_a_struct_is_no_type_of_its_own()
    {
        AbiModel model = Model("struct a { int x; }; typedef struct a a_t; struct b { a_t in; };");

        Assert.Empty(model.Typedefs);
        AbiField field = model.Record("struct b").Field("in");
        Assert.Equal((new AbiNamed("struct a"), "a_t"), (field.Type, field.CType));
    }

    [Fact]
    public void Packed_records_have_the_offsets_that_clang_gives_them()
    {
        AbiRecord record = Model("struct s { char c; int i; } __attribute__((packed));").Record("struct s");

        Assert.Equal((5, 1, 1, 4), (record.Size, record.Align, record.Field("i").Offset, record.Field("i").Align));
    }

    [Fact]
    public void Bit_fields_have_the_unit_and_the_bits_in_it()
    {
        HeaderReadResult result = Result("struct s { unsigned a:3, b:7; unsigned :0; unsigned c:30; unsigned long long d:40; };", AbiTarget.X86_64);
        AbiRecord record = result.Models[0].Record("struct s");

        Assert.Equal(
            [("a", 0, 0, 3), ("b", 0, 3, 7), ("c", 4, 0, 30), ("d", 8, 0, 40)],
            record.Fields.Select(field => (field.Name, field.Offset, field.BitOffset, field.BitWidth)));
        Assert.Equal("XEN1010", Assert.Single(result.Diagnostics).Id);
    }

    [Fact]
    public void Arrays_of_all_kinds_are_arrays()
    {
        AbiRecord record = Model("typedef unsigned char id_t[16]; struct s { id_t one; id_t two[2]; short grid[2][3]; int rest[]; };").Record("struct s");

        Assert.Equal(
            [
                new AbiNamed("id_t"),
                new AbiArray(new AbiNamed("id_t"), 2),
                new AbiArray(new AbiArray(Of(S16), 3), 2),
                new AbiArray(Of(S32), 0),
            ],
            record.Fields.Select(field => field.Type));
        Assert.Equal(["id_t", "id_t[2]", "short[2][3]", "int[]"], record.Fields.Select(field => field.CType));
        Assert.Equal((0, 4), (record.Field("rest").Size, record.Field("rest").Align));
    }

    [Theory]
    [InlineData("x86_64", 64)]
    [InlineData("arm32", 32)]
    public void Bounds_are_clangs_arithmetic(string target, int count)
    {
        AbiRecord record = Model("struct s { char bits[sizeof(unsigned long) * 8]; };", AbiTarget.Find(target)).Record("struct s");

        Assert.Equal(new AbiArray(Of(AbiScalarKind.Char), count), record.Field("bits").Type);
    }

    [Fact]
    public void Pointers_have_the_targets_width_and_say_what_is_only_read()
    {
        const string Header = "struct s { const char *text; void **v; int (*call)(int, void *); struct unknown *u; struct s *self; };";

        Assert.Equal(
            [
                new AbiPointer(Of(AbiScalarKind.Char), 32, IsConst: true, IsHandle: false),
                new AbiPointer(new AbiPointer(Of(AbiScalarKind.Void), 32, false, false), 32, false, false),
                new AbiPointer(Of(AbiScalarKind.Void), 32, false, false),
                new AbiPointer(Of(AbiScalarKind.Void), 32, false, false),
                new AbiPointer(new AbiNamed("struct s"), 32, false, false),
            ],
            Model(Header, AbiTarget.X86_32).Record("struct s").Fields.Select(field => field.Type));
        Assert.Equal(
            ["const char *", "void **", "int (*)(int, void *)", "struct unknown *", "struct s *"],
            Model(Header).Record("struct s").Fields.Select(field => field.CType));
    }

    [Theory]
    [InlineData("x86_64", 64)]
    [InlineData("x86_32", 32)]
    [InlineData("arm64", 64)]
    [InlineData("arm32", 64)]
    public void A_guest_handle_is_a_pointer_as_wide_as_the_handle(string target, int bits)
    {
        const string Header = "#include <asm/xen/interface.h>\nstruct e { int i; };\nDEFINE_GUEST_HANDLE_STRUCT(e);\nstruct s { GUEST_HANDLE(e) all; GUEST_HANDLE(void) any; };";
        AbiModel model = Model(Header, AbiTarget.Find(target));

        Assert.Equal(new AbiPointer(new AbiNamed("struct e"), bits, false, IsHandle: true), model.Record("struct s").Field("all").Type);
        Assert.Equal(new AbiPointer(Of(AbiScalarKind.Void), bits, false, IsHandle: true), model.Record("struct s").Field("any").Type);
        Assert.Equal(bits / 8, model.Record("__guest_handle_e").Size);
    }

    [Fact]
    public void Numbers_that_CSharp_has_no_type_for_are_carried_as_bytes()
    {
        AbiRecord record = Model("struct s { __int128 wide; long double ld; double d; float f; _Bool b; };").Record("struct s");

        Assert.Equal(
            [new AbiArray(Of(U8), 16), new AbiArray(Of(U8), 16), Of(F64), Of(F32), Of(Bool)],
            record.Fields.Select(field => field.Type));
    }

    [Fact]
    public void Empty_records_and_those_of_includes_are_there()
    {
        AbiModel model = Model("#include \"a.h\"\n#include <sub/b.h>\nstruct empty { };", more: [("a.h", "struct a { int x; };"), ("sub/b.h", "union b { int x; };")]);

        Assert.Equal(["struct a", "union b", "struct empty"], model.Records.Select(record => record.Name));
        Assert.Equal((0, 1), (model.Record("struct empty").Size, model.Record("struct empty").Align));
        Assert.Equal(["./a.h:1:8", "sub/b.h:1:7", "test.h:3:8"], model.Records.Select(record => record.Place.ToString()));
    }

    [Fact]
    public void A_record_that_is_only_announced_is_none() =>
        Assert.Empty(Model("struct later; typedef struct later later_t;").Records);

    [Fact]
    public void The_alignment_of_a_typedef_is_its_own()
    {
        AbiField field = Model("typedef unsigned long long __attribute__((aligned(16))) big_t; struct s { char c; big_t b; };").Record("struct s").Field("b");

        Assert.Equal((16, 8, 16, "big_t"), (field.Offset, field.Size, field.Align, field.CType));
    }
}
