using System.Runtime.InteropServices;
using XenSdk.Tests.Memory;

namespace XenSdk.Tests.Time;

/// <summary>The date in the shared info page.</summary>
public sealed unsafe class WallClockTests : IDisposable
{
    private readonly byte* _page = (byte*)NativeMemory.AlignedAlloc(Page.Size, Page.Size);

    public WallClockTests() => NativeMemory.Clear(_page, Page.Size);

    public void Dispose() => NativeMemory.AlignedFree(_page);

    [Theory]
    // Places from Xen's own header: wc_version, wc_sec, wc_nsec and (but for x86_32) wc_sec_hi follow each other.
    [InlineData("x86_64", 3072, 3084)]
    [InlineData("x86_32", 2304, 2340)]
    [InlineData("arm64", 1072, 1084)]
    [InlineData("arm32", 1072, 1084)]
    public void The_seconds_have_64_bits_on_every_target(string target, int clock, int secondsHigh)
    {
        *(uint*)(_page + clock) = 6;
        *(uint*)(_page + clock + 4) = 0xDEAD_BEEF;
        *(uint*)(_page + clock + 8) = 999_999_999;
        *(uint*)(_page + secondsHigh) = 0x12;

        WallClock view = SharedInfoPages.View(target, _page).Clock;

        Assert.True(view.TryRead(out WallClockTime time));
        Assert.Equal(new WallClockTime(0x12_DEAD_BEEF, 999_999_999), time);
        Assert.Equal(time, view.Read());

        *(uint*)(_page + clock) = 7;
        Assert.False(view.TryRead(out _));
    }

    [Fact]
    public void The_place_of_the_high_seconds_of_x86_32_is_that_of_C()
    {
        byte[] inC = XenHeaderInC.Bytes32(
            "struct shared_info it",
            "{ .wc = { .version = 2, .sec = 1700000000, .nsec = 5 }, .arch.wc_sec_hi = 3 }");
        inC.CopyTo(new Span<byte>(_page, inC.Length));

        WallClockTime time = SharedInfoPages.View("x86_32", _page).Clock.Read();

        Assert.Equal(new WallClockTime((3UL << 32) + 1_700_000_000, 5), time);
    }

    [Theory]
    [InlineData(0, 0u, 0UL, 0UL, 0u)]
    [InlineData(10, 999_999_999u, 1UL, 11UL, 0u)]
    [InlineData(10, 999_999_999u, 1_999_999_999UL, 12UL, 999_999_998u)]
    [InlineData(0, 0u, ulong.MaxValue, 18_446_744_073UL, 709_551_615u)]
    public void A_time_since_boot_added_to_the_date_at_boot_carries_into_the_seconds(
        ulong seconds, uint nanoseconds, ulong later, ulong expectedSeconds, uint expectedNanoseconds)
        => Assert.Equal(
            new WallClockTime(expectedSeconds, expectedNanoseconds),
            new WallClockTime(seconds, nanoseconds).Plus(later));

    [Fact]
    public void The_date_is_NETs_in_units_of_100_ns()
        => Assert.Equal(
            new DateTimeOffset(2038, 1, 19, 3, 14, 8, TimeSpan.Zero).AddTicks(12_345_678),
            new WallClockTime(0x8000_0000, 0).Plus(1_234_567_899).ToDateTimeOffset());
}
