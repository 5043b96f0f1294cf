namespace XenSdk.Tests.Queues;

/// <summary>Arguments and results in a multicall's entries, of a guest whose registers are narrower than the entries' words.</summary>
public sealed class RegisterWordTests
{
    [Theory]
    [InlineData(0xFFFFFFFF_FFFFFFFFul, 0xFFFFFFFFul)]
    [InlineData(0xFFFFFFFF_80000000ul, 0x80000000ul)]
    [InlineData(0x1_00000000ul, 0ul)]
    [InlineData(0x7FFFFFFFul, 0x7FFFFFFFul)]
    public void Arguments_of_a_32_bit_guest_are_zero_extended(ulong argument, ulong word)
    {
        Assert.Equal(word, RegisterWord.Of(argument, 4));
        Assert.Equal(argument, RegisterWord.Of(argument, 8));
    }

    [Theory]
    [InlineData(0xFFFFFFDAL, -38L)]
    [InlineData(0x80000000L, int.MinValue)]
    [InlineData(0x7FFFFFFFL, 0x7FFFFFFFL)]
    public void Results_of_a_32_bit_guest_have_the_sign_of_the_register(long word, long result)
    {
        Assert.Equal(result, RegisterWord.Result(word, 4));
        Assert.Equal(word, RegisterWord.Result(word, 8));
    }
}
