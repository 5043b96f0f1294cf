using XenSdk;

namespace PrivcmdFacts;

/// <summary>One Privcmd, used by many threads at once.</summary>
internal static class ThreadFacts
{
    private const int Threads = 8, CallsOfEach = 250;

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
    }
}
