namespace XenSdk;

/// <summary>Where one colour is in a pixel.</summary>
/// <param name="position">Its lowest bit.</param>
/// <param name="size">Its number of bits.</param>
public readonly struct VgaChannel(int position, int size)
{
    /// <summary>Its lowest bit, from 0.</summary>
    public int Position { get; } = position;

    /// <summary>Its number of bits.</summary>
    public int Size { get; } = size;
}
