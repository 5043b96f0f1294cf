using System.Runtime.InteropServices;
using XenSdk.Tests.Time;

namespace XenSdk.Tests.Events;

/// <summary>
/// Xen's side of the event channels of a domain: what <c>evtchn_2l_set_pending</c> and <c>evtchn_2l_unmask</c> of
/// xen/common/event_2l.c do to the shared info page, written on the bytes of the page and not on this library's types.
/// </summary>
internal sealed unsafe class XenSide : IDisposable
{
    // Of each target: bits of a word, bytes of a vcpu_info, its selector, the PENDING and the MASK bits. From Xen's sizes.
    private static readonly Dictionary<string, (int Word, int Vcpu, int Selector, int Pending, int Mask)> Layouts = new()
    {
        ["x86_64"] = (64, 64, 8, 2048, 2560),
        ["x86_32"] = (32, 64, 4, 2048, 2176),
        ["arm64"] = (64, 48, 8, 48, 560),
        ["arm32"] = (64, 48, 8, 48, 560),
    };

    private const byte Foreign = 0xA5;

    private readonly byte* _page = (byte*)NativeMemory.AlignedAlloc(Page.Size, Page.Size);
    private readonly (int Word, int Vcpu, int Selector, int Pending, int Mask) _layout;
    private readonly string _target;

    internal XenSide(string target)
    {
        _target = target;
        _layout = Layouts[target];
        // What is not event channels' has a pattern that must stay.
        new Span<byte>(_page, Page.Size).Fill(Foreign);
        foreach ((int start, int length) in OwnBytes())
            new Span<byte>(_page + start, length).Clear();
    }

    internal static TheoryData<string> Targets => [.. Layouts.Keys];

    /// <summary>The guest's view of the page.</summary>
    internal SharedInfoView View => SharedInfoPages.View(_target, _page);

    internal int PortCount => _layout.Word * _layout.Word;

    public void Dispose() => NativeMemory.AlignedFree(_page);

    /// <summary>Fails if anything was written in the page that is not event channels'.</summary>
    internal void AssertNothingElseWritten()
    {
        foreach ((int start, int length) in OwnBytes())
            new Span<byte>(_page + start, length).Fill(Foreign);
        Assert.Equal(-1, new Span<byte>(_page, Page.Size).IndexOfAnyExcept(Foreign));
    }

    /// <summary>An event comes for a port that is bound to a vCPU.</summary>
    /// <returns>Whether it is one of its own, and not part of one that the guest has not taken yet.</returns>
    internal bool Send(int port, int vcpu = 0)
    {
        if (SetBit(_layout.Pending, port))
            return false;
        if (!TestBit(_layout.Mask, port))
            Call(port, vcpu);
        return true;
    }

    /// <summary>The guest asks Xen to unmask a port that is bound to a vCPU (EVTCHNOP_unmask).</summary>
    internal void Unmask(int port, int vcpu = 0)
    {
        if (ClearBit(_layout.Mask, port) && TestBit(_layout.Pending, port))
            Call(port, vcpu);
    }

    /// <summary>A vCPU blocks (SCHEDOP_block).</summary>
    /// <returns>Whether it sleeps: not if an upcall is pending for it.</returns>
    internal bool Block(int vcpu = 0)
    {
        Volatile.Write(ref _page[(vcpu * _layout.Vcpu) + 1], 0);
        return Volatile.Read(ref _page[vcpu * _layout.Vcpu]) == 0;
    }

    // The flags and the selector of each vCPU, and the two arrays.
    private IEnumerable<(int Start, int Length)> OwnBytes()
    {
        int vcpus = _layout.Pending / _layout.Vcpu;
        for (int vcpu = 0; vcpu < vcpus; vcpu++)
        {
            yield return (vcpu * _layout.Vcpu, 2);
            yield return ((vcpu * _layout.Vcpu) + _layout.Selector, _layout.Word / 8);
        }

        yield return (_layout.Pending, PortCount / 8);
        yield return (_layout.Mask, PortCount / 8);
    }

    private void Call(int port, int vcpu)
    {
        if (!SetBit((vcpu * _layout.Vcpu) + _layout.Selector, port / _layout.Word))
            Volatile.Write(ref _page[vcpu * _layout.Vcpu], 1);
    }

    // Byte by byte, as a C program on a little-endian machine may: the unit that is locked is of no matter to the bits.
    private bool SetBit(int place, int bit)
        => (Change(place, bit, static (unit, mask) => unit | mask) & Mask(place, bit)) != 0;

    private bool ClearBit(int place, int bit)
        => (Change(place, bit, static (unit, mask) => unit & ~mask) & Mask(place, bit)) != 0;

    private bool TestBit(int place, int bit) => (_page[place + (bit / 8)] & (1 << (bit % 8))) != 0;

    private uint Change(int place, int bit, Func<uint, uint, uint> change)
    {
        // The byte that the bit is in lies in this unit of four; all places are multiples of four.
        ref uint unit = ref *(uint*)(_page + place + (bit / 8 / 4 * 4));
        while (true)
        {
            uint old = Volatile.Read(ref unit);
            if (Interlocked.CompareExchange(ref unit, change(old, Mask(place, bit)), old) == old)
                return old;
        }
    }

    private static uint Mask(int place, int bit)
    {
        Assert.Equal(0, place % 4);
        return 1u << (bit % 32);
    }
}
