using Xen.Public;
using XenSdk;
using XenSdk.Guest;

/// <summary>physdev_op: ports, interrupts and their controllers; and the old call for them.</summary>
internal static unsafe class Devices
{
    private const HypercallNumber Call = HypercallNumber.PhysdevOp;
    private const ushort Self = (ushort)DomainId.Self;

    // Something that can be read without harm on every PC.
    private const ushort Port = 0x61;

    internal static void Run(Hypercalls<PvHypercallPage> xen, GuestMemory memory)
    {
        Ports(xen, memory);
        Interrupts(xen);
        Controller(xen);
        Table.Refusal(Call, "PHYSDEVOP_set_iopl at address 8"u8, xen.PhysdevOp((int)PhysdevCommand.SetIopl, new GuestPointer64(8)), XenErrno.EFAULT);
        Table.Refusal(Call, "a command that is none"u8, xen.PhysdevOp(99, default(GuestPointer64)), XenErrno.ENOSYS);
    }

    private static void Ports(Hypercalls<PvHypercallPage> xen, GuestMemory memory)
    {
        bool faulted = InFaults();
        var level = new PhysdevSetIopl { Iopl = 1 };
        HypercallResult result = xen.PhysdevOp((int)PhysdevCommand.SetIopl, ref level);
        Table.Effect(Call, "PHYSDEVOP_set_iopl, 1"u8, result, "IN faulted (#GP) before, and does not now"u8, faulted && !InFaults());

#pragma warning disable CS0618 // That Xen still has it is what is exercised.
        var old = new PhysdevOp { Cmd = (uint)PhysdevCommand.SetIopl };
        old.U.SetIopl.Iopl = 0;
        result = xen.PhysdevOpCompat(ref old);
        Table.Effect(HypercallNumber.PhysdevOpCompat, "PHYSDEVOP_SET_IOPL, 0"u8, result, "IN faults (#GP) again"u8, InFaults());
        old.Cmd = (uint)PhysdevCommand.MapPirq;
        Table.Refusal(HypercallNumber.PhysdevOpCompat, "PHYSDEVOP_map_pirq, which is newer than it"u8, xen.PhysdevOpCompat(ref old), XenErrno.EINVAL);
#pragma warning restore CS0618

        Assist(xen);

        // A bit for each port that faults; in user mode and at level 0.
        byte* bitmap = (byte*)memory.Spare(50);
        new Span<byte>(bitmap, 8192).Clear();
        var ports = new PhysdevSetIobitmap { Bitmap = bitmap, NrPorts = 65536 };
        result = xen.PhysdevOp((int)PhysdevCommand.SetIobitmap, ref ports);
        Table.Effect(Call, "PHYSDEVOP_set_iobitmap, all ports open"u8, result, "IN does not fault, although the level is 0"u8, !InFaults());
        ports.NrPorts = 0;
        Panic.IfError(xen.PhysdevOp((int)PhysdevCommand.SetIobitmap, ref ports));
    }

    /// <summary>An assist by which a PV kernel has the rights to ports that ring 0 has on hardware.</summary>
    private static void Assist(Hypercalls<PvHypercallPage> xen)
    {
        const HypercallNumber call = HypercallNumber.VmAssist;
        const VmAssistType levelAsOnHardware = (VmAssistType)4;
        HypercallResult result = xen.VmAssist(VmAssistCommand.Enable, levelAsOnHardware);
        Table.Effect(call, "VMASST_CMD_enable, architectural_iopl"u8, result, "IN does not fault any more, although the level is 0"u8, !InFaults());
        result = xen.VmAssist(VmAssistCommand.Disable, levelAsOnHardware);
        Table.Effect(call, "VMASST_CMD_disable, architectural_iopl"u8, result, "IN faults (#GP) again"u8, InFaults());
    }

