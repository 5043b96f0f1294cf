using XenSdk.Simulation;
using XenSdk.Tests.ThroughPrivcmd;

namespace XenSdk.Tests.Queues;

/// <summary>Queues over a simulated hypervisor with memory, owners and page tables: by its hypercall page, and by privcmd.</summary>
public sealed class SimulatedXenQueueTests
{
    // Pseudo-physical numbers that nothing else gives.
    private const ulong New = 0x10_0000;
    private static readonly SimulatedXenOptions WithOther = new() { OtherDomains = [new SimulatedDomainOptions(5)] };

    [Fact]
    public void Updates_in_a_batch_leave_the_machine_as_updates_made_singly()
    {
        using var batched = SimulatedXen.Start(WithOther);
        using var singly = SimulatedXen.Start(WithOther);
        var random = new Random(1);
        var queue = new MmuUpdateQueue<PvPath<PageGate>>(batched.Hypercalls, new MmuUpdate[200]);
        List<XenErrno> expected = [], found = [];
        for (int round = 0; round < 200; round++)
        {
            int length = random.Next(1, 60);
            for (int i = 0; i < length; i++)
            {
                (MmuUpdate update, ForeignDomain domains) = AnyUpdate(random, batched);
                Assert.Equal(i, queue.Add(update, domains));
                expected.Add(Single(singly, update, domains));
            }

            for (FlushResult result = queue.Flush(); result.IsStopped;)
                result = queue.Resume();
            for (int i = 0; i < length; i++)
                found.Add(queue[i].Error);
        }

        Assert.Equal(expected, found);
        Assert.Contains(XenErrno.None, expected);
        Assert.True(expected.Distinct().Count() > 3);
        AssertSame(singly, batched);
        Assert.True(batched.Calls.Total < singly.Calls.Total / 2);
    }

    [Fact]
    public void Mixed_requests_in_a_batch_leave_the_machine_as_requests_made_singly()
    {
        using var batched = SimulatedXen.Start(WithOther);
        using var singly = SimulatedXen.Start(WithOther);
        var random = new Random(2);
        var queue = new MulticallQueue<PvPath<PageGate>>(batched.Hypercalls, new MulticallEntry[80], new ulong[800]);
        List<long> expected = [], found = [];
        for (int round = 0; round < 200; round++)
        {
            int length = random.Next(1, 60);
            for (int i = 0; i < length; i++)
                expected.Add(AddAny(random, batched, singly, queue));
            for (FlushResult result = queue.Flush(); result.IsStopped;)
                result = queue.Resume();
            for (int i = 0; i < length; i++)
                found.Add(queue[i].Result.Value);
        }

        Assert.Equal(expected, found);
        AssertSame(singly, batched);
        Assert.True(batched.Calls.Total < singly.Calls.Total / 2);
    }

    [Fact]
    public void Through_privcmd_a_batch_is_one_call_and_results_keep_all_their_bits()
    {
        using var fixture = new PrivcmdFixture();
        const long wide = 0x1_2345_6789;
        fixture.Xen.Interceptor = static (in HypercallRequest request) => request.Number == 12 ? wide : null;
        Span<MulticallEntry> calls = new MulticallEntry[16];
        Span<ulong> arguments = new ulong[64];
        var queue = new MulticallQueue<PrivcmdPath>(fixture.Calls, calls, arguments);
        ulong frame = fixture.Xen.Domain.Frames[3];

        long memory = queue.Add(MulticallOperation.MemoryOp, 0, 0);
        queue.UpdateMachineToPhysical(new MachineFrame(frame), new PseudoPhysicalFrame(New));
        queue.UpdateMachineToPhysical(new MachineFrame(1ul << 40), new PseudoPhysicalFrame(New));
        queue.UpdateMachineToPhysical(new MachineFrame(frame + 1), new PseudoPhysicalFrame(New + 1));
        long version = queue.AddWithBuffers(
            MulticallOperation.XenVersion, MulticallArgument.Value(1), MulticallArgument.Room<ulong>(2));
        long before = fixture.Xen.Calls.Total;

        FlushResult result = queue.Flush();
        Assert.Equal((2, XenErrno.EINVAL, 2), (result.Index, result.Error, result.Queued));
        Assert.Equal(before + 1, fixture.Xen.Calls.Total);
        result = queue.Resume();

        Assert.Equal((4, 1), (result.Done, result.Refused));
        Assert.Equal(wide, queue[memory].Result.Value);
        Assert.Equal(New, fixture.Xen.Memory[frame].PseudoPhysical);
        Assert.Equal(New + 1, fixture.Xen.Memory[frame + 1].PseudoPhysical);
        Assert.Equal(".7"u8, queue.ReadBytes(version, 2)[..2]);
    }

