using XenSdk.Simulation;

namespace XenSdk.Tests.Versions;

public sealed class XenVersionTests
{
    [Theory]
    [InlineData(4, 17, ".7", "4.17.7")]
    [InlineData(4, 20, "", "4.20")]
    [InlineData(65535, 0, "-0123456789abcd", "65535.0-0123456789abcd")]
    public void It_reads_as_Xen_prints_it(ushort major, ushort minor, string extra, string text)
    {
        using var xen = SimulatedXen.Start(new() { MajorVersion = major, MinorVersion = minor, ExtraVersion = extra });

        XenVersion version = xen.Hypercalls.Version();

        Assert.Equal(text, version.ToString());
        Assert.Equal((major, minor), (version.Major, version.Minor));
        Assert.Equal(extra, System.Text.Encoding.ASCII.GetString(version.Extra));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_refusal_of_either_command_is_thrown_or_returned(ulong refused)
    {
        using var xen = SimulatedXen.Start();
        xen.Interceptor = (in HypercallRequest request) => request.A1 == refused ? -1 : null;

        Assert.Equal(XenErrno.EPERM, Assert.Throws<XenHypercallException>(() => xen.Hypercalls.Version()).Error);
        Assert.Equal(XenErrno.EPERM, xen.Hypercalls.GetVersion(out XenVersion version).Error);
        Assert.Equal(default, version);
    }

    [Fact]
    public void Versions_are_ordered_by_their_numbers()
    {
        var version = new XenVersion(4, 17);
        Assert.True(version.IsAtLeast(4, 17) && version.IsAtLeast(4, 9) && version.IsAtLeast(3, 99));
        Assert.False(version.IsAtLeast(4, 18) || version.IsAtLeast(5, 0));
        Assert.True(version > new XenVersion(4, 2) && version < new XenVersion(5, 0) && version >= new XenVersion(4, 17) && version <= new XenVersion(4, 17));
        Assert.True(version == new XenVersion(4, 17) && version != new XenVersion(4, 18));
    }

    [Fact]
    public void What_follows_the_numbers_is_part_of_what_makes_versions_equal()
    {
        using var first = SimulatedXen.Start(new() { ExtraVersion = ".7" });
        using var second = SimulatedXen.Start(new() { ExtraVersion = ".8" });

        Assert.NotEqual(first.Hypercalls.Version(), second.Hypercalls.Version());
        Assert.Equal(first.Hypercalls.Version(), first.Hypercalls.Version());
        Assert.Equal(0, first.Hypercalls.Version().CompareTo(second.Hypercalls.Version()));
    }
}
