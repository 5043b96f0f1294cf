using System.Runtime.InteropServices;

namespace XenSdk.Simulation.Tests;

/// <summary>The simulation around the hypercalls: what it remembers, what it survives, what it refuses.</summary>
public sealed class SimulatedXenTests
{
    [Fact]
    public void Calls_are_remembered_with_their_registers_the_oldest_first()
    {
        using var guest = new Guest(new() { RememberedCalls = 3 });
        Assert.Throws<InvalidOperationException>(() => guest.Xen.Calls.Last);
        for (ulong i = 0; i < 5; i++)
            guest.Call(100, i);

        Assert.Equal(5, guest.Xen.Calls.Total);
        Assert.Equal([2ul, 3ul, 4ul], guest.Xen.Calls.Select(static call => call.Registers.Rdi));
        Assert.Equal(2ul, guest.Xen.Calls[0].Registers.Rdi);
        Assert.Equal((100u, -38L, 4ul), (guest.Xen.Calls.Last.Number, guest.Xen.Calls.Last.Result, guest.Xen.Calls.Last.Registers.Rdi));
        Assert.Throws<ArgumentOutOfRangeException>(() => guest.Xen.Calls[3]);
    }

    [Fact]
    public void An_exception_in_an_answer_does_not_cross_the_machine_code_but_is_kept()
    {
        using var guest = new Guest();
        var thrown = new InvalidOperationException("in the answer");
        guest.Xen.Interceptor = (in HypercallRequest _) => throw thrown;

        Assert.Equal(-5, guest.Call(17, 0, 0));
        Assert.Same(thrown, guest.Xen.Failure);
        guest.Xen.Interceptor = null;
        Assert.Equal(0x40011, guest.Call(17, 0, 0));
        Assert.Same(thrown, guest.Xen.Failure);
    }

    [Fact]
    public void An_answer_may_make_hypercalls_itself()
    {
        using var guest = new Guest();
        guest.Xen.Interceptor = (in HypercallRequest request) => request.Number == 100 ? guest.Call(17, 0, 0) + 1 : null;
        Assert.Equal(0x40012, guest.Call(100));
    }

    [Fact]
    public void An_interceptor_answers_what_it_wants_to_and_Xen_the_rest()
    {
        using var guest = new Guest();
        guest.Xen.Interceptor = static (in HypercallRequest request) => request is { Number: 17, A1: 1 } ? -13 : null;
        Assert.Equal(-13, guest.Call(17, 1, 0));
        Assert.Equal(0x40011, guest.Call(17, 0, 0));
    }

    [Fact]
    public unsafe void Pointers_of_every_bad_kind_are_EFAULT()
    {
        using var guest = new Guest();
        using var hole = GuardedMemory.WithHole();
        using var readOnly = GuardedMemory.WithReadOnlyPage();
        nint code = guest.Xen.Page.Address;

        ulong[] notWritable = [0, 1, hole.Second, hole.Second - 8, readOnly.Second, readOnly.Second - 1, (ulong)code, 0x7FFF_FFFF_FFF8, 1UL << 47, 0xFFFF_8000_0000_0000, ulong.MaxValue];
        foreach (ulong pointer in notWritable)
            Assert.Equal(-14, guest.Call(17, 1, pointer));
        foreach (ulong pointer in notWritable.Except([readOnly.Second, readOnly.Second - 1, (ulong)code]))
            Assert.Equal(-14, guest.Call(18, 0, 16, pointer));
        Assert.Equal(0, guest.Call(18, 0, 16, readOnly.Second));
        Assert.Null(guest.Xen.Failure);
    }

    [Fact]
    public void Several_simulations_stand_side_by_side()
    {
        using var first = new Guest(new() { MinorVersion = 1 });
        using var second = new Guest(new() { MinorVersion = 2 });
        Assert.Equal((0x40001, 0x40002), (first.Call(17, 0, 0), second.Call(17, 0, 0)));
        Assert.Equal((1, 1), (first.Xen.Calls.Total, second.Xen.Calls.Total));
    }

