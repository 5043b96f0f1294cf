using FsCheck;
using FsCheck.Fluent;

namespace XenSdk.Tests.OnConsole;

/// <summary>The console's page where it is full, makes no sense, or nobody can be told; and both sides at once.</summary>
public sealed class RingConsoleTests
{
    [Fact]
    public void Indices_that_make_no_sense_are_refused_and_nothing_is_written()
        => Prop.ForAll(Arb.From(Indices()), given =>
        {
            (uint consumed, uint produced) = given;
            using var daemon = new ConsoleDaemon(0, 0) { OutCons = consumed, OutProd = produced, InCons = consumed, InProd = produced };
            byte[] before = daemon.Snapshot;
            ulong waiting = ((1UL << 32) + produced - consumed) % (1UL << 32);

            HypercallResult written = daemon.Console.Write(default);
            HypercallResult some = daemon.Console.WriteSome("some"u8);
            HypercallResult read = daemon.Console.Read(new byte[4]);

            Assert.Equal(waiting > 2048 ? XenErrno.EIO : XenErrno.None, written.Error);
            Assert.Equal(waiting > 2048 ? -5 : (long)Math.Min(4, 2048 - waiting), some.Value);
            Assert.Equal(waiting > 1024 ? -5 : (long)Math.Min(4, waiting), read.Value);
            if (waiting > 2048)
                Assert.Equal(before, daemon.Snapshot);
            daemon.AssertNothingElseWritten();
        }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(2_000).WithReplay(20_261_122, 3));

    [Fact]
    public void A_text_that_does_not_fit_waits_until_there_is_room()
    {
        using var daemon = new ConsoleDaemon(0, 0);
        byte[] text = new byte[2049];
        new Random(1).NextBytes(text);
        daemon.OnCall = () => daemon.Take(daemon.Yields == 5 ? 1 : 0);

        Assert.Equal(0, daemon.Console.Write(text).Value);

        Assert.Equal((5, 2), (daemon.Yields, daemon.Events));
        daemon.Take(int.MaxValue);
        Assert.Equal(text, daemon.Heard);
    }

    [Fact]
    public void A_page_that_stops_making_sense_ends_the_wait()
    {
        using var daemon = new ConsoleDaemon(0, 0);
        daemon.OnCall = () => daemon.OutCons = 1_000_000;

        Assert.Equal(XenErrno.EIO, daemon.Console.Write(new byte[5000]).Error);
        Assert.Equal(1, daemon.Yields);
        daemon.AssertNothingElseWritten();
    }

    [Fact]
    public void Where_nobody_can_be_told_nobody_is_waited_for()
    {
        using var daemon = new ConsoleDaemon(0, 0) { AnswerToEvent = -22 };
        daemon.Type("typed"u8);

        Assert.Equal(XenErrno.EINVAL, daemon.Console.Write(new byte[5000]).Error);
        Assert.Equal(XenErrno.EINVAL, daemon.Console.Read(new byte[5000]).Error);
        Assert.Equal(0, daemon.Yields);
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        using var daemon = new ConsoleDaemon(uint.MaxValue - 100, uint.MaxValue - 100);
        RingConsole<RecordedPath> console = daemon.Console;
        daemon.OnCall = () => daemon.OutCons = daemon.OutProd;
        byte[] text = new byte[5000];

        long allocated = long.MaxValue;
        for (int round = 0; round < 50; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            console.Write(text);
            daemon.Type(text);
            console.Read(text);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public async Task Both_sides_may_work_at_the_same_time()
    {
        const int Total = 1_000_000;
        using var daemon = new ConsoleDaemon(unchecked(0u - 500_000), 0) { Patience = int.MaxValue };
        daemon.OnCall = static () => Thread.Yield();
        bool isWritten = false;
        byte[] text = new byte[Total];
        new Random(2).NextBytes(text);

        var other = Task.Factory.StartNew(
            () =>
            {
                var random = new Random(3);
                try
                {
                    while (true)
                    {
                        bool last = Volatile.Read(ref isWritten);
                        daemon.Take(last ? int.MaxValue : random.Next(1, 4000));
                        if (last)
                            break;
                    }
                }
                catch
                {
                    // Whoever writes is not left waiting.
                    daemon.OutCons = daemon.OutProd + 1;
                    throw;
                }
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        var lengths = new Random(4);
        for (int at = 0, length; at < Total; at += length)
        {
            length = Math.Min(Total - at, lengths.Next(1, 5000));
            Assert.Equal(0, daemon.Console.Write(text.AsSpan(at, length)).Value);
        }

        Volatile.Write(ref isWritten, true);
        await other;
        Assert.True(text.AsSpan().SequenceEqual(daemon.Heard.ToArray()));
        daemon.AssertNothingElseWritten();
    }

    private static Gen<(uint Consumed, uint Produced)> Indices()
    {
        Gen<uint> any = Gen.Choose(int.MinValue, int.MaxValue).Select(value => unchecked((uint)value));
        Gen<int> distance = Gen.OneOf(
            Gen.Choose(-3, 4000), Gen.Elements(0, 1023, 1024, 1025, 2047, 2048, 2049), Gen.Choose(int.MinValue, int.MaxValue));
        return from consumed in Gen.OneOf(any, Gen.Elements(0u, uint.MaxValue, uint.MaxValue - 1000))
               from ahead in distance
               select (consumed, unchecked(consumed + (uint)ahead));
    }
}
