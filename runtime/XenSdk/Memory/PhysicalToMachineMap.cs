using System.Runtime.CompilerServices;

namespace XenSdk;

/// <summary>
/// The table that leads from a PV domain's own frame numbers to the machine's: the list that Xen builds for the domain at
/// boot and says the place of in <c>start_info</c> (<c>mfn_list</c>, with <c>nr_pages</c> entries), or one of the domain's own.
/// </summary>
/// <remarks>
/// A view over the caller's memory, which must stay where it is; entries are 64-bit words, as in a 64-bit guest. Reading
/// copies nothing and allocates nothing.
/// </remarks>
public readonly unsafe struct PhysicalToMachineMap
{
    private readonly ulong* _entries;

    /// <summary>A map over memory of the caller's.</summary>
    /// <param name="entries">The first entry: the machine frame of pseudo-physical frame 0.</param>
    /// <param name="count">Number of entries.</param>
    public PhysicalToMachineMap(ulong* entries, ulong count)
    {
        _entries = entries;
        Count = count;
    }

    /// <summary>Number of entries: the pseudo-physical frames from 0 to one less.</summary>
    public ulong Count { get; }

    /// <summary>Finds the machine frame behind one of the domain's own.</summary>
    /// <param name="frame">The domain's number for it.</param>
    /// <param name="machineFrame">The machine's number; <see cref="MachineFrame.Invalid"/> where there is none.</param>
    /// <returns>False where the map does not reach that far, and for a hole (<c>INVALID_P2M_ENTRY</c>, all ones).</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTranslate(PseudoPhysicalFrame frame, out MachineFrame machineFrame)
    {
        machineFrame = frame.Number < Count ? new MachineFrame(_entries[frame.Number]) : MachineFrame.Invalid;
        return !machineFrame.IsInvalid;
    }

    /// <summary>Finds one of the domain's own frames by the machine frame behind it, entry by entry.</summary>
    /// <param name="machineFrame">The machine's number.</param>
    /// <param name="frame">The domain's number for it, the first that there is.</param>
    /// <returns>False where the frame is none of those in the map.</returns>
    public bool TryFind(MachineFrame machineFrame, out PseudoPhysicalFrame frame)
    {
        for (ulong number = 0; number < Count; number++)
        {
            if (_entries[number] == machineFrame.Number && !machineFrame.IsInvalid)
            {
                frame = new(number);
                return true;
            }
        }

        frame = default;
        return false;
    }
}
