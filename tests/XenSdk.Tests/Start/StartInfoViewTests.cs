using System.Runtime.InteropServices;
using System.Text;
using XenSdk.Tests.Memory;

namespace XenSdk.Tests.Start;

/// <summary>What a domain is told when it starts, read from pages that C has filled, of 64 and of 32 bits.</summary>
public sealed unsafe class StartInfoViewTests
{
    private const string DomU = "{ .domU = { .mfn = 0x40004, .evtchn = 5 } }";

    private const string Dom0 = $"{{ .dom0 = {{ .info_off = {StartInfoInC.VgaOffset}, .info_size = sizeof(struct dom0_vga_console_info) }} }}";

    public static TheoryData<int> Widths => [64, 32];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_field_is_found_where_C_has_it(int width)
    {
        StartInfoView view = View(width, Page(width, "SIF_PRIVILEGED | 0x5A00", DomU));

        Assert.Equal(StartInfoFlags.Privileged | (StartInfoFlags)0x5A00, view.Flags);
        Assert.True(view.IsPrivileged);
        Assert.False(view.IsInitialDomain);
        Assert.Equal(0x5A, view.PowerManagement);
        Assert.Equal(0x10001UL, view.PageCount);
        Assert.Equal(new MachineAddress(0x20002000), view.SharedInfo);
        Assert.Equal(new MachineFrame(0x30003), view.StorePage);
        Assert.Equal(new EventPort(4), view.StorePort);
        Assert.Equal(0x50005000UL, view.PageTableBase.Address);
        Assert.Equal(6UL, view.PageTableFrameCount);
        Assert.Equal(0x70007000UL, view.FrameList.Address);
        Assert.Equal(new PseudoPhysicalFrame(0xA00A), view.FrameListFirstFrame);
        Assert.Equal(11UL, view.FrameListFrameCount);
        Assert.Equal("root=/dev/xvda console=hvc0", Encoding.ASCII.GetString(view.CommandLine));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_domU_has_a_console_page_and_no_display(int width)
    {
        StartInfoView view = View(width, Page(width, "0", DomU));

        Assert.True(view.TryGetConsole(out StartConsole console));
        Assert.Equal((new MachineFrame(0x40004), new EventPort(5)), (console.Page, console.Port));
        Assert.False(view.TryGetVgaConsole(out _));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Dom0_has_a_display_and_no_console_page(int width)
    {
        byte[] page = Page(width, "SIF_PRIVILEGED | SIF_INITDOMAIN", Dom0, """
            {
                .video_type = XEN_VGATYPE_VESA_LFB,
                .u.vesa_lfb = {
                    .width = 1024, .height = 768, .bytes_per_line = 4096, .bits_per_pixel = 32,
                    .lfb_base = 0xE0000000, .lfb_size = 0x30,
                    .red_pos = 16, .red_size = 8, .green_pos = 9, .green_size = 7, .blue_pos = 1, .blue_size = 6,
                    .rsvd_pos = 24, .rsvd_size = 5, .gbl_caps = 0x11223344, .mode_attrs = 0x5566,
                },
            }
            """);
        StartInfoView view = View(width, page);

        Assert.True(view.IsInitialDomain);
        Assert.False(view.TryGetConsole(out _));
        Assert.True(view.TryGetVgaConsole(out VgaConsole display));
        Assert.Equal(VgaType.VesaLfb, display.VideoType);
        Assert.False(display.TryGetTextMode(out _));
        Assert.True(display.TryGetFrameBuffer(out VgaFrameBuffer buffer));
        Assert.Equal((1024, 768, 4096, 32), (buffer.Width, buffer.Height, buffer.BytesPerLine, buffer.BitsPerPixel));
        Assert.Equal((new MachineAddress(0xE000_0000), 3UL << 20), (buffer.Address, buffer.Size));
        Assert.Equal((16, 8, 9, 7), (buffer.Red.Position, buffer.Red.Size, buffer.Green.Position, buffer.Green.Size));
        Assert.Equal((1, 6, 24, 5), (buffer.Blue.Position, buffer.Blue.Size, buffer.Rest.Position, buffer.Rest.Size));
        Assert.Equal((0x1122_3344u, (ushort)0x5566), (buffer.Capabilities, buffer.ModeAttributes));
    }

    [Theory]
    [InlineData("0", "sizeof(struct dom0_vga_console_info)", true)]
    [InlineData("sizeof(struct start_info)", "0", false)]
    [InlineData("4096", "1", false)]
    [InlineData("4095", "2", false)]
    [InlineData("0xFFFFFFFF", "16", false)]
    [InlineData("16", "0xFFFFFFFF", false)]
    public void A_display_that_is_not_in_the_page_is_not_read(string offset, string size, bool there)
    {
        byte[] page = Page(64, "SIF_INITDOMAIN", $"{{ .dom0 = {{ .info_off = {offset}, .info_size = {size} }} }}");

        Assert.Equal(there, View(64, page).TryGetVgaConsole(out _));
    }

    [Theory]
    [InlineData("0", false, false)]
    [InlineData("SIF_MOD_START_PFN", true, false)]
    [InlineData("SIF_MULTIBOOT_MOD", false, true)]
    [InlineData("SIF_MULTIBOOT_MOD | SIF_MOD_START_PFN", true, true)]
    public void The_module_is_at_an_address_or_a_frame_and_one_or_a_list_by_its_flags(string flags, bool isFrame, bool isList)
    {
        foreach (int width in (int[])[64, 32])
        {
            Assert.True(View(width, Page(width, flags, DomU)).TryGetModule(out StartModule module));

            Assert.Equal((0x9009UL, isFrame, isList), (module.Length, module.IsFrame, module.IsMultibootList));
            Assert.Equal(!isFrame, module.TryGetAddress(out GuestPointer64 address));
            Assert.Equal(isFrame ? 0UL : 0x80008UL, address.Address);
            Assert.Equal(isFrame, module.TryGetFrame(out PseudoPhysicalFrame frame));
            Assert.Equal(isFrame ? 0x80008UL : 0UL, frame.Number);
        }
    }

    [Fact]
    public void Without_a_module_there_is_none()
    {
        Assert.False(View(64, Page(64, "0", DomU, "{ 0 }", ".mod_len = 0")).TryGetModule(out _));
        Assert.False(View(64, Page(64, "0", DomU, "{ 0 }", ".mod_start = 0")).TryGetModule(out _));
    }

    [Fact]
    public void A_mapped_module_can_be_read_in_place()
    {
        byte* memory = (byte*)NativeMemory.Alloc(8);
        "initrd!!"u8.CopyTo(new Span<byte>(memory, 8));
        byte[] page = Page(64, "0", DomU, "{ 0 }", $".mod_start = {(ulong)memory}UL, .mod_len = 6");

        Assert.True(View(64, page).TryGetModule(out StartModule module));
        Assert.True(module.TryGetContent(out ReadOnlySpan<byte> content));
        Assert.Equal("initrd"u8.ToArray(), content.ToArray());
        NativeMemory.Free(memory);
    }

    [Fact]
    public void A_command_line_without_a_zero_ends_with_its_room()
    {
        string line = new('x', 1024);

        Assert.Equal(line, Encoding.ASCII.GetString(View(64, Page(64, "0", DomU, "{ 0 }", $".cmd_line = \"{line}\"")).CommandLine));
    }

    [Fact]
    public void The_guest_itself_reads_the_page_that_its_register_points_at()
    {
        byte[] bytes = Page(64, "SIF_INITDOMAIN", Dom0, "{ .video_type = XEN_VGATYPE_TEXT_MODE_3, .u.text_mode_3 = { 16, 1, 2, 25, 80 } }");
        void* page = NativeMemory.AlignedAlloc(XenSdk.Page.Size, XenSdk.Page.Size);
        bytes.CopyTo(new Span<byte>(page, XenSdk.Page.Size));

        StartInfoView view = StartInfoView.InPage(in *(StartInfo*)page);

        Assert.True(view.TryGetMagic(out StartMagic magic));
        Assert.Equal("x86_64", Encoding.ASCII.GetString(magic.Platform));
        Assert.True(view.TryGetVgaConsole(out VgaConsole display));
        Assert.True(display.TryGetTextMode(out VgaTextMode text));
        Assert.Equal((16, 1, 2, 25, 80), (text.FontHeight, text.CursorColumn, text.CursorRow, text.Rows, text.Columns));
        NativeMemory.AlignedFree(page);
    }

    [Fact]
    public void Memory_that_is_no_start_info_gives_no_view()
    {
        byte[] page = Page(64, "0", DomU);

        Assert.True(StartInfoView.TryRead(page.AsSpan(0, 1168), out _));
        Assert.False(StartInfoView.TryRead(page.AsSpan(0, 1167), out _));
        Assert.True(StartInfoView.TryRead32Bit(page.AsSpan(0, 1112), out _));
        Assert.False(StartInfoView.TryRead32Bit(page.AsSpan(0, 1111), out _));
        page[0] = (byte)'X';
        Assert.False(StartInfoView.TryRead(page, out _));
        Assert.False(StartInfoView.TryRead(default, out _));
    }

    private static byte[] Page(int width, string flags, string console, string vga = "{ 0 }", string rest = "")
    {
        // A field that is given twice has its second value; that is meant here.
        string initializer = StartInfoInC.Initializer(flags, console, vga, rest);
        byte[] inC = width == 64
            ? XenHeaderInC.Bytes(StartInfoInC.Declaration, initializer)
            : XenHeaderInC.Bytes32(StartInfoInC.Declaration, initializer);
        Array.Resize(ref inC, XenSdk.Page.Size);
        return inC;
    }

    private static StartInfoView View(int width, byte[] page)
    {
        Assert.True(width == 64
            ? StartInfoView.TryRead(page, out StartInfoView view)
            : StartInfoView.TryRead32Bit(page, out view));
        return view;
    }
}
