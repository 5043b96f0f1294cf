namespace XenSdk;

/// <summary>A linear frame buffer that dom0 takes over from Xen (<c>XEN_VGATYPE_VESA_LFB</c>, <c>XEN_VGATYPE_EFI_LFB</c>).</summary>
public readonly struct VgaFrameBuffer
{
    // lfb_size counts in these.
    private const int SizeShift = 16;

    internal VgaFrameBuffer(in Dom0VgaConsoleInfo.UUnion.VesaLfbStruct buffer, uint capabilities, ushort modeAttributes)
    {
        Width = buffer.Width;
        Height = buffer.Height;
        BytesPerLine = buffer.BytesPerLine;
        BitsPerPixel = buffer.BitsPerPixel;
        Address = new(buffer.LfbBase);
        Size = (ulong)buffer.LfbSize << SizeShift;
        Red = new(buffer.RedPos, buffer.RedSize);
        Green = new(buffer.GreenPos, buffer.GreenSize);
        Blue = new(buffer.BluePos, buffer.BlueSize);
        Rest = new(buffer.RsvdPos, buffer.RsvdSize);
        Capabilities = capabilities;
        ModeAttributes = modeAttributes;
    }

    /// <summary>Width of the screen, in pixels.</summary>
    public int Width { get; }

    /// <summary>Height of the screen, in pixels.</summary>
    public int Height { get; }

    /// <summary>Bytes from the start of a line to that of the next.</summary>
    public int BytesPerLine { get; }

    /// <summary>Bits of a pixel.</summary>
    public int BitsPerPixel { get; }

    /// <summary>Where it is: a machine address below 4 GiB.</summary>
    public MachineAddress Address { get; }

    /// <summary>Its size, in bytes.</summary>
    public ulong Size { get; }

    /// <summary>Where red is in a pixel.</summary>
    public VgaChannel Red { get; }

    /// <summary>Where green is in a pixel.</summary>
    public VgaChannel Green { get; }

    /// <summary>Where blue is in a pixel.</summary>
    public VgaChannel Blue { get; }

    /// <summary>Where the bits are that mean no colour.</summary>
    public VgaChannel Rest { get; }

    /// <summary>VESA's capabilities of the display (VBE function 00h, offset 0Ah); 0 where Xen does not say.</summary>
    public uint Capabilities { get; }

    /// <summary>VESA's attributes of the mode (VBE function 01h, offset 0); 0 where Xen does not say.</summary>
    public ushort ModeAttributes { get; }
}
