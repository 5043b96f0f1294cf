using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// Makes the elements of a <c>mmu_update</c>: one update of a page-table entry, or of the table that leads from machine
/// frames to the guest's own, with the command in the low bits of <c>ptr</c>.
/// </summary>
/// <remarks>
/// In Xen: <c>do_mmu_update</c> in <c>xen/arch/x86/mm.c</c>. For 64-bit Xen the command has bits 2:0, where xen.h speaks of
/// bits 1:0; an address of an entry has none of them.
/// </remarks>
public static class MmuUpdates
{
    private const ulong CommandMask = sizeof(ulong) - 1;

    /// <summary>Write a page-table entry (<c>MMU_NORMAL_PT_UPDATE</c>): <c>*entry = value</c>, if Xen accepts the value.</summary>
    /// <param name="entry">Where the entry is; a multiple of 8. <see cref="MachineFrame.EntryAddress"/> gives it.</param>
    /// <param name="value">The new entry; of the default value, nothing is mapped any more.</param>
    /// <exception cref="OverflowException"><paramref name="entry"/> is not a multiple of 8: the low bits are the command's.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MmuUpdate Write(MachineAddress entry, Pte value)
        => Make(entry, MmuCommand.NormalPtUpdate, value.Value);

    /// <summary>Write a page-table entry, but keep the accessed and dirty bits that the processor may just have set
    /// (<c>MMU_PT_UPDATE_PRESERVE_AD</c>): atomically <c>*entry = value | (*entry &amp; (A|D))</c>.</summary>
    /// <param name="entry">Where the entry is; a multiple of 8.</param>
    /// <param name="value">The new entry.</param>
    /// <exception cref="OverflowException"><paramref name="entry"/> is not a multiple of 8: the low bits are the command's.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MmuUpdate WritePreservingAccessedDirty(MachineAddress entry, Pte value)
        => Make(entry, MmuCommand.PtUpdatePreserveAd, value.Value);

    /// <summary>Say which frame of the guest's own a machine frame is: an entry of Xen's table from the one to the other
    /// (<c>MMU_MACHPHYS_UPDATE</c>). The machine frame must belong to the domain that the call names as the owner of pages.</summary>
    /// <param name="frame">The machine's number.</param>
    /// <param name="becomes">The guest's number.</param>
    /// <exception cref="OverflowException">No such frame: <paramref name="frame"/> is 2^52 or more.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MmuUpdate UpdateMachineToPhysical(MachineFrame frame, PseudoPhysicalFrame becomes)
        => Make(frame.Address, MmuCommand.MachphysUpdate, becomes.Number);

    /// <summary>What an update does: the low bits of <c>ptr</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MmuCommand Command(this in MmuUpdate update) => (MmuCommand)(update.Ptr & CommandMask);

    /// <summary>What an update is about: <c>ptr</c> without the command. The entry's address, or one within the frame.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static MachineAddress Target(this in MmuUpdate update) => new(update.Ptr & ~CommandMask);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static MmuUpdate Make(MachineAddress target, MmuCommand command, ulong value)
        => new() { Ptr = Narrow.Without(target.Value, CommandMask) | (ulong)command, Val = value };
}
