using System.Runtime.CompilerServices;

namespace XenSdk.Simulation;

/// <summary>
/// multicall: a list of hypercalls, each with a result of its own (do_multicall, xen/common/multicall.c). The outer result
/// speaks of the list alone; a call that fails does not stop the rest.
/// </summary>
internal sealed class MulticallHandler(MulticallHandler.AnswerCall answer, bool poisonsEntries) : IHypercallHandler
{
    internal delegate long AnswerCall(in HypercallRequest request);

    public uint Number => HypercallNumbers.Multicall;

    public long Answer(in HypercallRequest request)
    {
        ulong entry = request.A1;
        var count = (uint)request.A2;
        if (!GuestAddressSpace.MayNameArray(entry, count, (ulong)Unsafe.SizeOf<Entry>()))
            return -(long)XenErrno.EFAULT;
        for (; count > 0; count--, entry += (ulong)Unsafe.SizeOf<Entry>())
        {
            if (!GuestAddressSpace.TryRead(entry, out Entry call))
                return -(long)XenErrno.EFAULT;
            long result = call.Operation == HypercallNumbers.Multicall
                ? -(long)XenErrno.EINVAL
                : answer(call.Request);
            if (!TryWriteResult(entry, result))
                return -(long)XenErrno.EFAULT;
        }

        return 0;
    }

    private bool TryWriteResult(ulong entry, long result)
    {
        if (poisonsEntries)
        {
            Unsafe.SkipInit(out Entry poisoned);
            Unsafe.InitBlock(ref Unsafe.As<Entry, byte>(ref poisoned), 0xAA, (uint)Unsafe.SizeOf<Entry>());
            GuestAddressSpace.TryWrite(entry, in poisoned);
        }

        return GuestAddressSpace.TryWrite(entry + sizeof(ulong), in result);
    }

    /// <summary>A <c>multicall_entry</c>.</summary>
    internal struct Entry
    {
        internal ulong Operation;
        internal long Result;
        internal ulong A1, A2, A3, A4, A5, A6;

        internal readonly HypercallRequest Request => new(
            Operation < HypercallPage.SlotCount ? (uint)Operation : uint.MaxValue, A1, A2, A3, A4, A5);
    }
}
