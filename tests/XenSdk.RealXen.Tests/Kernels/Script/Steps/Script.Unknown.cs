using XenSdk.Guest;

namespace XenSdk.RealXen.Script;

internal readonly unsafe partial struct Script<TPath, TMachine>
{
    /// <summary>A command that no hypercall has.</summary>
    private const ulong NoCommand = 99;

    /// <summary>Numbers that are no hypercall, and of every hypercall that has commands one that it does not have.</summary>
    private void CallUnknown()
    {
        Number(11);
        Number((uint)HypercallNumber.XsmOp);
        Number((uint)HypercallNumber.TmemOp);
        Number(39);
        for (uint number = 43; number < 48; number++)
            Number(number);
        for (uint number = 50; number < 65; number++)
            Number(number);
        Number(HypercallPage.SlotCount - 1);

        ulong* argument = stackalloc ulong[16];
        Command("memory_op"u8, HypercallNumber.MemoryOp, (ulong)argument);
        Command("console_io"u8, HypercallNumber.ConsoleIo, 0);
        Command("grant_table_op, one structure,"u8, HypercallNumber.GrantTableOp, (ulong)argument, 1);
        Command("grant_table_op, no structure,"u8, HypercallNumber.GrantTableOp, (ulong)argument);
        Command("grant_table_op, 2^31 structures,"u8, HypercallNumber.GrantTableOp, (ulong)argument, 1u << 31);
        Command("vm_assist"u8, HypercallNumber.VmAssist, 0);
        Command("vcpu_op"u8, HypercallNumber.VcpuOp, 0, (ulong)argument);
        Command("vcpu_op for vCPU 1,"u8, HypercallNumber.VcpuOp, 1, (ulong)argument);
        Command("nmi_op"u8, HypercallNumber.NmiOp, (ulong)argument);
        Command("sched_op"u8, HypercallNumber.SchedOp, (ulong)argument);
        Command("sched_op_compat"u8, HypercallNumber.SchedOpCompat, 0);
        Command("callback_op"u8, HypercallNumber.CallbackOp, (ulong)argument);
        Command("xenoprof_op"u8, HypercallNumber.XenoprofOp, (ulong)argument);
        Command("event_channel_op"u8, HypercallNumber.EventChannelOp, (ulong)argument);
        Command("physdev_op"u8, HypercallNumber.PhysdevOp, (ulong)argument);
        Command("hvm_op"u8, HypercallNumber.HvmOp, (ulong)argument);
        Command("kexec_op"u8, HypercallNumber.KexecOp, (ulong)argument);
        Command("xen_version"u8, HypercallNumber.XenVersion, 0);
        Command("set_segment_base"u8, HypercallNumber.SetSegmentBase, 0);
        Command("set_debugreg"u8, HypercallNumber.SetDebugReg, 0);
        Command("get_debugreg"u8, HypercallNumber.GetDebugReg, 0);

        Structure("event_channel_op_compat"u8, HypercallNumber.EventChannelOpCompat, argument);
        Structure("physdev_op_compat"u8, HypercallNumber.PhysdevOpCompat, argument);
        const ulong platformVersion = 0x0300_0001, toolstackVersion = 0x15, machineCheckVersion = 0x01EC_C003;
        Structure("platform_op"u8, HypercallNumber.Dom0Op, argument, platformVersion);
        Structure("sysctl"u8, HypercallNumber.Sysctl, argument, toolstackVersion);
        Structure("domctl"u8, HypercallNumber.Domctl, argument, toolstackVersion);
        Structure("mca"u8, HypercallNumber.Arch0, argument, machineCheckVersion);
    }

    /// <summary>A call whose structure begins with its command.</summary>
    private void Structure(ReadOnlySpan<byte> name, HypercallNumber number, ulong* structure)
    {
        Console.WriteLine($"{name} where nothing is mapped: {new HypercallResult(Path.Call((uint)number, Unmapped))}");
        Console.WriteLine($"{name} in Xen's area: {new HypercallResult(Path.Call((uint)number, XensArea))}");
        *structure = NoCommand;
        Console.WriteLine($"{name} {NoCommand}: {new HypercallResult(Path.Call((uint)number, (ulong)structure))}");
    }

    /// <summary>A call whose structure begins with its command and the version of the interface.</summary>
    private void Structure(ReadOnlySpan<byte> name, HypercallNumber number, ulong* structure, ulong version)
    {
        Console.WriteLine($"{name} where nothing is mapped: {new HypercallResult(Path.Call((uint)number, Unmapped))}");
        Console.WriteLine($"{name} in Xen's area: {new HypercallResult(Path.Call((uint)number, XensArea))}");
        *structure = 0;
        Console.WriteLine($"{name} 0 of version 0: {new HypercallResult(Path.Call((uint)number, (ulong)structure))}");
        *structure = NoCommand;
        Console.WriteLine($"{name} {NoCommand} of version 0: {new HypercallResult(Path.Call((uint)number, (ulong)structure))}");
        *structure = NoCommand | ((version + 1) << 32);
        Console.WriteLine($"{name} {NoCommand} of the next version: {new HypercallResult(Path.Call((uint)number, (ulong)structure))}");
        *structure = NoCommand | (version << 32);
        Console.WriteLine($"{name} {NoCommand} of the right version: {new HypercallResult(Path.Call((uint)number, (ulong)structure))}");
    }

    private void Number(uint number)
        => Console.WriteLine($"hypercall {number}: {new HypercallResult(Path.Call(number, 0, 0, 0, 0, 0))}");

    private void Command(ReadOnlySpan<byte> name, HypercallNumber number, ulong a2, ulong a3 = 0)
    {
        long result = Path.Call((uint)number, NoCommand, a2, a3);
        Console.WriteLine($"{name} {NoCommand}: {new HypercallResult(result)}");
    }
}
