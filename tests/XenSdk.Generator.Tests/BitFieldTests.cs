using System.Reflection;
using XenSdk.Abi;
using static XenSdk.Generator.Tests.Sample;

namespace XenSdk.Generator.Tests;

public class BitFieldTests
{
    private static readonly AbiRecord s_flags = Struct("flags", 8, 4,
        Bits("low", U32, 0, 4, 0, 3), Bits("middle", U32, 0, 4, 3, 5), Bits("signed", S32, 0, 4, 8, 4), Bits("on", Bool, 0, 4, 12, 1),
        Bits("top", U32, 0, 4, 31, 1), Field("after", U32, 4, 4));

    private static object? Run(AbiRecord record, string body)
    {
        string code = $$"""
            using System;
            using Sample;
            public static class Program
            {
                public static object? Run() { {{body}} }
            }
            """;
        AbiModel model = Model(AbiTarget.X86_64, record);
        Assembly assembly = Generation.Of(model).WithCode(code).Run().Load();
        RunningLayout.AssertIsThatOf(model, assembly, "Sample");
        return assembly.GetType("Program")!.GetMethod("Run")!.Invoke(null, null);
    }

    [Fact]
    public void A_bit_field_stands_where_C_puts_it() =>
        Assert.Equal(
            0x8000_1F9DU,
            Run(s_flags, "var f = new Flags { Low = 5, Middle = 19, Signed = -1, On = true, Top = 1, After = 0 };" +
                "return System.Runtime.InteropServices.MemoryMarshal.Cast<Flags, uint>(new ReadOnlySpan<Flags>(in f))[0];"));

    [Fact]
    public void What_is_written_is_read() =>
        Assert.Equal(
            (5U, 19U, -8, true, 1U),
            Run(s_flags, "var f = new Flags { Low = 5, Middle = 19, Signed = -8, On = true, Top = 1 }; return (f.Low, f.Middle, f.Signed, f.On, f.Top);"));

    [Fact]
    public void Writing_one_leaves_its_neighbours() =>
        Assert.Equal(
            (7U, 0U, 7, false, 1U),
            Run(s_flags, "var f = new Flags { Low = 7, Middle = 31, Signed = 7, On = true, Top = 1 }; f.Middle = 0; f.On = false; return (f.Low, f.Middle, f.Signed, f.On, f.Top);"));

    [Fact]
    public void Bits_that_do_not_fit_are_cut_off() =>
        Assert.Equal((1U, 0U), Run(s_flags, "var f = new Flags { Low = 9 }; return (f.Low, f.Middle);"));

    [Theory]
    [InlineData(AbiScalarKind.U8, 1)]
    [InlineData(AbiScalarKind.U16, 2)]
    [InlineData(AbiScalarKind.U32, 4)]
    [InlineData(AbiScalarKind.U64, 8)]
    public void Every_width_of_unit_works(AbiScalarKind kind, int size)
    {
        int top = (size * 8) - 3;
        AbiRecord record = Struct("s", size, size, Bits("low", new AbiScalar(kind), 0, size, 0, 3), Bits("rest", new AbiScalar(kind), 0, size, 3, top));
        ulong all = (1UL << top) - 1;
        Assert.Equal((2UL, all), Run(record, $"var s = new S(); s.Rest = unchecked(({AbiScalars.Keyword(kind)})ulong.MaxValue); s.Low = 2; return ((ulong)s.Low, (ulong)s.Rest);"));
    }

    [Fact]
    public void Units_of_different_types_may_overlap() =>
        // struct { u8 x; u32 b : 8; }: the unit of b is the word that x is part of.
        Assert.Equal(
            0xAB_11U,
            Run(Struct("s", 4, 4, Field("x", U8, 0, 1), Bits("b", U32, 0, 4, 8, 8)),
                "var s = new S { X = 0x11, B = 0xAB }; return System.Runtime.InteropServices.MemoryMarshal.Cast<S, uint>(new ReadOnlySpan<S>(in s))[0];"));

    [Fact]
    public void Bit_fields_of_an_anonymous_member_are_reached_as_in_C() =>
        Assert.Equal(
            (3U, 0x30U),
            Run(Struct("s", 4, 4, Anonymous(Union("UnnamedUnion", 4, 4, Field("all", U32, 0, 4), Anonymous(Struct("UnnamedStruct", 4, 4, Bits("b", U32, 0, 4, 4, 2)), 0)), 0)),
                "var s = new S { B = 3 }; return (s.B, s.All);"));

    [Fact]
    public void A_bit_field_that_crosses_its_unit_is_an_error() =>
        // Only packed structs have these.
        Assert.Equal(["XEN2004"], Generation.Of(Model(AbiTarget.X86_64, Struct("s", 2, 1, Bits("a", U8, 0, 1, 0, 5), Bits("b", U8, 0, 1, 5, 7)))).Run().Ids
            .Where(id => id != "XEN2005" && id != "XEN2001").Distinct());
}
