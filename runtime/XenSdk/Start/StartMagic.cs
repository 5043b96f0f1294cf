namespace XenSdk;

/// <summary>
/// What <c>start_info</c> begins with: <c>xen-&lt;version&gt;-&lt;platform&gt;</c>, as in <c>xen-3.0-x86_64</c>.
/// </summary>
/// <remarks>The version is that of the ABI, 3.0 since then, not that of Xen. Platforms that Xen writes: <c>x86_64</c>,
/// <c>x86_32p</c> (PAE), and by way of older tools <c>x86_64p</c> and <c>x86_32</c>.</remarks>
public readonly ref struct StartMagic
{
    private StartMagic(int major, int minor, ReadOnlySpan<byte> platform)
    {
        Major = major;
        Minor = minor;
        Platform = platform;
    }

    /// <summary>The ABI's version, before the dot.</summary>
    public int Major { get; }

    /// <summary>The ABI's version, behind the dot.</summary>
    public int Minor { get; }

    /// <summary>The platform, in ASCII.</summary>
    public ReadOnlySpan<byte> Platform { get; }

    /// <summary>Takes the text apart.</summary>
    /// <param name="text">The text, up to a zero or its end.</param>
    /// <param name="magic">What it says.</param>
    /// <returns>False if it is not of the form that Xen writes: then this is no <c>start_info</c>.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out StartMagic magic)
    {
        magic = default;
        text = AsciiZ.BeforeZero(text);
        if (!TryStepOver(ref text, (byte)'x') || !TryStepOver(ref text, (byte)'e') || !TryStepOver(ref text, (byte)'n')
            || !TryStepOver(ref text, (byte)'-')
            || !AsciiZ.TryTakeNumber(ref text, out int major) || !TryStepOver(ref text, (byte)'.')
            || !AsciiZ.TryTakeNumber(ref text, out int minor) || !TryStepOver(ref text, (byte)'-')
            || text.Length == 0)
            return false;
        magic = new(major, minor, text);
        return true;
    }

    private static bool TryStepOver(ref ReadOnlySpan<byte> text, byte expected)
    {
        if (text.Length == 0 || text[0] != expected)
            return false;
        text = text[1..];
        return true;
    }
}
