namespace XenSdk.RealXen.Tests.Hypercalls;

/// <summary>Every hypercall of xen.h from a kernel in C# on Xen for arm64: by its typed stub where ARM has it, by its number
/// where it has not.</summary>
public sealed class ArmHypercallTests
{
    // What Xen for ARM answers, whatever ARM's stubs have beside it; and the timer, which is the processor's own there.
    private static readonly string[] s_withEffect =
    [
        "console_io", "xen_version", "multicall", "memory_op", "hvm_op", "vcpu_op", "sched_op", "event_channel_op", "grant_table_op",
        "set_timer_op", "dom0_op", "sysctl", "domctl",
    ];

    private static readonly string[] s_withAnswer = ["vm_assist"];

    public static TheoryData<string> Hypercalls => [.. HeaderModel.Hypercalls.Values];

    public static TheoryData<string> HypercallsWithEffect => [.. s_withEffect];

    public static TheoryData<string> HypercallsWithoutHandler => [.. HeaderModel.Hypercalls.Values.Except([.. s_withEffect, .. s_withAnswer])];

    [Fact]
    public void The_kernel_comes_to_its_end() => HypercallTable.Arm.Machine.AssertSucceeded();

    [Fact]
    public void What_console_io_writes_is_on_the_console()
        => Assert.Contains("words of console_io", HypercallTable.Arm.Machine.Kernel);

    [Theory]
    [MemberData(nameof(Hypercalls))]
    public void It_was_called_and_all_went_as_expected(string hypercall) => HypercallTable.Arm.AssertAsExpected(hypercall);

    [Theory]
    [MemberData(nameof(HypercallsWithEffect))]
    public void What_it_did_was_seen_by_more_than_its_answer(string hypercall)
        => Assert.Contains(HypercallTable.Arm.Of(hypercall), exercise => exercise.Seen == "yes");

    [Theory]
    [MemberData(nameof(HypercallsWithoutHandler))]
    public void Xen_for_ARM_does_not_have_it(string hypercall)
        => Assert.All(HypercallTable.Arm.Of(hypercall), exercise => Assert.Equal("-38 (ENOSYS)", exercise.Answer));
}
