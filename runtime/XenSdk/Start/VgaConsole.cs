using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace XenSdk;

/// <summary>
/// What Xen tells dom0 of the display (<c>dom0_vga_console_info</c>): a text screen or a frame buffer, by
/// <see cref="VideoType"/>. Newer versions of Xen know more, and their structure is longer; it is read as far as it goes.
/// </summary>
/// <remarks>A view over the memory; nothing is copied or allocated.</remarks>
/// <param name="memory">The structure, as long as Xen says that it is (<c>info_size</c>).</param>
public readonly ref struct VgaConsole(ReadOnlySpan<byte> memory)
{
    private readonly ReadOnlySpan<byte> _memory = memory;

    /// <summary>Which kind of display it is; 0, which no kind has, where the memory is empty.</summary>
    public VgaType VideoType => _memory.Length > 0 ? (VgaType)_memory[0] : 0;

    /// <summary>The text screen.</summary>
    /// <param name="text">What Xen knows of it.</param>
    /// <returns>False for another kind of display, and where the structure is too short.</returns>
    public bool TryGetTextMode(out VgaTextMode text)
    {
        Dom0VgaConsoleInfo info = Copy();
        bool there = VideoType == VgaType.TextMode3 && Has(in info, in info.U.TextMode3.Columns);
        text = there ? new(in info.U.TextMode3) : default;
        return there;
    }

    /// <summary>The frame buffer, of VESA or EFI.</summary>
    /// <param name="frameBuffer">What Xen knows of it.</param>
    /// <returns>False for another kind of display, and where the structure is too short.</returns>
    public bool TryGetFrameBuffer(out VgaFrameBuffer frameBuffer)
    {
        Dom0VgaConsoleInfo info = Copy();
        ref readonly Dom0VgaConsoleInfo.UUnion.VesaLfbStruct buffer = ref info.U.VesaLfb;
        bool there = VideoType is VgaType.VesaLfb or VgaType.EfiLfb && Has(in info, in buffer.RsvdSize);
        frameBuffer = there
            ? new(
                in buffer,
                Has(in info, in buffer.GblCaps) ? buffer.GblCaps : 0,
                Has(in info, in buffer.ModeAttrs) ? buffer.ModeAttrs : (ushort)0)
            : default;
        return there;
    }

    // Whether the memory reaches to the end of a field. Older versions of Xen end the structure earlier.
    private unsafe bool Has<TField>(in Dom0VgaConsoleInfo info, in TField field)
        where TField : unmanaged
    {
        nint offset = Unsafe.ByteOffset(
            ref Unsafe.As<Dom0VgaConsoleInfo, byte>(ref Unsafe.AsRef(in info)),
            ref Unsafe.As<TField, byte>(ref Unsafe.AsRef(in field)));
        return _memory.Length >= offset + sizeof(TField);
    }

    // As much of the structure as there is, the rest zero.
    private unsafe Dom0VgaConsoleInfo Copy()
    {
        Dom0VgaConsoleInfo info = default;
        ReadOnlySpan<byte> known = _memory[..Math.Min(_memory.Length, sizeof(Dom0VgaConsoleInfo))];
        known.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.As<Dom0VgaConsoleInfo, byte>(ref info), sizeof(Dom0VgaConsoleInfo)));
        return info;
    }
}
