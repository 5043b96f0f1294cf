using System.Diagnostics;
using System.Runtime.InteropServices;

namespace XenSdk.Bench;

/// <summary>How long whole processes take, side by side: one of each in turn, so that whatever else the machine does falls on
/// both.</summary>
internal static partial class ProcessTime
{
    private const int Children = -1;

    /// <summary>Runs some commands in turn.</summary>
    /// <param name="rounds">How often.</param>
    /// <param name="folder">Where; null for where this process is.</param>
    /// <param name="commands">Each command with its arguments.</param>
    /// <returns>What each took.</returns>
    public static ProcessCost[] Compare(int rounds, string? folder, params (string Command, string[] Arguments)[] commands)
    {
        double[][] clock = Array.ConvertAll(commands, _ => new double[rounds]);
        double[][] processor = Array.ConvertAll(commands, _ => new double[rounds]);
        foreach ((string command, string[] arguments) in commands)
            Processes.Run(command, arguments, folder); // whatever the first run leaves behind for the others
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < commands.Length; i++)
            {
                double before = ProcessorTimeOfChildren();
                long start = Stopwatch.GetTimestamp();
                Processes.Run(commands[i].Command, commands[i].Arguments, folder);
                clock[i][round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                processor[i][round] = ProcessorTimeOfChildren() - before;
            }
        }
        return [.. clock.Zip(processor, (times, work) => new ProcessCost(Median(times), Median(work)))];
    }

    private static double Median(double[] times)
    {
        Array.Sort(times);
        return times[times.Length / 2];
    }

    /// <summary>Milliseconds that the processes took which this one has started and which have ended.</summary>
    private static unsafe double ProcessorTimeOfChildren()
    {
        // struct rusage begins with two timevals, user's and system's, of seconds and microseconds.
        long* usage = stackalloc long[18];
        return GetResourceUsage(Children, usage) == 0
            ? ((usage[0] + usage[2]) * 1000.0) + ((usage[1] + usage[3]) / 1000.0)
            : throw new InvalidOperationException("getrusage failed");
    }

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static unsafe partial int GetResourceUsage(int who, long* usage);
}

/// <summary>What a process takes, in milliseconds; medians.</summary>
/// <param name="Clock">From its start to its end.</param>
/// <param name="Processor">Of the processor's time, its threads' together.</param>
internal sealed record ProcessCost(double Clock, double Processor)
{
    /// <summary>The ratio to another's processor time, in words.</summary>
    public string ProcessorRatio(ProcessCost peer) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"processor time {Processor:0} of {peer.Processor:0} ms: {Processor / peer.Processor:0.00}");
}
