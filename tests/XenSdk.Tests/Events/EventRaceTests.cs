using System.Diagnostics;

namespace XenSdk.Tests.Events;

/// <summary>Event channels while Xen and vCPUs work at the same time: events are counted on both sides.</summary>
public sealed unsafe class EventRaceTests
{
    private const int EventsPerSender = 200_000;

    // Neighbours in a word, the ends of words, and several words.
    private static readonly int[] Ports = [1, 2, 3, 31, 32, 33, 62, 63, 64, 65, 127, 500, 501, 900, 1022, 1023];

    public static TheoryData<string> Targets => XenSide.Targets;

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_vCPU_that_scans_only_when_called_takes_every_event_once(string target)
    {
        using var xen = new XenSide(target);
        SharedInfoView view = xen.View;
        EventChannels channels = view.Channels;
        VcpuEvents vcpu = view.Vcpu(0).Events;
        var scanner = new EventScanner(channels, vcpu);
        using var senders = new Senders(xen, static _ => 0);

        long taken = 0;
        var random = new Random(99);
        while (true)
        {
            bool last = senders.AreDone;
            if (vcpu.IsUpcallPending)
            {
                // Some are masked while they are handled and unmasked at the end, as a kernel does with slow ones.
                while (scanner.TryTake(out EventPort port))
                {
                    taken++;
                    if (random.Next(8) != 0)
                        continue;
                    channels.Mask(port);
                    Thread.SpinWait(random.Next(50));
                    channels.Unmask(port, vcpu);
                }
            }
            else if (last)
            {
                break;
            }
        }

        Assert.Equal(senders.Sent, taken);
        xen.AssertNothingElseWritten();
    }

    [Fact]
    public void Two_vCPUs_that_look_at_the_same_words_take_every_event_once_between_them()
    {
        // Each port's events go to one of two vCPUs, but either may find and take them.
        long taken = RunTwo((channels, vcpu, _) => new EventScanner(channels, vcpu), out long sent, out _);

        Assert.Equal(sent, taken);
    }

    [Fact]
    public void Two_vCPUs_with_ports_of_their_own_take_each_its_own()
    {
        long taken = RunTwo(
            (channels, vcpu, own) => new EventScanner(channels, vcpu, own), out long sent, out bool strangers);

        Assert.Equal(sent, taken);
        Assert.False(strangers, "A vCPU took an event of a port that is bound to the other.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_port_that_is_sent_to_the_moment_its_event_was_taken_is_not_forgotten(bool maskWhileHandling)
    {
        // Each round aims at the end of a scan, or at the unmasking: where a step in the wrong order would lose the event.
        using var xen = new XenSide("x86_64");
        SharedInfoView view = xen.View;
        var port = new EventPort(200);
        int taken = 0;
        bool stop = false;
        var vcpu = new Thread(() =>
        {
            VcpuEvents events = view.Vcpu(0).Events;
            var scanner = new EventScanner(view.Channels, events);
            while (!Volatile.Read(ref stop))
            {
                if (!events.IsUpcallPending)
                    continue;
                while (scanner.TryTake(out EventPort got))
                {
                    if (maskWhileHandling)
                        view.Channels.Mask(got);
                    Volatile.Write(ref taken, taken + 1);
                    if (maskWhileHandling)
                        view.Channels.Unmask(got, events);
                }
            }
        });
        vcpu.Start();

        var clock = Stopwatch.StartNew();
        var random = new Random(5);
        int sent = 0;
        while (clock.Elapsed < TimeSpan.FromSeconds(1))
        {
            Assert.True(xen.Send((int)port.Number));
            sent++;
            var patience = Stopwatch.StartNew();
            while (Volatile.Read(ref taken) != sent && patience.Elapsed < TimeSpan.FromSeconds(10))
            {
            }

            if (Volatile.Read(ref taken) != sent)
                break;
            Thread.SpinWait(random.Next(12));
        }

        Volatile.Write(ref stop, true);
        vcpu.Join();
        Assert.True(taken == sent, $"Of {sent} events, {taken} were taken: the last one waits, and nobody is called for it.");
    }

    private static int VcpuOf(int port) => port & 1;

    private static long RunTwo(
        Func<EventChannels, VcpuEvents, EventPortSet, EventScanner> makeScanner, out long sent, out bool strangers)
    {
        using var xen = new XenSide("x86_64");
        SharedInfoView view = xen.View;
        using var senders = new Senders(xen, VcpuOf);
        long total = 0;
        int foreign = 0;
        Thread[] vcpus = [.. Enumerable.Range(0, 2).Select(number => new Thread(() =>
        {
            byte* memory = stackalloc byte[EventPortSet.Size + 8];
            memory += 8 - ((nint)memory & 7);
            new Span<byte>(memory, EventPortSet.Size).Clear();
            var own = new EventPortSet(memory);
            foreach (int port in Ports.Where(port => VcpuOf(port) == number))
                own.Add(new EventPort((uint)port));
            VcpuEvents events = view.Vcpu(number).Events;
            EventScanner scanner = makeScanner(view.Channels, events, own);
            while (true)
            {
                bool last = senders.AreDone;
                if (!events.IsUpcallPending)
                {
                    if (last)
                        return;
                    continue;
                }

                while (scanner.TryTake(out EventPort port))
                {
                    Interlocked.Increment(ref total);
                    if (VcpuOf((int)port.Number) != number)
                        Interlocked.Increment(ref foreign);
                }
            }
        }))];
        foreach (Thread vcpu in vcpus)
            vcpu.Start();
        foreach (Thread vcpu in vcpus)
            vcpu.Join();
        sent = senders.Sent;
        strangers = foreign > 0;
        return total;
    }

    /// <summary>Two threads that send events, and count those that the guest must see as one of their own.</summary>
    private sealed class Senders : IDisposable
    {
        private readonly Thread[] _threads;
        private long _sent;
        private int _running = 2;

        internal Senders(XenSide xen, Func<int, int> vcpuOf)
        {
            _threads = [.. Enumerable.Range(0, 2).Select(seed => new Thread(() =>
            {
                var random = new Random(seed);
                long sent = 0;
                for (int i = 0; i < EventsPerSender; i++)
                {
                    int port = Ports[random.Next(Ports.Length)];
                    sent += xen.Send(port, vcpuOf(port)) ? 1 : 0;
                }

                Interlocked.Add(ref _sent, sent);
                Interlocked.Decrement(ref _running);
            }))];
            foreach (Thread thread in _threads)
                thread.Start();
        }

        internal bool AreDone => Volatile.Read(ref _running) == 0;

        internal long Sent => Interlocked.Read(ref _sent);

        public void Dispose()
        {
            foreach (Thread thread in _threads)
                thread.Join();
        }
    }
}
