using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace XenSdk.Simulation;

/// <summary>
/// multicall: a list of hypercalls, each with a result of its own (do_multicall, xen/common/multicall.c). The outer result
/// speaks of the list alone; a call that fails does not stop the rest. A preempted list goes on behind what was made of it,
/// or at a call that was itself preempted, whose entry then holds the call for the rest of it.
/// </summary>
internal sealed class MulticallHandler(MulticallHandler.AnswerCall answer, bool poisonsEntries, Preemption preemption) : IHypercallHandler
{
    internal delegate HypercallAnswer AnswerCall(in HypercallRequest request);

    private static readonly ulong ResultOffset = (ulong)Marshal.OffsetOf<MulticallEntry>(nameof(MulticallEntry.Result));

    public HypercallNumber Number => HypercallNumber.Multicall;

    public HypercallAnswer Answer(in HypercallRequest request)
    {
        ulong entry = request.A1;
        var count = (uint)request.A2;
        if (!GuestAddressSpace.MayNameArray(entry, count, (ulong)Unsafe.SizeOf<MulticallEntry>()))
            return -(long)XenErrno.EFAULT;
        for (uint made = 0; made < count; made++, entry += (ulong)Unsafe.SizeOf<MulticallEntry>())
        {
            HypercallRequest rest = request with { A1 = entry, A2 = count - made };
            if (preemption.IsDueBetween(Number, made))
                return HypercallAnswer.ContinueWith(in rest);
            if (!GuestAddressSpace.TryRead(entry, out MulticallEntry call))
                return -(long)XenErrno.EFAULT;
            HypercallAnswer outcome = call.Op == HypercallNumber.Multicall ? -(long)XenErrno.EINVAL : answer(Request(in call));
            if (!TryWriteResult(entry, outcome.Result))
                return -(long)XenErrno.EFAULT;
            if (outcome.IsPreempted)
            {
                return GuestAddressSpace.TryWrite(entry, Continuation(in call, in outcome))
                    ? HypercallAnswer.ContinueWith(in rest)
                    : -(long)XenErrno.EFAULT;
            }
        }

        return 0;
    }

    private bool TryWriteResult(ulong entry, long result)
    {
        if (poisonsEntries)
        {
            Unsafe.SkipInit(out MulticallEntry poisoned);
            Unsafe.InitBlock(ref Unsafe.As<MulticallEntry, byte>(ref poisoned), 0xAA, (uint)Unsafe.SizeOf<MulticallEntry>());
            GuestAddressSpace.TryWrite(entry, in poisoned);
        }

        return GuestAddressSpace.TryWrite(entry + ResultOffset, in result);
    }

    // Xen compares all 64 bits of the number, so that one beyond 32 bits is none that exists.
    private static HypercallRequest Request(in MulticallEntry call) => new(
        (ulong)call.Op < HypercallPage.SlotCount ? (uint)call.Op : uint.MaxValue,
        call.Args[0], call.Args[1], call.Args[2], call.Args[3], call.Args[4]);

    private static MulticallEntry Continuation(in MulticallEntry call, in HypercallAnswer outcome)
    {
        MulticallEntry entry = call;
        HypercallRequest next = outcome.Continuation;
        entry.Result = outcome.Result;
        (entry.Args[0], entry.Args[1], entry.Args[2], entry.Args[3], entry.Args[4]) = (next.A1, next.A2, next.A3, next.A4, next.A5);
        return entry;
    }
}
