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
        text = default;
        if (VideoType != VgaType.TextMode3 || !TryCopy(out Dom0VgaConsoleInfo info, VgaTextMode.End))
            return false;
        text = new(in info.U.TextMode3);
        return true;
    }

    /// <summary>The frame buffer, of VESA or EFI.</summary>
    /// <param name="frameBuffer">What Xen knows of it.</param>
    /// <returns>False for another kind of display, and where the structure is too short.</returns>
    public bool TryGetFrameBuffer(out VgaFrameBuffer frameBuffer)
    {
        frameBuffer = default;
        if (VideoType is not (VgaType.VesaLfb or VgaType.EfiLfb)
            || !TryCopy(out Dom0VgaConsoleInfo info, VgaFrameBuffer.EndOfRequired))
            return false;
        frameBuffer = new(in info.U.VesaLfb, _memory.Length);
        return true;
    }

    // As much of the structure as there is, the rest zero; false if there is less than the caller must have.
    private unsafe bool TryCopy(out Dom0VgaConsoleInfo info, int required)
    {
        info = default;
        if (_memory.Length < required)
            return false;
        ref byte copy = ref Unsafe.As<Dom0VgaConsoleInfo, byte>(ref info);
        _memory[..Math.Min(_memory.Length, sizeof(Dom0VgaConsoleInfo))]
            .CopyTo(MemoryMarshal.CreateSpan(ref copy, sizeof(Dom0VgaConsoleInfo)));
        return true;
    }
}
