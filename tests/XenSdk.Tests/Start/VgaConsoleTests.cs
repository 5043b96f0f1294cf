using XenSdk.Tests.Memory;

namespace XenSdk.Tests.Start;

/// <summary>The display by its type, from structures of any length.</summary>
public sealed class VgaConsoleTests
{
    private static readonly byte[] Text = XenHeaderInC.Bytes(
        "struct dom0_vga_console_info it",
        "{ .video_type = XEN_VGATYPE_TEXT_MODE_3, .u.text_mode_3 = { .font_height = 16, .cursor_x = 1, .cursor_y = 2, .rows = 25, .columns = 80 } }");

    private static readonly byte[] Efi = XenHeaderInC.Bytes(
        "struct dom0_vga_console_info it",
        "{ .video_type = XEN_VGATYPE_EFI_LFB, .u.vesa_lfb = { .width = 640, .rsvd_size = 8, .gbl_caps = 9, .mode_attrs = 10 } }");

    [Theory]
    [InlineData(36, true)]
    [InlineData(14, true)]
    [InlineData(13, false)]
    [InlineData(1, false)]
    public void A_text_screen_is_read_if_all_of_it_is_there(int length, bool there)
    {
        var console = new VgaConsole(Text.AsSpan(0, length));

        Assert.Equal(VgaType.TextMode3, console.VideoType);
        Assert.Equal(there, console.TryGetTextMode(out VgaTextMode text));
        Assert.Equal(there ? (16, 1, 2, 25, 80) : default, (text.FontHeight, text.CursorColumn, text.CursorRow, text.Rows, text.Columns));
        Assert.False(console.TryGetFrameBuffer(out _));
    }

    [Theory]
    [InlineData(44, true, 9u, 10)]
    [InlineData(36, true, 9u, 10)]
    [InlineData(34, true, 9u, 10)]
    [InlineData(33, true, 9u, 0)]
    [InlineData(32, true, 9u, 0)]
    [InlineData(31, true, 0u, 0)]
    [InlineData(28, true, 0u, 0)]
    [InlineData(27, false, 0u, 0)]
    public void A_frame_buffer_is_read_as_far_as_the_structure_goes(int length, bool there, uint capabilities, int attributes)
    {
        // Newer versions of Xen have a longer structure: the high half of the address stands behind it.
        byte[] longer = [.. Efi, .. new byte[8]];
        var console = new VgaConsole(longer.AsSpan(0, length));

        Assert.Equal(there, console.TryGetFrameBuffer(out VgaFrameBuffer buffer));
        Assert.Equal(there ? 640 : 0, buffer.Width);
        Assert.Equal((capabilities, attributes), (buffer.Capabilities, buffer.ModeAttributes));
    }

    [Fact]
    public void Empty_memory_and_an_unknown_type_are_no_display()
    {
        Assert.Equal((VgaType)0, new VgaConsole(default).VideoType);
        Assert.False(new VgaConsole(default).TryGetTextMode(out _));
        Assert.False(new VgaConsole(new byte[] { 0x42, 0, 0, 0, 0, 0, 0, 0 }).TryGetFrameBuffer(out _));
    }
}
