namespace XenSdk.RealXen.Tests.Hypercalls;

/// <summary>The one command that leaves nobody to look for its effect: <c>SCHEDOP_shutdown</c>, which the kernel gives at once
/// when its command line says so.</summary>
public sealed class ShutdownTests
{
    [Fact]
    public void A_shutdown_for_a_reboot_does_not_come_back_and_Xen_reboots()
    {
        Machine machine = Machine.Boot("pv", GuestBuild.Hypercalls.Image, "Hello from C#", "shutdown");

        Assert.Contains("(XEN) Hardware Dom0 shutdown: rebooting machine", machine.Console);
        Assert.Equal(["Hello from C#, where every hypercall is made"], machine.Kernel.Where(line => line.Length > 0));
    }
}
