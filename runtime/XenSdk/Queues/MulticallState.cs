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
    /// <summary>Entries that this takes.</summary>
    internal const int Entries = 3;

    /// <summary>Bytes that this takes, and where the first call is.</summary>
    internal const nuint Bytes = Entries * EntryBytes;

    private const nuint EntryBytes = 64;

    /// <summary>Requests of the batch that were carried out before those in memory: by flushes that a full queue made itself.
    /// </summary>
    internal long Base;

    /// <summary>What a request must be to join the last run; 0 where none can.</summary>
    internal ulong OpenKey;

    /// <summary>Where the next call goes, in bytes from this state.</summary>
    internal nuint Next;

    /// <summary>A call may simply be stored where <see cref="Next"/> is below this. 0 where something has to be done first: a
    /// run is open, or the batch is over.</summary>
    internal nuint Limit;

    /// <summary>Requests in memory beyond one for each call.</summary>
    internal int Coalesced;

    /// <summary>0 for the usual batch: calls in memory alone, whose arguments are values, and none of which Xen has been given.
    /// To carry it out is to make one call and to look at the answers.</summary>
    internal int Care;

    /// <summary>Words taken at the start, by <see cref="MulticallRun"/>s and their requests.</summary>
    internal int Front;

    /// <summary>Where the words taken at the end begin.</summary>
    internal int FrontLimit;

    /// <summary>Offset of the last run.</summary>
    internal int LastRun;

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

    internal int CallCapacity;

    internal int WordCapacity;

    /// <summary>Offset of the run at which the last search for a request ended.</summary>
    internal int FoundRun;

    /// <summary>Requests in the runs before that one, beyond one for each.</summary>
    internal int FoundCoalesced;

    internal BatchPhase Phase;

    /// <summary>Where no request is in memory: what <see cref="Next"/> was when the last batch ended, all of which was carried
    /// out. Its calls, results and arguments are there until a request takes their place.</summary>
    internal nuint EndedNext;

    /// <summary>Whether there is more to know of that batch than where it ended: <see cref="Ended"/>.</summary>
    internal int EndedCare;

    /// <summary>The rest of what is known of that batch.</summary>
    internal EndedMulticalls Ended;

    /// <summary>What the last flush found, if it was not that all is done. In the usual batch nothing is found yet: but for the
    /// requests done, it is all zero.</summary>
    internal FlushResult Result;

    /// <summary>Calls in memory.</summary>
    internal readonly int Calls
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (int)((Next - Bytes) / EntryBytes);
    }

    /// <summary>Requests in memory.</summary>
    internal readonly int Requests
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Calls + Coalesced;
    }

    /// <summary>Requests of the batch; where none is in memory, of the one that ended.</summary>
    internal readonly long Count => Requests == 0 ? Base + LastEnded.Base + EndedRequests : Base + Requests;

    /// <summary>What was in memory when the last batch ended.</summary>
    internal readonly EndedMulticalls LastEnded => EndedCare == 0 ? new() { FrontLimit = WordCapacity } : Ended;

    /// <summary>Requests that were in memory when the last batch ended.</summary>
    internal readonly int EndedRequests
        => EndedNext == 0 ? 0 : (int)((EndedNext - Bytes) / EntryBytes) + LastEnded.Coalesced;

    /// <summary>Where the memory for calls ends, in bytes from this state.</summary>
    internal readonly nuint End
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Bytes + ((nuint)(uint)CallCapacity * EntryBytes);
    }

    /// <summary>Whether a batch can take this without making a call first.</summary>
    /// <param name="calls">How many calls.</param>
    /// <param name="words">How many words of argument memory.</param>
    internal readonly bool HasRoom(int calls, int words)
        => Phase != BatchPhase.Open
            ? calls <= CallCapacity && words <= WordCapacity
            : calls <= CallCapacity - Calls && words <= FrontLimit - Front;
}

/// <summary>What was in memory when a batch ended.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct EndedMulticalls
{
    /// <summary>What <see cref="MulticallState.Base"/> was.</summary>
    internal long Base;

    /// <summary>What <see cref="MulticallState.Coalesced"/> was.</summary>
    internal int Coalesced;

    /// <summary>What <see cref="MulticallState.Front"/> was.</summary>
    internal int Front;

    /// <summary>What <see cref="MulticallState.FrontLimit"/> was.</summary>
    internal int FrontLimit;
}

/// <summary>What stands before the requests of a run.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MulticallRun
{
    /// <summary>Words that this takes.</summary>
    internal const int Words = 4;

    /// <summary>What requests of the run have in common: the hypercall (upper half) and the foreign domain (lower half).
    /// </summary>
    internal ulong Key;

    /// <summary>The call that carries the run.</summary>
    internal int Call;

    /// <summary>Number in memory of the first request.</summary>
    internal int First;

    /// <summary>Requests in the run, once another has begun or the run is carried out.</summary>
    internal int Count;

    /// <summary>Requests that were carried out or refused by a call that Xen stopped.</summary>
    internal int Settled;

    /// <summary>What Xen writes: how many requests of the call were carried out.</summary>
    internal uint Done;

    internal readonly HypercallNumber Hypercall => (HypercallNumber)(Key >> 32);

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong KeyOf(HypercallNumber hypercall, uint domain) => ((ulong)hypercall << 32) | domain;
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
