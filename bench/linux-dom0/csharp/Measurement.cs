using System.Diagnostics;
using System.Globalization;

/// <summary>Something that is timed. Its result must be the C program's.</summary>
internal interface IWork
{
    /// <summary>Does it, for a list of <paramref name="n"/>.</summary>
    ulong Run(int n);
}

/// <summary>Times a row, as the C program does, and says its median.</summary>
internal static class Measurement
{
    private const int Samples = 15, Calls = 200;

    public static void Row<TWork>(string name, int n, TWork work)
        where TWork : IWork
    {
        int times = n > Calls ? 1 : Calls / n;
        Span<long> samples = stackalloc long[Samples];
        ulong result = work.Run(n);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < samples.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int j = 0; j < times; j++)
                result = work.Run(n);
            samples[i] = Stopwatch.GetTimestamp() - start;
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        samples.Sort();
        double nanoseconds = samples[Samples / 2] * (1e9 / Stopwatch.Frequency) / times;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"row {name} {n} result {result} median {nanoseconds:0.0} allocated {allocated}"));
    }
}
