using System.Runtime.InteropServices;
using XenSdk;
using XenSdk.Guest;

/// <summary>What a PVH guest finds when it starts. Its memory is at its own addresses, and from the image's base on again.</summary>
internal static unsafe class HvmBootstrap
{
    /// <summary>Guest-physical address of a page that is memory and nobody's: 64 MiB, far behind the kernel.</summary>
    internal const ulong SparePage = 64 << 20;

    private const int LongestCommandLine = 1024;

    // Of xen/include/public/memory.h.
    private const uint MemoryMap = 9;

    internal static ReadOnlySpan<byte> CommandLine(in HvmStartInfo start)
    {
        if (start.CommandLine == 0)
            return default;
        var line = new ReadOnlySpan<byte>((void*)start.CommandLine, LongestCommandLine);
        return line[..line.IndexOf((byte)0)];
    }

    internal static void Run(Hypercalls<HvmHypercallPage> xen, in HvmStartInfo start)
    {
        var console = new GuestConsole<HvmHypercallPage>(xen);
        console.WriteLine($"hvm_start_info: magic 0x{(ulong)start.Magic:x}, version {start.Version}, flags 0x{(ulong)start.Flags:x}");
        console.WriteLine($"command line: {CommandLine(in start)}");

        // The map is part of the structure from version 1 on; before, and for dom0, Xen has to be asked.
        Span<HvmMemoryRange> ranges = stackalloc HvmMemoryRange[32];
        fixed (HvmMemoryRange* first = ranges)
        {
            var request = new MemoryMapRequest { Count = (uint)ranges.Length, Ranges = new((ulong)first) };
            Panic.IfError(xen.MemoryOp(MemoryMap, ref request));
            foreach (ref readonly HvmMemoryRange range in ranges[..(int)request.Count])
                console.WriteLine($"  memory 0x{range.Address:x} to 0x{range.Address + range.Size:x}, type {range.Type}");
        }

        var slot = new ReadOnlySpan<byte>((void*)GuestImage.HypercallPage, 32);
        ReadOnlySpan<byte> intel = [0x0f, 0x01, 0xc1];
        ReadOnlySpan<byte> amd = [0x0f, 0x01, 0xd9];
        console.WriteLine($"hypercalls by {(slot.IndexOf(amd) >= 0 ? "vmmcall"u8 : slot.IndexOf(intel) >= 0 ? "vmcall"u8 : "?"u8)}");
    }

    // struct xen_memory_map
    private struct MemoryMapRequest
    {
        public uint Count;
        public GuestPointer64 Ranges;
    }

    // An entry of the E820 map, as the firmware gives it: packed.
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct HvmMemoryRange
    {
        public ulong Address;
        public ulong Size;
        public uint Type;
    }
}
