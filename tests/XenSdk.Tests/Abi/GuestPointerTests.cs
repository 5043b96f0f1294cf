using System.Runtime.CompilerServices;

namespace XenSdk.Tests.Abi;

public sealed unsafe class GuestPointerTests
{
    [Fact]
    public void They_have_the_width_of_the_guests_pointer_in_any_process()
    {
        Assert.Equal(8, Unsafe.SizeOf<GuestPointer64>());
        Assert.Equal(8, Unsafe.SizeOf<GuestPointer64<decimal>>());
        Assert.Equal(4, Unsafe.SizeOf<GuestPointer32>());
        Assert.Equal(4, Unsafe.SizeOf<GuestPointer32<ulong>>());
    }

    [Fact]
    public void A_pointer_of_the_process_becomes_its_address()
    {
        uint value = 1;
        GuestPointer64<uint> typed = &value;
        GuestPointer64 untyped = typed;

        Assert.Equal((ulong)&value, typed.Address);
        Assert.Equal((GuestPointer64)(void*)&value, untyped);
        Assert.Equal(typed, untyped.To<uint>());
        Assert.False(typed.IsNull);
        Assert.True(default(GuestPointer64<uint>).IsNull);
    }

    [Fact]
    public void They_are_equal_by_address_and_read_as_hexadecimal()
    {
        Assert.Equal("0xffffffff80000000", new GuestPointer64<byte>(0xFFFFFFFF_80000000).ToString());
        Assert.Equal("0xc0100000", new GuestPointer32(0xC0100000).ToString());
        Assert.True(new GuestPointer32<int>(4) == new GuestPointer32(4).To<int>());
        Assert.True(new GuestPointer64(4) != new GuestPointer64(5));
    }
}