    [Fact]
    public void Through_privcmd_updates_are_one_call()
    {
        using var fixture = new PrivcmdFixture();
        Span<MmuUpdate> memory = new MmuUpdate[64];
        var queue = new MmuUpdateQueue<PrivcmdPath>(fixture.Calls, memory);
        for (int i = 0; i < 20; i++)
        {
            ulong frame = i == 11 ? 1ul << 40 : fixture.Xen.Domain.Frames[i];
            queue.UpdateMachineToPhysical(new MachineFrame(frame), new PseudoPhysicalFrame(New + (ulong)i));
        }

        long before = fixture.Xen.Calls.Total;
        FlushResult result = queue.Flush();
        Assert.Equal((11, XenErrno.EINVAL, 8), (result.Index, result.Error, result.Queued));
        Assert.Equal(19, queue.Resume().Done);
        Assert.Equal(before + 2, fixture.Xen.Calls.Total);
        for (int i = 0; i < 20; i++)
        {
            if (i != 11)
                Assert.Equal(New + (ulong)i, fixture.Xen.Memory[fixture.Xen.Domain.Frames[i]].PseudoPhysical);
        }
    }

    private static (MmuUpdate Update, ForeignDomain Domains) AnyUpdate(Random random, SimulatedXen xen)
    {
        ForeignDomain domains = random.Next(40) switch
        {
            0 => ForeignDomain.Of((DomainId)5),
            1 => ForeignDomain.Of((DomainId)77),
            2 => ForeignDomain.Of(DomainId.Self, (DomainId)5),
            _ => default,
        };
        SimulatedDomain owner = random.Next(20) == 0 ? xen.FindDomain((DomainId)5)! : xen.Domain;
        ulong frame = owner.Frames[random.Next(owner.Frames.Count)];
        var address = new MachineAddress((frame << 12) + ((ulong)random.Next(512) * 8));
        return random.Next(20) switch
        {
            < 16 => (MmuUpdates.UpdateMachineToPhysical(new MachineFrame(frame), new PseudoPhysicalFrame(New + (ulong)random.Next(1000))), domains),
            < 19 => (MmuUpdates.Write(address, new Pte((ulong)random.Next(16) << 12)), domains),
            _ => (new MmuUpdate { Ptr = (1ul << 45) | address.Value, Val = 0 }, domains),
        };
    }

    private static long AddAny(
        Random random, SimulatedXen batched, SimulatedXen singly, MulticallQueue<PvPath<PageGate>> queue)
    {
        switch (random.Next(6))
        {
            case 0:
                Assert.True(queue.Add(MulticallOperation.XenVersion, 0, 0) >= 0);
                return singly.Hypercalls.Path.Call(17, 0, 0);
            case 1:
                // No such hypercall.
                Assert.True(queue.Add(MulticallOperation.TmemOp, 0) >= 0);
                return singly.Hypercalls.Path.Call(38, 0);
            case 2:
                ulong type = (ulong)random.Next(8);
                Assert.True(queue.Add(MulticallOperation.VmAssist, 0, type) >= 0);
                return singly.Hypercalls.Path.Call(21, 0, type);
            default:
                (MmuUpdate update, ForeignDomain domains) = AnyUpdate(random, batched);
                Assert.True(queue.Add(update, domains) >= 0);
                return -(long)Single(singly, update, domains);
        }
    }

    private static unsafe XenErrno Single(SimulatedXen xen, MmuUpdate update, ForeignDomain domains)
        => new HypercallResult(xen.Hypercalls.Path.Call(1, (ulong)&update, 1, 0, domains.Value)).Error;

    private static void AssertSame(SimulatedXen expected, SimulatedXen found)
    {
        for (ulong frame = 0; frame < (ulong)expected.Memory.FrameCount; frame++)
        {
            Assert.Equal(expected.Memory[frame], found.Memory[frame]);
            for (ulong at = frame << 12; at < (frame + 1) << 12; at += 8)
            {
                if (expected.Memory.Read(at) != found.Memory.Read(at))
                    Assert.Fail($"Machine address {at:x} differs.");
            }
        }

        Assert.Null(expected.Failure);
        Assert.Null(found.Failure);
        Assert.Equal(expected.Domain.Assists, found.Domain.Assists);
    }
}