    [Fact]
    public void Threads_take_turns()
    {
        using var guest = new Guest();
        guest.MmuUpdate((guest.Frame(0) << 12) | 1, 0);
        Parallel.For(0, 4, thread =>
        {
            for (int i = 0; i < 2000; i++)
                guest.MmuUpdate((guest.Frame(thread) << 12) | 1, (ulong)i);
        });
        Assert.Equal(8001, guest.Xen.Calls.Total);
        for (int thread = 0; thread < 4; thread++)
            Assert.Equal(1999ul, guest.Memory[guest.Frame(thread)].PseudoPhysical);
    }

    [Fact]
    public unsafe void An_answer_allocates_nothing()
    {
        using var guest = new Guest();
        PvPath<PageGate> path = guest.Xen.Hypercalls.Path;
        byte* text = stackalloc byte[16];
        var update = new Guest.Update(guest.EntryOf(0), (guest.Frame(0) << 12) | 3);
        uint done;
        var entry = new Guest.Entry(17, 0);
        long allocated = long.MaxValue;
        for (int round = 0; round < 2; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 500; i++)
            {
                path.Call(17, 0, 0);
                path.Call(17, 1, (ulong)text);
                path.Call(18, 0, 4, (ulong)text);
                path.Call(21, 0, 2);
                path.Call(29, 0, 0);
                path.Call(1, (ulong)&update, 1, (ulong)&done, Guest.Self);
                path.Call(14, guest.Xen.Domain.VirtualBase, update.Value, 1);
                entry.Operation = 17;
                entry.A1 = 0;
                path.Call(13, (ulong)&entry, 1);
                path.Call(1, 0x10, 1, 0, Guest.Self);
                path.Call(99);
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void A_machine_that_cannot_be_is_refused_with_the_reason()
    {
        AssertRefused(new() { Domain = new(0x7FF0) }, "from 0 to 32751");
        AssertRefused(new() { Domain = new(0) { Pages = 4 } }, "4 pages");
        AssertRefused(new() { OtherDomains = [new(0)] }, "number 0");
        AssertRefused(new() { ExtraVersion = "0123456789abcdef" }, "15 characters");
        AssertRefused(new() { ExtraVersion = "é" }, "ASCII");
        AssertRefused(new() { FreeFrames = -1 }, "FreeFrames");
        AssertRefused(new() { RememberedCalls = 0 }, "RememberedCalls");

        static void AssertRefused(SimulatedXenOptions options, string reason)
        {
            ArgumentException thrown = Assert.ThrowsAny<ArgumentException>(() => SimulatedXen.Start(options));
            Assert.Contains(reason, thrown.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_machines_memory_is_only_where_the_machine_has_some()
    {
        using var guest = new Guest(new() { FreeFrames = 1, XenFrames = 2, Domain = new(0) { Pages = 8 } });
        Assert.Equal(12, guest.Memory.FrameCount); // one is the domain's shared info
        Assert.Equal(0ul, guest.Memory.Allocate((DomainId)0));
        Assert.Throws<InvalidOperationException>(() => guest.Memory.Allocate((DomainId)0));
        Assert.Throws<ArgumentOutOfRangeException>(() => guest.Memory[12]);
        Assert.Throws<ArgumentOutOfRangeException>(() => guest.Memory.Read(12 << 12));
        Assert.Throws<ArgumentOutOfRangeException>(() => guest.Memory.Write(4, 0));
        guest.Dispose();
        Assert.Throws<ObjectDisposedException>(() => guest.Memory.Read(0));
    }

    [Fact]
    public void A_structure_of_registers_has_the_order_of_their_encoding() =>
        Assert.Equal((0, 32, 64, 120, 128, 144), (
            (int)Marshal.OffsetOf<RegisterFile>(nameof(RegisterFile.Rax)), (int)Marshal.OffsetOf<RegisterFile>(nameof(RegisterFile.Rsp)),
            (int)Marshal.OffsetOf<RegisterFile>(nameof(RegisterFile.R8)), (int)Marshal.OffsetOf<RegisterFile>(nameof(RegisterFile.R15)),
            (int)Marshal.OffsetOf<RegisterFile>(nameof(RegisterFile.Rflags)), Marshal.SizeOf<RegisterFile>()));
}
