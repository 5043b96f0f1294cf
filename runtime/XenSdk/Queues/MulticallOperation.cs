using System.Diagnostics.CodeAnalysis;

namespace XenSdk;

/// <summary>
/// The hypercalls that can be an entry of a multicall: all but <c>multicall</c> itself, which Xen refuses there, and
/// <c>iret</c>, which does not come back. The numbers are those of <see cref="HypercallNumber"/>.
/// </summary>
[SuppressMessage("Design", "CA1008", Justification = "Hypercall 0 is set_trap_table.")]
[SuppressMessage("Design", "CA1028", Justification = "As wide as a register of the guest, which is what multicall_entry.op is.")]
public enum MulticallOperation : ulong
{
    /// <summary><c>set_trap_table</c></summary>
    SetTrapTable = HypercallNumber.SetTrapTable,

    /// <summary><c>mmu_update</c></summary>
    MmuUpdate = HypercallNumber.MmuUpdate,

    /// <summary><c>set_gdt</c></summary>
    SetGdt = HypercallNumber.SetGdt,

    /// <summary><c>stack_switch</c></summary>
    StackSwitch = HypercallNumber.StackSwitch,

    /// <summary><c>set_callbacks</c></summary>
    SetCallbacks = HypercallNumber.SetCallbacks,

    /// <summary><c>fpu_taskswitch</c></summary>
    FpuTaskSwitch = HypercallNumber.FpuTaskSwitch,

    /// <summary><c>sched_op_compat</c></summary>
    SchedOpCompat = HypercallNumber.SchedOpCompat,

    /// <summary><c>dom0_op</c></summary>
    Dom0Op = HypercallNumber.Dom0Op,

    /// <summary><c>set_debugreg</c></summary>
    SetDebugReg = HypercallNumber.SetDebugReg,

    /// <summary><c>get_debugreg</c></summary>
    GetDebugReg = HypercallNumber.GetDebugReg,

    /// <summary><c>update_descriptor</c></summary>
    UpdateDescriptor = HypercallNumber.UpdateDescriptor,

    /// <summary><c>memory_op</c></summary>
    MemoryOp = HypercallNumber.MemoryOp,

    /// <summary><c>update_va_mapping</c></summary>
    UpdateVaMapping = HypercallNumber.UpdateVaMapping,

    /// <summary><c>set_timer_op</c></summary>
    SetTimerOp = HypercallNumber.SetTimerOp,

    /// <summary><c>event_channel_op_compat</c></summary>
    EventChannelOpCompat = HypercallNumber.EventChannelOpCompat,

    /// <summary><c>xen_version</c></summary>
    XenVersion = HypercallNumber.XenVersion,

    /// <summary><c>console_io</c></summary>
    ConsoleIo = HypercallNumber.ConsoleIo,

    /// <summary><c>physdev_op_compat</c></summary>
    PhysdevOpCompat = HypercallNumber.PhysdevOpCompat,

    /// <summary><c>grant_table_op</c></summary>
    GrantTableOp = HypercallNumber.GrantTableOp,

    /// <summary><c>vm_assist</c></summary>
    VmAssist = HypercallNumber.VmAssist,

    /// <summary><c>update_va_mapping_otherdomain</c></summary>
    UpdateVaMappingOtherDomain = HypercallNumber.UpdateVaMappingOtherDomain,

    /// <summary><c>vcpu_op</c></summary>
    VcpuOp = HypercallNumber.VcpuOp,

    /// <summary><c>set_segment_base</c></summary>
    SetSegmentBase = HypercallNumber.SetSegmentBase,

    /// <summary><c>mmuext_op</c></summary>
    MmuExtOp = HypercallNumber.MmuExtOp,

    /// <summary><c>xsm_op</c></summary>
    XsmOp = HypercallNumber.XsmOp,

    /// <summary><c>nmi_op</c></summary>
    NmiOp = HypercallNumber.NmiOp,

    /// <summary><c>sched_op</c></summary>
    SchedOp = HypercallNumber.SchedOp,

    /// <summary><c>callback_op</c></summary>
    CallbackOp = HypercallNumber.CallbackOp,

    /// <summary><c>xenoprof_op</c></summary>
    XenoprofOp = HypercallNumber.XenoprofOp,

    /// <summary><c>event_channel_op</c></summary>
    EventChannelOp = HypercallNumber.EventChannelOp,

    /// <summary><c>physdev_op</c></summary>
    PhysdevOp = HypercallNumber.PhysdevOp,

    /// <summary><c>hvm_op</c></summary>
    HvmOp = HypercallNumber.HvmOp,

    /// <summary><c>sysctl</c></summary>
    Sysctl = HypercallNumber.Sysctl,

    /// <summary><c>domctl</c></summary>
    Domctl = HypercallNumber.Domctl,

    /// <summary><c>kexec_op</c></summary>
    KexecOp = HypercallNumber.KexecOp,

    /// <summary><c>tmem_op</c></summary>
    TmemOp = HypercallNumber.TmemOp,

    /// <summary><c>xc_reserved_op</c></summary>
    XenClientReservedOp = HypercallNumber.XenClientReservedOp,

    /// <summary><c>arch_0</c></summary>
    Arch0 = HypercallNumber.Arch0,

    /// <summary><c>arch_1</c></summary>
    Arch1 = HypercallNumber.Arch1,

    /// <summary><c>arch_2</c></summary>
    Arch2 = HypercallNumber.Arch2,

    /// <summary><c>arch_3</c></summary>
    Arch3 = HypercallNumber.Arch3,

    /// <summary><c>arch_4</c></summary>
    Arch4 = HypercallNumber.Arch4,

    /// <summary><c>arch_5</c></summary>
    Arch5 = HypercallNumber.Arch5,

    /// <summary><c>arch_6</c></summary>
    Arch6 = HypercallNumber.Arch6,

    /// <summary><c>arch_7</c></summary>
    Arch7 = HypercallNumber.Arch7,
}
