namespace XenSdk.RealXen.Tests;

/// <summary>The kernel that <see cref="DomainTests"/> has in other domains, as dom0: it speaks on Xen's own console.</summary>
public sealed class DomainConsoleTests
{
    [Theory]
    [InlineData("pv", "Hello from C#, a PV domain")]
    [InlineData("pvh", "Hello from C#, a PVH domain")]
    public void A_kernel_that_may_be_any_domain_speaks_as_dom0(string mode, string greeting)
    {
        Machine machine = Machine.Boot(mode, GuestBuild.DomU.Image, greeting, "recite reboot");

        string[] said = [.. machine.Kernel];
        Assert.Contains(greeting, said);
        Assert.Contains("console by a ring: no", said);
        Assert.Equal(200, said.Count(static line => line.StartsWith("verse ", StringComparison.Ordinal)));
        Assert.Contains("leaving", said);
    }
}
