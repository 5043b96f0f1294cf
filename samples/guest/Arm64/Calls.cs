using XenSdk;
using XenSdk.Guest;

/// <summary>Hypercalls that ARM has, and some that it has not.</summary>
internal static unsafe class Calls
{
    // Of xen/include/public/sched.h, vcpu.h, grant_table.h and hvm/hvm_op.h.
    private const int Yield = 0;
    private const int IsUp = 3;
    private const uint QuerySize = 6;
    private const int GetParameter = 1;
    private const uint CallbackInterrupt = 0;

    internal static void Run(Hypercalls<ArmHypercallGates> xen)
    {
        var console = new GuestConsole<ArmHypercallGates>(xen);
        console.WriteLine($"sched_op yield: {xen.SchedOp(Yield, default(GuestPointer64))}");
        console.WriteLine($"vcpu_op is_up of vCPU 0: {xen.VcpuOp(IsUp, 0, default(GuestPointer64))}");
        console.WriteLine($"vcpu_op is_up of vCPU 9: {xen.VcpuOp(IsUp, 9, default(GuestPointer64))}");

        var grants = new GrantSize { Domain = DomainId.Self, Frames = 0, MaximumFrames = 0, Status = 0 };
        console.WriteLine($"grant_table_op query_size: {xen.GrantTableOp(QuerySize, new Span<GrantSize>(ref grants))}, status {(int)grants.Status}, {grants.Frames} frames, at most {grants.MaximumFrames}");

        var parameter = new Parameter { Domain = DomainId.Self, Index = CallbackInterrupt, Value = 0 };
        console.WriteLine($"hvm_op get_param: {xen.HvmOp(GetParameter, ref parameter)}, events come as interrupt {parameter.Value & 0xff}");

        Span<MulticallEntry> calls = stackalloc MulticallEntry[4];
        calls.Clear();
        calls[0].Op = HypercallNumber.XenVersion;
        calls[1].Op = (HypercallNumber)55;
        calls[2].Op = HypercallNumber.XenVersion;
        calls[2].Args[0] = 1;
        calls[2].Args[1] = 8;
        calls[3].Op = HypercallNumber.XenVersion;
        HypercallResult result = xen.Multicall(calls);
        console.WriteLine($"multicall: {result}; version 0x{(ulong)calls[0].Result:x}, unknown {calls[1].Result}, bad pointer {calls[2].Result}, version 0x{(ulong)calls[3].Result:x}");
        console.WriteLine($"mmu_update here: {new HypercallResult(xen.Path.Call((uint)HypercallNumber.MmuUpdate, 0, 0, 0, 0))}");
    }

    // struct gnttab_query_size
    private struct GrantSize
    {
        public DomainId Domain;
        public uint Frames;
        public uint MaximumFrames;
        public short Status;
    }

    // struct xen_hvm_param
    private struct Parameter
    {
        public DomainId Domain;
        public uint Index;
        public ulong Value;
    }
}
