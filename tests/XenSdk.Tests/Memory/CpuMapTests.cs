namespace XenSdk.Tests.Memory;

/// <summary>Sets of CPUs.</summary>
public sealed class CpuMapTests
{
    [Fact]
    public void A_number_is_one_bit()
    {
        CpuMap map = CpuMap.Of(0).With(5).With(63).With(5);

        Assert.Equal(0x8000_0000_0000_0021UL, map.Bits);
        Assert.Equal(3, map.Count);
        Assert.True(map.Contains(0) && map.Contains(5) && map.Contains(63));
        Assert.False(map.Contains(1) || map.Contains(64) || map.Contains(-1));
        Assert.Equal(CpuMap.Of(0).With(63), map.Without(5).Without(6));
    }

    [Fact]
    public void The_numbers_come_lowest_first()
    {
        List<int> numbers = [];
        foreach (int number in CpuMap.Of(63).With(2).With(0))
            numbers.Add(number);

        Assert.Equal([0, 2, 63], numbers);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(64)]
    public void A_number_without_a_bit_overflows(int number)
    {
        Assert.Throws<OverflowException>(() => CpuMap.Of(number));
        Assert.Throws<OverflowException>(() => default(CpuMap).With(number));
        Assert.Throws<OverflowException>(() => default(CpuMap).Without(number));
    }
}
