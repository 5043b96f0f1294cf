using XenSdk.Simulation;

namespace XenSdk.Tests.ThroughPrivcmd;

/// <summary>A million calls from eight threads while the garbage collector moves their buffers about.</summary>
[Collection(Alone.Name)]
public sealed unsafe class CollectionTests
{
    private const uint Transform = 39;
    private const int Threads = 8;
    private const int CallsOfEach = 125_000;
    private const int Words = 24;

    /// <summary>Every so many calls a collection runs in the middle of one, while the buffers are Xen's.</summary>
    private const int CallsOfACollection = 2_500;

    [Fact]
    public void A_million_calls_under_forced_compacting_collections_tear_no_buffer_and_leak_nothing()
    {
        int files = OpenFiles(), mappings = Mappings();
        long unreachable = 0, answered = 0, collectionsBetween = 0;
        var torn = new int[Threads];
        var allocated = new long[Threads];
        SimulatedKernel kernel;
        using (var fixture = new PrivcmdFixture())
        {
            kernel = fixture.Kernel;
            fixture.Xen.Interceptor = (in HypercallRequest request) =>
            {
                if (request.Number != Transform)
                    return null;
                if (!fixture.Kernel.Reaches(request.A1, Words * 8) || !fixture.Kernel.Reaches(request.A3, Words * 8))
                    unreachable++;
                if (++answered % CallsOfACollection == 0)
                    Collect();
                return Answer(in request);
            };

            bool done = false;
            var collector = new Thread(() =>
            {
                while (!Volatile.Read(ref done))
                {
                    Collect();
                    collectionsBetween++;
                    Thread.Sleep(1);
                }
            });
            Thread[] callers = [.. Enumerable.Range(0, Threads).Select(id => new Thread(() => torn[id] = Call(fixture.Calls, id, out allocated[id])))];
            collector.Start();
            foreach (Thread caller in callers)
                caller.Start();
            foreach (Thread caller in callers)
                caller.Join();
            Volatile.Write(ref done, true);
            collector.Join();

            Assert.Null(fixture.Xen.Failure);
            Assert.InRange(fixture.Kernel.MemoryPages, 1, Threads);
            Assert.Equal(Threads * CallsOfEach, fixture.Xen.Calls.Total);
        }

        Assert.Equal(new int[Threads], torn);
        Assert.Equal(0, unreachable);
        Assert.True(collectionsBetween > 0, "No collection came between two calls.");

        // A thread that has to wait for the simulation's lock makes an object for it, once; a call that allocated would show
        // at least three million bytes.
        Assert.All(allocated, static bytes => Assert.InRange(bytes, 0, 16 * 1024));
        Assert.Equal((0, 0), (kernel.OpenFiles, kernel.MemoryPages));
        Assert.InRange(OpenFiles(), 0, files);
        Assert.InRange(Mappings(), 0, mappings + 200);
    }

    /// <summary>Makes calls with buffers on the garbage-collected heap, and counts those that came back wrong.</summary>
    private static int Call(Hypercalls<PrivcmdPath> xen, int id, out long allocated)
    {
        allocated = 0;
        int wrong = 0;
        var random = new Random(id);
        for (int i = 0; i < CallsOfEach;)
        {
            // Young arrays with garbage between them, so that a collection has something to move.
            var input = new ulong[Words];
            GC.KeepAlive(new byte[random.Next(200)]);
            var both = new ulong[Words];
            GC.KeepAlive(new byte[random.Next(200)]);
            var output = new ulong[Words];
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int use = 0; use < 25; use++, i++)
            {
                ulong seed = ((ulong)id << 32) | (uint)i;
                for (int word = 0; word < Words; word++)
                {
                    input[word] = seed + (ulong)word;
                    both[word] = ~seed - (ulong)word;
                }

                HypercallResult result = xen.CallWithBuffers(
                    Transform, HypercallArgument.In<ulong>(input), HypercallArgument.InOut<ulong>(both), HypercallArgument.Out<ulong>(output));
                wrong += IsRight(result, seed, input, both, output) ? 0 : 1;
            }

            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        return wrong;
    }

    private static bool IsRight(HypercallResult result, ulong seed, ulong[] input, ulong[] both, ulong[] output)
    {
        bool right = result.Value == (long)(seed & 0x7FFF_FFFF);
        for (int word = 0; word < Words; word++)
        {
            ulong a = seed + (ulong)word, b = ~seed - (ulong)word;
            right &= input[word] == a && both[word] == (b ^ a) && output[word] == (a * 3) + b;
        }

        return right;
    }

    /// <summary>What the hypercall does: it also spoils the input, which must not come back.</summary>
    private static long Answer(in HypercallRequest request)
    {
        ulong* input = (ulong*)request.A1, both = (ulong*)request.A2, output = (ulong*)request.A3;
        long result = (long)(input[0] & 0x7FFF_FFFF);
        for (int word = 0; word < Words; word++)
        {
            if (output[word] != 0)
                return -(long)XenErrno.EIO;
            output[word] = (input[word] * 3) + both[word];
            both[word] ^= input[word];
            input[word] = ulong.MaxValue;
        }

        return result;
    }

    private static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);

    /// <summary>Descriptors of the file that the simulated devices are.</summary>
    private static int OpenFiles() =>
        Directory.EnumerateFiles("/proc/self/fd").Count(static file => new FileInfo(file).LinkTarget == "/dev/null");

    private static int Mappings() => File.ReadLines("/proc/self/maps").Count();
}
