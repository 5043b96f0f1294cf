using XenSdk.Tests.Memory;

namespace XenSdk.Tests.OnConsole;

/// <summary>Where a guest without <c>start_info</c> finds its console.</summary>
public sealed unsafe class HvmConsoleTests
{
    [Theory]
    [InlineData(0xfeffcUL, 2UL, true)]
    [InlineData(0xfeffcUL, 0UL, false)]
    [InlineData(0UL, 2UL, false)]
    [InlineData(ulong.MaxValue, 2UL, false)]
    [InlineData(0xfeffcUL, ulong.MaxValue, false)]
    public void It_is_what_Xen_says_where_that_makes_sense(ulong frame, ulong port, bool exists)
    {
        var xen = new Hypercalls<RecordingPvPath>(default);
        RecordingPvPath.Answer = first =>
        {
            Assert.Equal(17u, Asked(first));
            *(ulong*)(first[2] + 8) = frame;
            RecordingPvPath.Answer = second =>
            {
                Assert.Equal(18u, Asked(second));
                *(ulong*)(second[2] + 8) = port;
                return 0;
            };
            return 0;
        };

        Assert.Equal(exists, xen.TryGetHvmConsole(out PseudoPhysicalFrame page, out EventPort channel));
        if (exists)
            Assert.Equal((frame, port), (page.Number, channel.Number));
    }

    [Fact]
    public void There_is_none_where_Xen_refuses()
    {
        RecordingPvPath.Answer = static first =>
        {
            *(ulong*)(first[2] + 8) = 5;
            return -22;
        };

        Assert.False(new Hypercalls<RecordingPvPath>(default).TryGetHvmConsole(out _, out _));
    }

    // hvm_op, HVMOP_get_param of the caller itself; which one.
    private static uint Asked(ulong[] call)
    {
        Assert.Equal([34ul, 1ul], call[..2]);
        Assert.Equal(0x7ff0, *(ushort*)call[2]);
        return *(uint*)(call[2] + 4);
    }
}
