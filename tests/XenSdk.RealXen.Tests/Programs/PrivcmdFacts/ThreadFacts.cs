using XenSdk;

namespace PrivcmdFacts;

/// <summary>One Privcmd, used by many threads at once, and closed under them.</summary>
internal static class ThreadFacts
{
    private const int Threads = 8, CallsOfEach = 250, Closings = 100;

    public static void Find(Facts facts, Privcmd privcmd)
    {
        string expected = privcmd.Hypercalls.Version().ToString();
        int right = 0;
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(number => new Thread(() =>
        {
            for (int call = 0; call < CallsOfEach; call++)
            {
                // Each holds a buffer of its own over a call: nobody else may write into it.
                using HypercallBuffer<ulong> own = privcmd.Rent<ulong>(512 << (call % 3));
                own.Span.Fill((ulong)number);
                bool same = privcmd.Hypercalls.Version().ToString() == expected;
                if (same && !own.Span.ContainsAnyExcept((ulong)number))
                    Interlocked.Increment(ref right);
            }
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        facts.Say("threads", $"{right} of {Threads * CallsOfEach} right");
        facts.Say("calls while the device is closed", $"{Enumerable.Range(0, Closings).Sum(_ => WrongWhenClosed(privcmd))} wrong");
    }

    /// <summary>Closes a device under threads that make calls through it, and takes its number for another file.</summary>
    /// <returns>Calls that came back with something else than the answer or the refusal.</returns>
    private static int WrongWhenClosed(Privcmd open)
    {
        long expected = open.Hypercalls.XenVersion(0, default(GuestPointer64)).Value;
        int answered = 0, wrong = 0;
        Privcmd closed = Privcmd.Open();
        Thread[] threads = [.. Enumerable.Range(0, 3).Select(_ => new Thread(() =>
        {
            try
            {
                while (true)
                {
                    if (closed.Hypercalls.XenVersion(0, default(GuestPointer64)).Value != expected)
                        Interlocked.Increment(ref wrong);
                    Interlocked.Increment(ref answered);
                }
            }
            catch (ObjectDisposedException)
            {
            }
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        while (Volatile.Read(ref answered) < threads.Length)
            Thread.Yield();
        closed.Dispose();
        using (File.OpenHandle("/dev/null"))
        using (File.OpenHandle("/dev/null"))
        {
            foreach (Thread thread in threads)
                thread.Join();
        }

        return wrong;
    }
}
