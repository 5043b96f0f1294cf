namespace XenSdk.Tests.Start;

/// <summary>A <c>start_info</c> as C fills it, with what stands behind it in the page.</summary>
internal static class StartInfoInC
{
    /// <summary>What C declares: the structure, and behind it the display's.</summary>
    internal const string Declaration =
        "struct { struct start_info start; struct dom0_vga_console_info vga; } __attribute__((aligned(4096))) it";

    /// <summary>Where the display's structure is, in C's words.</summary>
    internal const string VgaOffset = "sizeof(struct start_info)";

    internal static string Initializer(string flags, string console, string vga = "{ 0 }", string rest = "") => $$"""
        {
            .start = {
                .magic = "xen-3.0-x86_64",
                .nr_pages = 0x10001,
                .shared_info = 0x20002000,
                .flags = {{flags}},
                .store_mfn = 0x30003,
                .store_evtchn = 4,
                .console = {{console}},
                .pt_base = 0x50005000,
                .nr_pt_frames = 6,
                .mfn_list = 0x70007000,
                .mod_start = 0x80008,
                .mod_len = 0x9009,
                .cmd_line = "root=/dev/xvda console=hvc0",
                .first_p2m_pfn = 0xA00A,
                .nr_p2m_frames = 11,
                {{rest}}
            },
            .vga = {{vga}},
        }
        """;
}
