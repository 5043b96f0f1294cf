using System.Collections.Concurrent;
using XenSdk.Simulation;

namespace XenSdk.Tests.ThroughPrivcmd;

/// <summary>A device that is closed while it is used: what runs is finished first, and what comes later never gets to a
/// descriptor that may be another file's by then.</summary>
public sealed class DisposalTests : IDisposable
{
    private const uint AnyHypercall = 39;
    private const int Answer = 7;
    private readonly PrivcmdFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void A_call_in_which_the_device_is_disposed_comes_to_its_end_and_closes_it()
    {
        (int, long) during = default;
        _fixture.Privcmd.Rent<byte>().Dispose();
        _fixture.Answer(_ =>
        {
            _fixture.Privcmd.Dispose();
            during = (_fixture.Kernel.OpenFiles, _fixture.Kernel.MemoryPages);
            return Answer;
        });

        long result = _fixture.Calls.Path.Call(AnyHypercall, 1);

        Assert.Equal(Answer, result);
        Assert.Equal((2, 1), during);
        Assert.Equal((0, 0), (_fixture.Kernel.OpenFiles, _fixture.Kernel.MemoryPages));
        Assert.Throws<ObjectDisposedException>(() => _fixture.Calls.Path.Call(AnyHypercall, 1));
    }

    [Fact]
    public void A_call_made_while_the_device_is_being_closed_is_refused()
    {
        var kernel = new SlowKernel(_fixture.Kernel);
        Privcmd privcmd = Privcmd.Open(kernel);
        var thrown = new List<Exception?>();
        kernel.Closed = () => thrown.Add(Record.Exception(() => privcmd.Hypercalls.Path.Call(AnyHypercall, 1)));

        privcmd.Dispose();

        Assert.Equal(2, thrown.Count);
        Assert.All(thrown, static exception => Assert.IsType<ObjectDisposedException>(exception));
    }

    [Fact]
    public void A_call_in_which_the_device_is_restricted_comes_to_its_end_and_the_next_is_refused()
    {
        _fixture.Answer(_ =>
        {
            _fixture.Privcmd.Restrict((DomainId)PrivcmdFixture.OtherDomain);
            return Answer;
        });

        long result = _fixture.Calls.Path.Call(AnyHypercall, 1);

        Assert.Equal(Answer, result);
        Assert.Throws<InvalidOperationException>(() => _fixture.Calls.Path.Call(AnyHypercall, 1));
        Assert.Equal(2, _fixture.Kernel.OpenFiles);
    }

    [Fact]
    public void An_error_that_Xen_numbers_as_the_kernel_does_a_bad_descriptor_is_only_an_error()
    {
        _fixture.Answer(_ => -(long)XenErrno.EBADF);

        Assert.Equal(-(long)XenErrno.EBADF, _fixture.Calls.Path.Call(AnyHypercall));
    }

    [Fact]
    public void What_was_disposed_after_a_restriction_is_disposed()
    {
        _fixture.Privcmd.Restrict((DomainId)PrivcmdFixture.OtherDomain);
        _fixture.Privcmd.Dispose();

        Assert.Throws<ObjectDisposedException>(() => _fixture.Calls.Path.Call(AnyHypercall));
    }

    [Fact]
    public void Memory_that_is_never_given_back_stays_when_the_device_is_forgotten()
    {
        var kernel = new SimulatedKernel(_fixture.Xen, new());
        WeakReference forgotten = Forget(kernel);

        for (int i = 0; i < 10 && forgotten.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(forgotten.IsAlive);
        Assert.Equal((2, 1), (kernel.OpenFiles, kernel.MemoryPages));

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static WeakReference Forget(SimulatedKernel kernel)
        {
            Privcmd privcmd = Privcmd.Open(kernel);
            privcmd.Rent<byte>();
            return new(privcmd);
        }
    }

    [Fact]
    public void Calls_that_race_with_closing_are_made_or_refused_and_the_last_one_closes()
    {
        for (int round = 0; round < 300; round++)
        {
            var kernel = new SimulatedKernel(_fixture.Xen, new());
            _fixture.Answer(static _ => Answer);

            Assert.Empty(Race(Privcmd.Open(new SlowKernel(kernel)), static privcmd => privcmd.Hypercalls.Path.Call(AnyHypercall, 1), Answer));

            Assert.Equal((0, 0), (kernel.OpenFiles, kernel.MemoryPages));
        }
    }

    [Fact]
    public void Calls_with_memory_that_race_with_closing_are_made_or_refused_and_leave_nothing_mapped()
    {
        for (int round = 0; round < 300; round++)
        {
            var kernel = new SimulatedKernel(_fixture.Xen, new());
            _fixture.Answer(request => kernel.Reaches(request.A1, 8) ? Answer : -(long)XenErrno.EFAULT);

            Assert.Empty(Race(Privcmd.Open(new SlowKernel(kernel)), static privcmd =>
            {
                ulong word = 0;
                return privcmd.Hypercalls.CallWithBuffers(AnyHypercall, HypercallArgument.InOut(ref word)).Value;
            }, Answer));

            Assert.Equal((0, 0), (kernel.OpenFiles, kernel.MemoryPages));
        }
    }

    /// <summary>Calls from several threads until the device is disposed under them.</summary>
    /// <returns>What came back other than the answer and the refusal.</returns>
    internal static IEnumerable<object> Race(Privcmd privcmd, Func<Privcmd, long> call, long answer)
    {
        const int threads = 3;
        var wrong = new ConcurrentBag<object>();
        int answered = 0;
        Thread[] callers = [.. Enumerable.Range(0, threads).Select(_ => new Thread(() =>
        {
            try
            {
                while (true)
                {
                    long result = call(privcmd);
                    if (result != answer)
                        wrong.Add(result);
                    Interlocked.Increment(ref answered);
                }
            }
            catch (ObjectDisposedException)
            {
            }
            catch (Exception exception)
            {
                wrong.Add(exception);
            }
        }))];
        foreach (Thread caller in callers)
            caller.Start();
        while (Volatile.Read(ref answered) < threads)
            Thread.Yield();
        privcmd.Dispose();
        foreach (Thread caller in callers)
            caller.Join();
        return wrong;
    }
}
