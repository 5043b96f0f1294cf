using System.Globalization;
using XenSdk;

namespace PrivcmdFacts;

/// <summary>Memory that Xen reaches: where it comes from, and that Xen reaches it.</summary>
internal static class BufferFacts
{
    public static void Find(Facts facts, Privcmd privcmd)
    {
        using HypercallBuffer<byte> small = privcmd.Rent<byte>(16);
        using HypercallBuffer<byte> large = privcmd.Rent<byte>(1 << 20);
        facts.Say("buffer is zero", !small.Span.ContainsAnyExcept((byte)0) && !large.Span.ContainsAnyExcept((byte)0));
        facts.Say("buffer of 16 bytes comes from", Mapping(small.Pointer.Address));
        facts.Say("buffer of 1 MiB comes from", Mapping(large.Pointer.Address));

        // Addresses inside another structure: a multicall of two, each with memory of its own.
        using HypercallBuffer<MulticallEntry> calls = privcmd.Rent<MulticallEntry>(2);
        calls.Span[0] = Version(small.Pointer.Address);
        calls.Span[1] = Version(large.Pointer.Address + (1 << 20) - 16);
        facts.Say("multicall of rented entries", privcmd.Hypercalls.Multicall(calls.Pointer, 2));
        facts.Say("what it wrote", $"{Text(small.Span)} and {Text(large.Span[^16..])}");

        HypercallBuffer<byte> again = privcmd.Rent<byte>(16);
        ulong first = again.Pointer.Address;
        again.Span.Fill(0xee);
        again.Dispose();
        using HypercallBuffer<byte> next = privcmd.Rent<byte>(16);
        facts.Say("a buffer that came back", $"{(next.Pointer.Address == first ? "is lent again" : "is not lent again")}, zero {!next.Span.ContainsAnyExcept((byte)0)}");
    }

    private static MulticallEntry Version(ulong answer)
    {
        var call = new MulticallEntry { Op = HypercallNumber.XenVersion };
        call.Args[0] = XenHeaders.XenConstantsAdditions.VersionExtra;
        call.Args[1] = answer;
        return call;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => System.Text.Encoding.ASCII.GetString(bytes[..bytes.IndexOf((byte)0)]);

    /// <summary>What the kernel says about the mapping that an address is in: its file, and whether it is locked and kept from
    /// children (proc(5), smaps).</summary>
    private static string Mapping(ulong address)
    {
        bool found = false;
        string file = "";
        foreach (string line in File.ReadLines("/proc/self/smaps"))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words[0].Split('-') is [var start, var end])
            {
                found = Hex(start) <= address && address < Hex(end);
                file = words is [_, _, _, _, _, var name] ? name : "no file";
            }
            else if (found && words[0] == "VmFlags:")
            {
                return $"{file}{(words.Contains("sh") ? ", shared" : "")}{(words.Contains("lo") ? ", locked" : "")}{(words.Contains("dc") ? ", not for children" : "")}";
            }
        }

        return "no mapping";
    }

    private static ulong Hex(string text) => ulong.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
