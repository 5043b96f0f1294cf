using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace XenSdk.Simulation;

/// <summary>
/// multicall: a list of hypercalls, each with a result of its own (do_multicall, xen/common/multicall.c). The outer result
/// speaks of the list alone; a call that fails does not stop the rest.
/// </summary>
internal sealed class MulticallHandler(MulticallHandler.AnswerCall answer, bool poisonsEntries) : IHypercallHandler
{
    internal delegate long AnswerCall(in HypercallRequest request);

    private static readonly ulong ResultOffset = (ulong)Marshal.OffsetOf<MulticallEntry>(nameof(MulticallEntry.Result));

    public HypercallNumber Number => HypercallNumber.Multicall;

    public long Answer(in HypercallRequest request)
    {
        ulong entry = request.A1;
        var count = (uint)request.A2;
        if (!GuestAddressSpace.MayNameArray(entry, count, (ulong)Unsafe.SizeOf<MulticallEntry>()))
            return -(long)XenErrno.EFAULT;
        for (; count > 0; count--, entry += (ulong)Unsafe.SizeOf<MulticallEntry>())
        {
            if (!GuestAddressSpace.TryRead(entry, out MulticallEntry call))
                return -(long)XenErrno.EFAULT;
            long result = call.Op == HypercallNumber.Multicall
                ? -(long)XenErrno.EINVAL
                : answer(Request(in call));
            if (!TryWriteResult(entry, result))
                return -(long)XenErrno.EFAULT;
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
}
