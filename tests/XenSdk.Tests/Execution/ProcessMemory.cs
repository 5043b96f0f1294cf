using System.Globalization;
using System.Runtime.InteropServices;

namespace XenSdk.Tests.Execution;

/// <summary>The memory of this process as the kernel tells it: what is mapped how, and what stands there.</summary>
internal static unsafe class ProcessMemory
{
    /// <summary>Permissions at an address, such as <c>r-xp</c>.</summary>
    internal static string ProtectionAt(nint address) =>
        Mappings().FirstOrDefault(mapping => (ulong)address >= mapping.Start && (ulong)address < mapping.End).Protection ?? "not mapped";

    /// <summary>Whether these bytes stand at an address, be anything mapped there or not.</summary>
    internal static bool Holds(nint address, ReadOnlySpan<byte> bytes)
    {
        var read = new byte[bytes.Length];
        return Read((ulong)address, read) == read.Length && bytes.SequenceEqual(read);
    }

    /// <summary>How often these bytes stand in memory that can be written and belongs to no file.</summary>
    internal static int CountCopies(ReadOnlySpan<byte> bytes)
    {
        const int step = 1 << 20;
        int found = 0;
        // Memory of its own, wiped after each look, so that the search does not find what it has read itself.
        void* window = NativeMemory.AllocZeroed(step + 4096);
        foreach ((ulong start, ulong end, string protection) in Mappings())
        {
            for (ulong at = start; protection.StartsWith("rw", StringComparison.Ordinal) && at < end; at += step)
            {
                var part = new Span<byte>(window, (int)Math.Min(end - at, step + (ulong)bytes.Length - 1));
                int length = Read(at, part);
                for (Span<byte> rest = part[..length]; rest.IndexOf(bytes) is >= 0 and var index; rest = rest[(index + 1)..])
                    found++;
                part.Clear();
            }
        }

        NativeMemory.Free(window);
        return found;
    }

    private static int Read(ulong address, Span<byte> destination)
    {
        using FileStream memory = File.OpenRead("/proc/self/mem");
        try
        {
            return RandomAccess.Read(memory.SafeFileHandle, destination, (long)address);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static List<(ulong Start, ulong End, string Protection)> Mappings()
    {
        var mappings = new List<(ulong, ulong, string)>();
        foreach (string line in File.ReadAllLines("/proc/self/maps"))
        {
            string[] words = line.Split(' ', '-');
            ulong start = ulong.Parse(words[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            ulong end = ulong.Parse(words[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            mappings.Add((start, end, line.Split(' ')[1]));
        }

        return mappings;
    }
}
