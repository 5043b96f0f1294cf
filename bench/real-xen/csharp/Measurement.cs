using XenSdk.Guest;

/// <summary>Something whose instructions are counted. Its result must be the C kernel's.</summary>
internal interface IWork
{
    /// <summary>Does it; marked <c>NoInlining</c>, as the C kernel's counterpart is.</summary>
    ulong Run();
}

/// <summary>The time stamp counter, which counts instructions where the emulator's clock does.</summary>
internal static class Clock
{
    /// <summary>What reading the clock twice costs by itself.</summary>
    internal static ulong Overhead { get; private set; }

    internal static void Calibrate()
    {
        ulong least = ulong.MaxValue;
        for (int i = 0; i < Measurement.Repetitions; i++)
        {
            ulong start = Processor.ReadTimestampCounter();
            least = Math.Min(least, Processor.ReadTimestampCounter() - start);
        }

        Overhead = least;
    }
}

/// <summary>Measures a row and says its median.</summary>
internal static class Measurement
{
    internal const int Repetitions = 15;

    internal static void Row<TWork>(ReadOnlySpan<byte> row, int n, scoped TWork work)
        where TWork : struct, IWork, allows ref struct
    {
        // The first time only warms up.
        ulong result = work.Run();
        Span<ulong> samples = stackalloc ulong[Repetitions];
        for (int i = 0; i < samples.Length; i++)
        {
            ulong start = Processor.ReadTimestampCounter();
            result = work.Run();
            ulong end = Processor.ReadTimestampCounter();
            Insert(samples[..(i + 1)], end - start - Clock.Overhead);
        }

        Kernel.Console.WriteLine($"row {row} {n} result {result} median {samples[Repetitions / 2]} least {samples[0]} most {samples[^1]}");
    }

    /// <summary>Puts a sample among those before it, in order.</summary>
    private static void Insert(Span<ulong> samples, ulong sample)
    {
        int at = samples.Length - 1;
        for (; at > 0 && samples[at - 1] > sample; at--)
            samples[at] = samples[at - 1];
        samples[at] = sample;
    }
}
