using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace XenSdk;

/// <summary>
/// The counts of a <see cref="MulticallQueue{TPath}"/>, in the first entries of its memory, so that every copy of the queue
/// sees the same requests.
/// </summary>
/// <remarks>
/// A call is an entry of the list for Xen. It carries one request, or a run: coalesced requests of <c>mmu_update</c> or
/// <c>mmuext_op</c>. Offsets and depths are in words of the argument memory, from its start and its end.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
internal struct MulticallState
{
    /// <summary>Requests of the batch that were carried out before those in memory: by flushes that a full queue made itself.
    /// </summary>
    internal long Base;

    /// <summary>What a request must be to join the run that is open; 0 where none is.</summary>
    internal ulong OpenKey;

    /// <summary>Calls in memory, the open run among them.</summary>
    internal int Calls;

    /// <summary>A call may simply be stored where <see cref="Calls"/> is below this. 0 where something has to be done first.
    /// </summary>
    internal int CallLimit;

    internal int CallCapacity;

    /// <summary>Words taken at the start, by <see cref="MulticallRun"/>s and their requests.</summary>
    internal int Front;

    /// <summary>Where the words taken at the end begin.</summary>
    internal int FrontLimit;

    internal int WordCapacity;

    /// <summary>Offset of the run that is open.</summary>
    internal int OpenRun;

    /// <summary>Requests in closed runs beyond one for each.</summary>
    internal int Coalesced;

    /// <summary>Calls that Xen has answered and that are not to be made again: all before this one.</summary>
    internal int Answered;

    /// <summary>Offset of the first run whose call is not among these.</summary>
    internal int Run;

    /// <summary>Requests in the runs before that one, beyond one for each.</summary>
    internal int CoalescedBefore;

    /// <summary>Depth of the first buffer whose call is not among the answered.</summary>
    internal int Buffer;

    /// <summary>Requests that were refused.</summary>
    internal int Refused;

    /// <summary>Errno of the first request that was refused when the queue stopped; 0 if it has not stopped.</summary>
    internal int Error;

    /// <summary>Number in memory of that request.</summary>
    internal int StoppedAt;

    /// <summary>Requests that were not taken.</summary>
    internal int NotTaken;

    /// <summary>Offset of the run at which the last search for a request ended.</summary>
    internal int FoundRun;

    /// <summary>Requests in the runs before that one, beyond one for each.</summary>
    internal int FoundCoalesced;

    internal BatchPhase Phase;
}

/// <summary>What stands before the requests of a run.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MulticallRun
{
    /// <summary>Words that this takes.</summary>
    internal const int Words = 4;

    /// <summary>The call that carries the run.</summary>
    internal int Call;

    /// <summary>Number in memory of the first request.</summary>
    internal int First;

    /// <summary>Requests in the run, once it is closed.</summary>
    internal int Count;

    /// <summary>Requests that were carried out or refused by a call that Xen stopped.</summary>
    internal int Settled;

    /// <summary>What Xen writes: how many requests of the call were carried out.</summary>
    internal uint Done;

    internal uint Domain;

    internal HypercallNumber Hypercall;

    /// <summary>Requests that the next call is to carry out.</summary>
    internal readonly int Left => Count - Settled;

    /// <summary>Words that a request takes.</summary>
    internal readonly int RequestWords
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Hypercall == HypercallNumber.MmuUpdate ? 2 : 3;
    }

    /// <summary>Words to the next run.</summary>
    internal readonly int Length
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Words + (Count * RequestWords);
    }
}

/// <summary>
/// What stands behind the words that an address in an argument, or in a request of a run, is to point at.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MulticallBuffer
{
    /// <summary>Words that this takes.</summary>
    internal const int RecordWords = 2;

    /// <summary>The call that has the address.</summary>
    internal int Call;

    /// <summary>Words that the address points at.</summary>
    internal int Words;

    /// <summary>The request of the run that has the address; −1 if an argument has it.</summary>
    internal int Request;

    /// <summary>The argument that has the address.</summary>
    internal byte Argument;

    /// <summary>What is ORed into the address.</summary>
    internal byte Bits;

    /// <summary>Words to the next buffer.</summary>
    internal readonly int Length => RecordWords + Words;
}
