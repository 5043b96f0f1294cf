using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace XenSdk.RealXen.Tests;

/// <summary>A machine that was booted once, and what its console said until it ended.</summary>
public sealed partial class Machine
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan s_longestOfLinux = TimeSpan.FromSeconds(240);

    private Machine(string name, int status, IReadOnlyList<string> console, TimeSpan firstWords)
    {
        Name = name;
        Status = status;
        Console = console;
        FirstWords = firstWords;
    }

    /// <summary>How it was booted, by the name that its log has.</summary>
    public string Name { get; }

    /// <summary>What <c>eng/real-xen/boot.sh</c> ended with: 0 if the kernel said that all went well.</summary>
    public int Status { get; }

    /// <summary>The console, line by line; Xen's lines begin with <c>(XEN)</c>.</summary>
    public IReadOnlyList<string> Console { get; }

    /// <summary>How much of a processor's time the emulator had used when the kernel said its first words. Unlike the time on
    /// the wall, it says the same while other programs run.</summary>
    public TimeSpan FirstWords { get; }

    /// <summary>The version of Xen that booted, as it prints it: of 4.17, the one that Debian has at the time.</summary>
    public string XenVersion => Console.Select(line => Version().Match(line)).First(match => match.Success).Groups[1].Value;

    /// <summary>The last part of <see cref="XenVersion"/>, with its dot: what Xen calls its extra version.</summary>
    public string ExtraVersion => XenVersion[XenVersion.LastIndexOf('.')..];

    /// <summary>What the kernel said.</summary>
    public IEnumerable<string> Kernel => Console.Where(line => !line.StartsWith("(XEN)", StringComparison.Ordinal));

    /// <summary>Boots a machine and waits for its end; two minutes at most, or four for Linux.</summary>
    /// <param name="mode">A mode of <c>eng/real-xen/boot.sh</c>.</param>
    /// <param name="image">The kernel; what Linux starts from in mode dom0.</param>
    /// <param name="greeting">How the kernel's first line begins.</param>
    /// <param name="arguments">More of the kernel's command line; also part of the log's name.</param>
    /// <param name="xenOptions">More of Xen's.</param>
    public static Machine Boot(string mode, string image, string greeting, string arguments = "", string xenOptions = "")
    {
        Fetch(mode switch { "dom0" => mode, "arm64" or "arm64-gicv2" => "arm64", _ => "x86_64" });
        string name = mode == "dom0" ? $"dom0-{Path.GetFileNameWithoutExtension(image)}" : arguments.Length > 0 ? $"{mode}-{arguments}" : mode;
        Directory.CreateDirectory(Repository.Artifacts);
        var start = Command.Start(Repository.PathOf("eng", "real-xen", "boot.sh"), mode, image, arguments);
        start.Environment["XEN_BOOT_SECONDS"] = (mode == "dom0" ? s_longestOfLinux : s_longest).TotalSeconds.ToString(CultureInfo.InvariantCulture);
        start.Environment["XEN_BOOT_XEN"] = xenOptions;
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        var console = new List<string>();
        TimeSpan firstWords = TimeSpan.MaxValue;
        using (var log = new StreamWriter(Path.Combine(Repository.Artifacts, name + ".log"), false, new UTF8Encoding(false)))
        {
            while (process.StandardOutput.ReadLine() is { } line)
            {
                line = line.TrimEnd('\r');
                if (firstWords == TimeSpan.MaxValue && line.StartsWith(greeting, StringComparison.Ordinal))
                    firstWords = ProcessorTime.OfDescendants(process.Id);
                console.Add(line);
                log.WriteLine(line);
                log.Flush();
            }

            log.Write(errors.GetAwaiter().GetResult());
        }

        process.WaitForExit();
        return new(name, process.ExitCode, console, firstWords);
    }

    /// <summary>Sees to it that what is booted is there.</summary>
    /// <param name="target">A target of <c>eng/real-xen/fetch.sh</c>.</param>
    public static void Fetch(string target)
    {
        (int fetched, string fetching) = Command.Run(Repository.PathOf("eng", "real-xen", "fetch.sh"), target);
        Assert.True(fetched == 0, fetching);
    }

    /// <summary>The one line of the kernel that begins so; the rest of it.</summary>
    public string After(string beginning)
    {
        string[] found = Kernel.Where(line => line.StartsWith(beginning, StringComparison.Ordinal)).ToArray();
        Assert.True(found.Length == 1, $"{found.Length} lines begin with '{beginning}'.\n{LastWords}");
        return found[0][beginning.Length..];
    }

    /// <summary>What a session has shown under a name: the lines between <c>== NAME</c> and <c>== ended with STATUS</c>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="status">What the command must have ended with.</param>
    public IReadOnlyList<string> Shown(string name, int status = 0)
    {
        string[] lines = [.. Kernel.SkipWhile(line => line != $"== {name}")];
        int end = Array.FindIndex(lines, line => line.StartsWith("== ended with ", StringComparison.Ordinal));
        Assert.True(end > 0, $"{Name} has not come to the end of '{name}'.\n{LastWords}");
        Assert.True(lines[end] == $"== ended with {status}", $"'{name}' {lines[end][3..]}:\n{string.Join('\n', lines[1..end])}");
        return lines[1..end];
    }

    /// <summary>Fails unless the kernel came to its end and said so, with what was last on the console.</summary>
    public void AssertSucceeded()
        => Assert.True(
            Status == 0,
            $"{Name} ended with {Status} ({(Status switch { 1 => "the kernel panicked", 124 => "it took too long", _ => "the kernel did not say how it went" })}).\n{LastWords}");

    /// <summary>How the console ended, for the message of a test that fails.</summary>
    public string LastWords => $"The console of {Name} ended with:\n{string.Join('\n', Console.TakeLast(25))}";

    [GeneratedRegex(@"Xen version (\d+\.\d+\.\d+)")]
    private static partial Regex Version();
}