    private static void Interrupts(Hypercalls<PvHypercallPage> xen)
    {
        const int bySystemInterrupt = 1;
        const int line = 5;
        var bind = new EvtchnBindPirq { Pirq = line };
        bool refused = xen.EventChannelOp((int)EventCommand.BindPirq, ref bind).Error == XenErrno.EPERM;
        var map = new PhysdevMapPirq { Domid = Self, Type = bySystemInterrupt, Index = line, Pirq = line };
        HypercallResult result = xen.PhysdevOp((int)PhysdevCommand.MapPirq, ref map);
        bind = new EvtchnBindPirq { Pirq = line };
        HypercallResult bound = xen.EventChannelOp((int)EventCommand.BindPirq, ref bind);
        Table.Effect(Call, "PHYSDEVOP_map_pirq, line 5"u8, result, "EVTCHNOP_bind_pirq is refused (EPERM) before, and not now"u8, refused && !bound.IsError);

        EvtchnStatus status = EventChannelCalls.StatusOf(xen, bind.Port);
        Table.Effect(HypercallNumber.EventChannelOp, "EVTCHNOP_bind_pirq, line 5"u8, bound, "EVTCHNOP_status says pirq 5"u8, status.Status == (uint)EventState.Pirq && status.U.Pirq == line);
        var irq = new PhysdevIrqStatusQuery { Irq = line };
        Table.Answer(Call, "PHYSDEVOP_irq_status_query, line 5"u8, xen.PhysdevOp((int)PhysdevCommand.IrqStatusQuery, ref irq), Table.Done);
        var end = new PhysdevEoi { Irq = line };
        Table.Answer(Call, "PHYSDEVOP_eoi, line 5"u8, xen.PhysdevOp((int)PhysdevCommand.Eoi, ref end), Table.Done);
        Panic.IfError(EventChannelCalls.Close(xen, bind.Port));

        var unmap = new PhysdevUnmapPirq { Domid = Self, Pirq = line };
        result = xen.PhysdevOp((int)PhysdevCommand.UnmapPirq, ref unmap);
        bind = new EvtchnBindPirq { Pirq = line };
        Table.Effect(Call, "PHYSDEVOP_unmap_pirq"u8, result, "EVTCHNOP_bind_pirq is refused (EPERM) again"u8, xen.EventChannelOp((int)EventCommand.BindPirq, ref bind).Error == XenErrno.EPERM);

        var free = new PhysdevGetFreePirq { Type = 0, Pirq = 0 };
        result = xen.PhysdevOp((int)PhysdevCommand.GetFreePirq, ref free);
        Table.Effect(Call, "PHYSDEVOP_get_free_pirq, for an MSI"u8, result, "it names one behind the 16 of old"u8, free.Pirq >= 16);
        irq.Irq = 9999;
        Table.Refusal(Call, "PHYSDEVOP_irq_status_query, line 9999, which is none"u8, xen.PhysdevOp((int)PhysdevCommand.IrqStatusQuery, ref irq), XenErrno.EINVAL);
    }

    private static void Controller(Hypercalls<PvHypercallPage> xen)
    {
        const ulong address = 0xfec0_0000;
        const uint version = 1;
        var register = new PhysdevApic { ApicPhysbase = address, Reg = version };
        HypercallResult result = xen.PhysdevOp((int)PhysdevCommand.ApicRead, ref register);
        Table.Effect(Call, "PHYSDEVOP_apic_read, register 1"u8, result, "it says that the I/O APIC has 24 lines"u8, (register.Value >> 16 & 0xff) == 23);
        Table.Answer(Call, "PHYSDEVOP_apic_write, register 1, which is read-only"u8, xen.PhysdevOp((int)PhysdevCommand.ApicWrite, ref register), Table.Done);
        register.ApicPhysbase = 0x1000;
        Table.Refusal(Call, "PHYSDEVOP_apic_read where there is none"u8, xen.PhysdevOp((int)PhysdevCommand.ApicRead, ref register), XenErrno.EINVAL);
    }

    private static bool InFaults()
    {
        uint before = Traps.Count(Traps.GeneralProtection);
        Traps.PassOver(1);
        _ = Instructions.In(Port);
        Traps.PassOver(0);
        return Traps.Count(Traps.GeneralProtection) != before;
    }
}
