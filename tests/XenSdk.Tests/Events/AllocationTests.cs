using System.Runtime.CompilerServices;
using XenSdk.Tests.Time;

namespace XenSdk.Tests.Events;

/// <summary>What a guest without a garbage collector uses allocates nothing.</summary>
public sealed unsafe class AllocationTests
{
    [Fact]
    public void A_scan_of_events_allocates_nothing()
    {
        using var xen = new XenSide("x86_64");
        EventScanner scanner = new(xen.View.Channels, xen.View.Vcpu(0).Events);

        AssertAllocatesNothing(() =>
        {
            SharedInfoView view = xen.View;
            for (uint port = 1; port < 4096; port += 37)
            {
                view.Channels.Mask(new EventPort(port));
                xen.View.Channels.Clear(new EventPort(port));
                view.Channels.Unmask(new EventPort(port), view.Vcpu(0).Events);
            }

            while (scanner.TryTake(out _))
            {
            }

            scanner.PutBack();
        });
    }

    [Fact]
    public void Reading_the_clocks_allocates_nothing()
    {
        byte* page = stackalloc byte[Page.Size + 8];
        new Span<byte>(page, Page.Size).Clear();
        nint address = (nint)page + 8 & ~7;

        AssertAllocatesNothing(() =>
        {
            SharedInfoView view = SharedInfoPages.View("x86_64", (void*)address);
            _ = view.Vcpu(3).Time.Read().At(77);
            _ = view.Clock.Read().Plus(5);
        });
    }

    [Fact]
    public void Making_updates_allocates_nothing()
    {
        AssertAllocatesNothing(() =>
        {
            Pte entry = Pte.Map(new MachineFrame(5), PteFlags.Present | PteFlags.WriteThrough).LinuxToXen();
            _ = entry.TryXenToLinux(out _);
            _ = MmuUpdates.Write(new MachineFrame(3).EntryAddress(7), entry);
            _ = MmuExtOps.InvlpgMulti(default, new GuestPointer64<CpuMap>(8));
            _ = MappingFlush.TlbOn(new GuestPointer64<CpuMap>(8)).Flags;
            _ = ForeignDomain.Of(DomainId.Io, DomainIds.Of(5)).Value;
            _ = TmemOps.NewPool(TmemPoolFlags.Shared);
            foreach (int number in new CpuMap(0x8001))
                _ = number;
        });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AssertAllocatesNothing(Action action)
    {
        // Compiled, and its statics set up, before it counts.
        for (int i = 0; i < 50; i++)
            action();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            action();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
