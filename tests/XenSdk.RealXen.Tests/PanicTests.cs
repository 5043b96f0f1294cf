namespace XenSdk.RealXen.Tests;

/// <summary>samples/guest, told on its command line to panic.</summary>
public sealed class PanicTests
{
    [Fact]
    public void A_panic_says_why_and_at_which_line_of_CSharp_and_reports_itself()
    {
        Machine machine = Machine.Boot("pv", GuestBuild.Sample.Image, "Hello from C#", "panic");

        int line = Array.FindIndex(
            File.ReadAllLines(Repository.PathOf("samples", "guest", "X86_64", "Kernel.cs")),
            text => text.Contains("Panic.Because", StringComparison.Ordinal)) + 1;
        Assert.Equal("the command line asks for one", machine.After("panic: "));
        Assert.Equal($"./X86_64/Kernel.cs:{line}", machine.After("  at "));
        Assert.Equal(1, machine.Status);
    }
}
