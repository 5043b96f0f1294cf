namespace XenSdk;

/// <summary>Names an object in a pool of transcendent memory: 192 bits that mean what the guest wants, such as an inode.</summary>
/// <param name="first">Bits 63:0.</param>
/// <param name="second">Bits 127:64.</param>
/// <param name="third">Bits 191:128.</param>
public readonly struct TmemObject(ulong first, ulong second = 0, ulong third = 0)
{
    /// <summary>Bits 63:0.</summary>
    public ulong First { get; } = first;

    /// <summary>Bits 127:64.</summary>
    public ulong Second { get; } = second;

    /// <summary>Bits 191:128.</summary>
    public ulong Third { get; } = third;
}
