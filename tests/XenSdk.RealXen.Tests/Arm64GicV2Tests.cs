namespace XenSdk.RealXen.Tests;

/// <summary>The same image on a machine with the older interrupt controller, booted once.</summary>
public sealed class Arm64GicV2Boot
{
    public Machine Machine { get; } = Machine.Boot("arm64-gicv2", GuestBuild.SampleForArm.Image, "Hello from C#");
}

/// <summary>What differs with a GICv2: how interrupts come.</summary>
public sealed class Arm64GicV2Tests(Arm64GicV2Boot boot) : IClassFixture<Arm64GicV2Boot>
{
    private readonly Machine _machine = boot.Machine;

    [Fact]
    public void The_kernel_comes_to_its_end() => _machine.AssertSucceeded();

    [Fact]
    public void It_finds_the_interrupt_controller_of_the_machine()
        => Assert.Equal("GICv2", _machine.After("interrupts by a "));

    [Fact]
    public void Events_come_to_CSharp()
        => Assert.Matches("^3 taken at port [0-9]+$", _machine.After("3 events sent to ourselves, "));

    [Fact]
    public void Timer_interrupts_come_to_CSharp()
        => Assert.Matches("^[0-9]+ ms by 10 timer interrupts$", _machine.After("10 times 100 ms: "));
}
