namespace XenSdk;

/// <summary>
/// Where the module is that was loaded beside the kernel (usually an initial ram disk), as <c>mod_start</c> says it: at a
/// virtual address that is mapped already, or, where it was too large for that, at a frame that the guest still has to map.
/// </summary>
public readonly struct StartModule
{
    private readonly ulong _start;

    internal StartModule(ulong start, ulong length, bool isFrame, bool isMultibootList)
    {
        _start = start;
        Length = length;
        IsFrame = isFrame;
        IsMultibootList = isMultibootList;
    }

    /// <summary>Its size, in bytes.</summary>
    public ulong Length { get; }

    /// <summary>Whether it is not mapped, and found by <see cref="TryGetFrame"/> (<c>SIF_MOD_START_PFN</c>).</summary>
    public bool IsFrame { get; }

    /// <summary>Whether it is a package of several modules, to be read by <see cref="MultibootModuleList"/>
    /// (<c>SIF_MULTIBOOT_MOD</c>).</summary>
    public bool IsMultibootList { get; }

    /// <summary>Where it is, if it is mapped.</summary>
    /// <param name="address">Guest-virtual address of the first byte.</param>
    /// <returns>False if it is not mapped.</returns>
    public bool TryGetAddress(out GuestPointer64 address)
    {
        address = IsFrame ? default : new(_start);
        return !IsFrame;
    }

    /// <summary>Where it is, if it is not mapped. Its frames follow each other in the guest's own numbering.</summary>
    /// <param name="frame">The first frame.</param>
    /// <returns>False if it is mapped.</returns>
    public bool TryGetFrame(out PseudoPhysicalFrame frame)
    {
        frame = IsFrame ? new(_start) : default;
        return IsFrame;
    }

    /// <summary>The bytes, if the module is mapped, to be used in the guest itself.</summary>
    /// <param name="content">The bytes, in place.</param>
    /// <returns>False if it is not mapped, or larger than a span can be (2 GiB).</returns>
    public unsafe bool TryGetContent(out ReadOnlySpan<byte> content)
    {
        bool usable = !IsFrame && Length <= int.MaxValue;
        content = usable ? new((void*)_start, (int)Length) : default;
        return usable;
    }
}
