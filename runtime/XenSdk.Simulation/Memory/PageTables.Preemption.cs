namespace XenSdk.Simulation;

// Where Xen can be preempted: before a table is checked, and before one gives up what it uses.
internal sealed partial class PageTables
{
    /// <summary>As <see cref="Use"/>, where Xen can be preempted before a table is checked
    /// (<c>get_page_type_preemptible</c>).</summary>
    /// <returns>0, an error, or <c>-ERESTART</c> if it is preempted.</returns>
    internal int UsePreemptibly(ulong frame, FrameType type)
    {
        ref MachineMemory.Frame found = ref memory.At(frame);
        bool isValidation = found.TypeCount == 0 && (found.Type != type || !found.IsValidated);
        return isValidation && IsPreemptible(type) && preemption.IsDue(PreemptionPlace.BeforeValidation)
            ? -(int)XenErrno.ERESTART
            : Use(frame, type);
    }

    /// <summary>As <see cref="Unuse"/>, where Xen can be preempted before a table gives up what it uses: what is left then is
    /// done by <see cref="FinishRelease"/> (<c>put_page_type_preemptible</c>).</summary>
    /// <returns>Whether it is done.</returns>
    internal bool UnusePreemptibly(ulong frame)
    {
        MachineMemory.Frame found = memory.At(frame);
        if (found.TypeCount == 1 && IsPreemptible(found.Type) && preemption.IsDue(PreemptionPlace.BeforeRelease))
        {
            domains.Vcpu.OldTable = frame;
            return false;
        }

        Unuse(frame);
        return true;
    }

    /// <summary>Releases the table that an earlier execution has left (<c>put_old_guest_table</c>).</summary>
    /// <returns>Whether it is done.</returns>
    internal bool FinishRelease()
    {
        if (domains.Vcpu.OldTable is not { } frame)
            return true;
        if (!UnusePreemptibly(frame))
            return false;
        domains.Vcpu.OldTable = null;
        return true;
    }

    private static bool IsPreemptible(FrameType type) => type is FrameType.L2Table or FrameType.L3Table or FrameType.L4Table;
}
