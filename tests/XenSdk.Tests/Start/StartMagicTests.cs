using System.Text;

namespace XenSdk.Tests.Start;

/// <summary>The text that start_info begins with.</summary>
public sealed class StartMagicTests
{
    [Theory]
    [InlineData("xen-3.0-x86_64", 3, 0, "x86_64")]
    [InlineData("xen-3.0-x86_32p", 3, 0, "x86_32p")]
    [InlineData("xen-3.0-x86_64\0rubbish", 3, 0, "x86_64")]
    [InlineData("xen-12.345-powerpc64HV", 12, 345, "powerpc64HV")]
    [InlineData("xen-3.0-a-b", 3, 0, "a-b")]
    public void Version_and_platform_are_taken_apart(string text, int major, int minor, string platform)
    {
        Assert.True(StartMagic.TryParse(Encoding.ASCII.GetBytes(text), out StartMagic magic));
        Assert.Equal((major, minor, platform), (magic.Major, magic.Minor, Encoding.ASCII.GetString(magic.Platform)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("xen")]
    [InlineData("Xen-3.0-x86_64")]
    [InlineData("xen-3-x86_64")]
    [InlineData("xen-.0-x86_64")]
    [InlineData("xen-3.-x86_64")]
    [InlineData("xen-3.0")]
    [InlineData("xen-3.0-")]
    [InlineData("xen-3.0-\0x86_64")]
    [InlineData("xen-65536.0-x86_64")]
    [InlineData("xen-99999999999999999999.0-x86_64")]
    [InlineData("xen--3.0-x86_64")]
    public void Any_other_text_is_no_magic(string text)
        => Assert.False(StartMagic.TryParse(Encoding.ASCII.GetBytes(text), out _));
}
