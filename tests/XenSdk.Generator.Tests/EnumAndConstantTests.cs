using System.Reflection;
using XenSdk.Abi;
using static XenSdk.Generator.Tests.Sample;

namespace XenSdk.Generator.Tests;

public class EnumAndConstantTests
{
    private static readonly AbiModel s_empty = Model(AbiTarget.X86_64);

    [Fact]
    public void An_enum_has_the_headers_values_and_the_models_width()
    {
        Type type = Generation.Of(s_empty.With(Enum("Virq", AbiScalarKind.U16, ("VIRQ_TIMER", "Timer", 0), ("VIRQ_ARCH_7", "Arch7", 23)))).Run().Load().GetType("Sample.Virq")!;
        Assert.Equal(typeof(ushort), System.Enum.GetUnderlyingType(type));
        Assert.Equal(["Timer = 0", "Arch7 = 23"], type.GetFields(BindingFlags.Static | BindingFlags.Public).Select(field => $"{field.Name} = {field.GetRawConstantValue()}"));
        Assert.Equal("VIRQ_ARCH_7", type.GetField("Arch7")!.GetCustomAttribute<NativeNameAttribute>()!.Name);
        Assert.False(type.IsDefined(typeof(FlagsAttribute)));
    }

    [Fact]
    public void Values_that_can_be_ORed_are_flags_in_hexadecimal()
    {
        GenerationResult result = Generation.Of(s_empty.With(Enum("Sif", AbiScalarKind.U32, ("SIF_A", "A", 1), ("SIF_MASK", "Mask", 0xFF00)) with { IsFlags = true })).Run();
        Assert.True(result.Load().GetType("Sample.Sif")!.IsDefined(typeof(FlagsAttribute)));
        Assert.Contains("Mask = 0xFF00,", result.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_equal_value_stay_apart()
    {
        Type type = Generation.Of(s_empty.With(Enum("Uvmf", AbiScalarKind.U64, ("UVMF_NONE", "None", 0), ("UVMF_MULTI", "Multi", 0), ("UVMF_LOCAL", "Local", 0)))).Run().Load().GetType("Sample.Uvmf")!;
        Assert.Equal(["None", "Multi", "Local"], type.GetFields(BindingFlags.Static | BindingFlags.Public).Select(field => field.Name));
    }

    [Theory]
    [InlineData(AbiScalarKind.S8, typeof(sbyte), -1L)]
    [InlineData(AbiScalarKind.S32, typeof(int), -1L)]
    [InlineData(AbiScalarKind.S64, typeof(long), long.MinValue)]
    [InlineData(AbiScalarKind.S64, typeof(long), long.MaxValue)]
    public void A_signed_enum_keeps_the_sign(AbiScalarKind kind, Type underlying, long value)
    {
        AbiEnum group = Enum("E", kind) with { Members = new[] { Member(AbiScalarKind.S64, unchecked((ulong)value)) }.ToEquatableArray() };
        object constant = Generation.Of(s_empty.With(group)).Run().Load().GetType("Sample.E")!.GetField("A")!.GetRawConstantValue()!;
        Assert.Equal(underlying, constant.GetType());
        Assert.Equal(value, Convert.ToInt64(constant, null));
    }

    [Fact]
    public void A_negative_value_wraps_in_an_unsigned_enum_as_in_C()
    {
        AbiEnum group = Enum("E", AbiScalarKind.U32) with { Members = new[] { Member(AbiScalarKind.S32, ulong.MaxValue) }.ToEquatableArray() };
        Assert.Equal(uint.MaxValue, Generation.Of(s_empty.With(group)).Run().Load().GetType("Sample.E")!.GetField("A")!.GetRawConstantValue());
    }

    [Theory]
    [InlineData(AbiScalarKind.U8, AbiScalarKind.S32, 256UL)]
    [InlineData(AbiScalarKind.S32, AbiScalarKind.U32, 0x8000_0000UL)]
    [InlineData(AbiScalarKind.U32, AbiScalarKind.U64, 0x1_0000_0000UL)]
    [InlineData(AbiScalarKind.S8, AbiScalarKind.S32, 0xFFFF_FFFF_FFFF_FF7FUL)]
    public void A_value_that_the_enum_cannot_hold_is_an_error(AbiScalarKind underlying, AbiScalarKind kind, ulong bits)
    {
        AbiEnum group = Enum("E", underlying) with { Members = new[] { Member(kind, bits) }.ToEquatableArray() };
        Assert.Equal(["XEN2005"], Generation.Of(s_empty.With(group)).Run().Ids);
    }

    [Theory]
    [InlineData(AbiScalarKind.S32, 0xFFFF_FFFF_FFFF_FFFFUL, -1)]
    [InlineData(AbiScalarKind.S32, 0xFFFF_FFFF_8000_0000UL, int.MinValue)]
    [InlineData(AbiScalarKind.U32, 0x7FF0UL, 0x7FF0U)]
    [InlineData(AbiScalarKind.U32, 0xFFFF_FFFFUL, uint.MaxValue)]
    [InlineData(AbiScalarKind.S64, 0x8000_0000_0000_0000UL, long.MinValue)]
    [InlineData(AbiScalarKind.U64, 0xFFFF_FFFF_FFFF_FFFFUL, ulong.MaxValue)]
    [InlineData(AbiScalarKind.U64, 0UL, 0UL)]
    public void A_constant_has_Cs_type_and_value(AbiScalarKind kind, ulong bits, object expected) =>
        Assert.Equal(expected, Generation.Of(s_empty.With(Constant("THE_VALUE", kind, bits))).Run().Load()
            .GetType("Sample.XenConstantsAdditions")!.GetField("TheValue")!.GetRawConstantValue());

    [Fact]
    public void A_macro_that_is_no_constant_is_none_in_CSharp()
    {
        AbiModel model = s_empty.With(
            Constant("A", AbiScalarKind.S32, 1),
            Constant("B", AbiScalarKind.S32, 1) with { Disposition = AbiDisposition.EnumMember, Detail = "E.B" },
            Constant("C", AbiScalarKind.S32, 1) with { Disposition = AbiDisposition.Skipped, Value = null, Detail = "it has no value" },
            Constant("D", AbiScalarKind.S32, 1) with { Disposition = AbiDisposition.Inactive, Value = null, Detail = "not for this target" });
        Assert.Equal(["A"], Generation.Of(model).Run().Load().GetType("Sample.XenConstantsAdditions")!.GetFields().Select(field => field.Name));
    }

    private static AbiEnumMember Member(AbiScalarKind kind, ulong bits) => new("E_A", "A", new AbiInteger(kind, bits), "");
}
