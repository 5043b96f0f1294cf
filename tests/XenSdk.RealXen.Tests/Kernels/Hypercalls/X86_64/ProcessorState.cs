using XenSdk;
using XenSdk.Guest;
using XenSdk.X86_64;

/// <summary>What belongs to a processor: traps, the FPU, debug registers.</summary>
internal static unsafe class ProcessorState
{
    private const ulong BreakOnWriteOfEightBytes0 = 0x1 | (0x1 << 16) | (0x2 << 18);
    private const ulong Reached0 = 1;

    private static ulong s_watched;

    internal static void Run(Hypercalls<PvHypercallPage> xen)
    {
        TrapTable(xen);
        Fpu(xen);
        DebugRegisters(xen);
    }

    private static void TrapTable(Hypercalls<PvHypercallPage> xen)
    {
        const HypercallNumber call = HypercallNumber.SetTrapTable;
        TrapInfo* table = Instructions.TrapTable();
        var entries = new ReadOnlySpan<TrapInfo>(table, 21);

        // Two entries: what a breakpoint is to do, and the end.
        Span<TrapInfo> one = stackalloc TrapInfo[2];
        one[0] = table[Traps.Breakpoint];
        one[0].Address = table[Traps.InvalidOpcode].Address;
        one[1] = default;
        HypercallResult result = xen.SetTrapTable(one);
        uint elsewhere = Traps.Count(Traps.InvalidOpcode);
        Instructions.Breakpoint();
        Table.Effect(call, "vector 3 to the entry of another trap"u8, result, "int3 comes to C# as that trap"u8, Traps.Count(Traps.InvalidOpcode) == elsewhere + 1);

        result = xen.SetTrapTable(entries);
        uint breakpoints = Traps.Count(Traps.Breakpoint);
        Instructions.Breakpoint();
        Table.Effect(call, "all 20 traps to XenSdk.Guest's entries"u8, result, "int3 comes to C# as trap 3"u8, Traps.Count(Traps.Breakpoint) == breakpoints + 1);

        one[0].Address = 1ul << 63;
        Table.Refusal(call, "an address that is not canonical"u8, xen.SetTrapTable(one), XenErrno.EINVAL);
        Panic.IfError(xen.SetTrapTable(entries));
        Table.Refusal(call, "a table at address 8"u8, xen.SetTrapTable(new GuestPointer64<TrapInfo>(8)), XenErrno.EFAULT);
    }

    private static void Fpu(Hypercalls<PvHypercallPage> xen)
    {
        const HypercallNumber call = HypercallNumber.FpuTaskSwitch;
        uint before = Traps.Count(Traps.NoFpu);
        HypercallResult result = xen.FpuTaskSwitch(1);
        Instructions.UseFpu();
        uint first = Traps.Count(Traps.NoFpu) - before;
        Instructions.UseFpu();
        uint second = Traps.Count(Traps.NoFpu) - before;
        Table.Effect(call, "1"u8, result, "the next use of the FPU traps (#NM), the one behind it does not"u8, first == 1 && second == 1);

        before = Traps.Count(Traps.NoFpu);
        _ = xen.FpuTaskSwitch(1);
        result = xen.FpuTaskSwitch(0);
        Instructions.UseFpu();
        Table.Effect(call, "1, then 0"u8, result, "no use of the FPU traps"u8, Traps.Count(Traps.NoFpu) == before);
    }

    private static void DebugRegisters(Hypercalls<PvHypercallPage> xen)
    {
        const HypercallNumber set = HypercallNumber.SetDebugReg;
        const HypercallNumber get = HypercallNumber.GetDebugReg;
        fixed (ulong* watched = &s_watched)
        {
            ulong address = (ulong)watched;
            HypercallResult result = xen.SetDebugReg(0, address);
            HypercallResult read = xen.GetDebugReg(0);
            Table.Effect(set, "DR0 to the address of a variable"u8, result, "get_debugreg reads it back"u8, (ulong)read.Value == address);
            Table.Effect(get, "DR0"u8, new(read.Value == (long)address ? 0 : -1), "it is what set_debugreg has set"u8, (ulong)read.Value == address);

            result = xen.SetDebugReg(7, BreakOnWriteOfEightBytes0);
            uint before = Traps.Count(Traps.Debug);
            Volatile.Write(ref *watched, 1);
            Table.Effect(set, "DR7 to break on writes there"u8, result, "the next write to the variable traps (#DB)"u8, Traps.Count(Traps.Debug) == before + 1);
            read = xen.GetDebugReg(6);
            Table.Effect(get, "DR6 behind the trap"u8, new(read.IsError ? read.Value : 0), "it says that DR0 was reached"u8, ((ulong)read.Value & Reached0) != 0);

            result = xen.SetDebugReg(7, 0);
            before = Traps.Count(Traps.Debug);
            Volatile.Write(ref *watched, 2);
            Table.Effect(set, "DR7 to 0"u8, result, "writes do not trap any more"u8, Traps.Count(Traps.Debug) == before);
        }

        Table.Refusal(set, "DR1 to an address of Xen's"u8, xen.SetDebugReg(1, 0xffff_8200_0000_0000), XenErrno.EPERM);
        Table.Refusal(set, "DR8, which is none"u8, xen.SetDebugReg(8, 0), XenErrno.ENODEV);
        Table.Refusal(get, "DR8, which is none"u8, xen.GetDebugReg(8), XenErrno.ENODEV);
    }
}
