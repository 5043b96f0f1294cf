using System.Runtime.InteropServices;
using System.Text;
using XenSdk.Tests.Memory;

namespace XenSdk.Tests.Start;

/// <summary>The offsets at which the view over <c>start_info</c> reads, against clang's and by literal bytes. ARM guests have
/// none.</summary>
public sealed class StartInfoOffsetTests
{
    private static readonly string[] s_fields =
    [
        "magic", "nr_pages", "shared_info", "flags", "store_mfn", "store_evtchn", "console.domU.mfn", "console.domU.evtchn",
        "pt_base", "nr_pt_frames", "mfn_list", "mod_start", "mod_len", "cmd_line", "first_p2m_pfn", "nr_p2m_frames",
    ];

    /// <summary>For each target the width of a word, and the offset of each field.</summary>
    public static TheoryData<string, int, int[]> Offsets => new()
    {
        { "x86_64", 8, [0, 32, 40, 48, 56, 64, 72, 80, 88, 96, 104, 112, 120, 128, 1152, 1160] },
        { "x86_32", 4, [0, 32, 36, 40, 44, 48, 52, 56, 60, 64, 68, 72, 76, 80, 1104, 1108] },
    };

    [Theory]
    [MemberData(nameof(Offsets))]
    public void The_offsets_are_clangs(string target, int word, int[] offsets)
    {
        string inC = string.Join(", ", s_fields.Select(static field => $"__builtin_offsetof(struct start_info, {field})"));
        byte[] measured = XenHeaderInC.BytesOn(target, "int it[]", $"{{ {inC}, sizeof(unsigned long) }}");
        Assert.Equal([.. offsets, word], MemoryMarshal.Cast<byte, int>(measured).ToArray());
    }

    [Theory]
    [MemberData(nameof(Offsets))]
    public void The_view_reads_at_these_offsets(string target, int word, int[] offsets)
    {
        var page = new byte[4096];
        Encoding.ASCII.GetBytes(target == "x86_64" ? "xen-3.0-x86_64" : "xen-3.0-x86_32p", page);
        Encoding.ASCII.GetBytes("quiet", page.AsSpan(offsets[13]));
        for (int field = 1; field < s_fields.Length; field++)
        {
            if (s_fields[field] != "cmd_line")
                page[offsets[field]] = (byte)(field == 3 ? 1 : 0x10 + field); // of the flags, SIF_PRIVILEGED alone
        }

        Assert.True(word == 8 ? StartInfoView.TryRead(page, out StartInfoView view) : StartInfoView.TryRead32Bit(page, out view));

        Assert.Equal(0x11UL, view.PageCount);
        Assert.Equal(new MachineAddress(0x12), view.SharedInfo);
        Assert.Equal(StartInfoFlags.Privileged, view.Flags);
        Assert.Equal(new MachineFrame(0x14), view.StorePage);
        Assert.Equal(new EventPort(0x15), view.StorePort);
        Assert.True(view.TryGetConsole(out StartConsole console));
        Assert.Equal((new MachineFrame(0x16), new EventPort(0x17)), (console.Page, console.Port));
        Assert.Equal(0x18UL, view.PageTableBase.Address);
        Assert.Equal(0x19UL, view.PageTableFrameCount);
        Assert.Equal(0x1AUL, view.FrameList.Address);
        Assert.True(view.TryGetModule(out StartModule module));
        Assert.True(module.TryGetAddress(out GuestPointer64 start));
        Assert.Equal((0x1BUL, 0x1CUL), (start.Address, module.Length));
        Assert.Equal("quiet", Encoding.ASCII.GetString(view.CommandLine));
        Assert.Equal(new PseudoPhysicalFrame(0x1E), view.FrameListFirstFrame);
        Assert.Equal(0x1FUL, view.FrameListFrameCount);
    }
}
