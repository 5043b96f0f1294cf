namespace XenSdk.RealXen.Tests.Hypercalls;

/// <summary>Every hypercall of xen.h by its typed stub, from a PV kernel in C# on real Xen.</summary>
public sealed class PvHypercallTests
{
    // Behind these numbers this Xen has nothing: no module of security, transcendent memory no more, Argo not switched on.
    private static readonly string[] s_withoutHandler =
        ["xsm_op", "tmem_op", "xc_reserved_op", "arch_2", "arch_3", "arch_4", "arch_5", "arch_6", "arch_7"];

    // By this one Xen goes on with a long domctl: there is nothing for a guest to ask for.
    private const string Continuation = "arch_1";

    public static TheoryData<string> Hypercalls => [.. HeaderModel.Hypercalls.Values];

    public static TheoryData<string> HypercallsWithHandler => [.. HeaderModel.Hypercalls.Values.Except([.. s_withoutHandler, Continuation])];

    public static TheoryData<string> HypercallsWithoutHandler => [.. s_withoutHandler];

    public static TheoryData<string> CommandsOfMmuUpdate => [.. HeaderModel.Members("MMU_")];

    public static TheoryData<string> CommandsOfMmuExtOp => [.. HeaderModel.Members("MMUEXT_")];

    [Fact]
    public void The_kernel_comes_to_its_end() => HypercallTable.Pv.Machine.AssertSucceeded();

    [Fact]
    public void What_console_io_writes_is_on_the_console()
        => Assert.Contains("words of console_io", HypercallTable.Pv.Machine.Kernel);

    [Fact]
    public void The_header_has_47_hypercalls() => Assert.Equal(47, HeaderModel.Hypercalls.Count);

    [Theory]
    [MemberData(nameof(Hypercalls))]
    public void It_was_called_and_all_went_as_expected(string hypercall) => HypercallTable.Pv.AssertAsExpected(hypercall);

    [Theory]
    [MemberData(nameof(HypercallsWithHandler))]
    public void What_it_did_was_seen_by_more_than_its_answer(string hypercall)
        => Assert.Contains(HypercallTable.Pv.Of(hypercall), exercise => exercise.Seen == "yes");

    [Theory]
    [MemberData(nameof(HypercallsWithoutHandler))]
    public void Xen_does_not_have_it(string hypercall)
        => Assert.All(HypercallTable.Pv.Of(hypercall), exercise => Assert.Equal("-38 (ENOSYS)", exercise.Answer));

    [Theory]
    [MemberData(nameof(CommandsOfMmuUpdate))]
    public void This_command_of_mmu_update_was_given(string command) => HypercallTable.Pv.AssertAsExpected("mmu_update", command);

    [Theory]
    [MemberData(nameof(CommandsOfMmuExtOp))]
    public void This_command_of_mmuext_op_was_given(string command) => HypercallTable.Pv.AssertAsExpected("mmuext_op", command);
}
