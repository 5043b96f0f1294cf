using System.Runtime.CompilerServices;

namespace XenSdk.Guest;

/// <summary>
/// Text for the console, put together on the stack: what the compiler makes of <c>$"{frames} frames at {address:x}"</c> for
/// <see cref="GuestConsole{TPath}.WriteLine(ref ConsoleLine)"/>. Numbers are written in decimal, or with the format
/// <c>x</c> in hexadecimal; <c>x16</c> pads with zeroes to 16 digits. What does not fit is cut off.
/// </summary>
[InterpolatedStringHandler]
public ref struct ConsoleLine
{
    private const int Room = 240;

    private Bytes _bytes;
    private int _length;

    /// <summary>An empty line.</summary>
    /// <param name="literalLength">Characters that are not formatted.</param>
    /// <param name="formattedCount">Values that are.</param>
    public ConsoleLine(int literalLength, int formattedCount) => _length = 0;

    /// <summary>What was written so far.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public readonly ReadOnlySpan<byte> Text => ((ReadOnlySpan<byte>)_bytes)[.._length];

    /// <summary>Appends text of the program; it should be ASCII.</summary>
    public void AppendLiteral(string text)
    {
        for (int i = 0; i < text.Length; i++)
            Append((byte)text[i]);
    }

    /// <summary>Appends text of the program; it should be ASCII.</summary>
    public void AppendFormatted(string text) => AppendLiteral(text);

    /// <summary>Appends bytes as they are.</summary>
    public void AppendFormatted(scoped ReadOnlySpan<byte> text)
    {
        for (int i = 0; i < text.Length; i++)
            Append(text[i]);
    }

    /// <summary>Appends bytes as they are, and blanks until they fill <paramref name="width"/>.</summary>
    /// <param name="text">The bytes.</param>
    /// <param name="width">How many there should be, blanks behind them; negative as C# has it for "to the left".</param>
    public void AppendFormatted(scoped ReadOnlySpan<byte> text, int width)
    {
        AppendFormatted(text);
        for (int i = text.Length; i < -width; i++)
            Append((byte)' ');
    }

    /// <summary>Appends a number in decimal.</summary>
    public void AppendFormatted(ulong value)
    {
        Span<byte> digits = stackalloc byte[20];
        int first = digits.Length;
        do
        {
            digits[--first] = (byte)('0' + (value % 10));
            value /= 10;
        }
        while (value != 0);
        AppendFormatted((ReadOnlySpan<byte>)digits[first..]);
    }

    /// <summary>Appends a number in decimal.</summary>
    public void AppendFormatted(long value)
    {
        if (value < 0)
            Append((byte)'-');
        AppendFormatted(value < 0 ? unchecked(0 - (ulong)value) : (ulong)value);
    }

    /// <summary>Appends a number in decimal.</summary>
    public void AppendFormatted(uint value) => AppendFormatted((ulong)value);

    /// <summary>Appends a number in decimal.</summary>
    public void AppendFormatted(int value) => AppendFormatted((long)value);

    /// <summary>Appends <c>yes</c> or <c>no</c>.</summary>
    public void AppendFormatted(bool value) => AppendFormatted(value ? "yes"u8 : "no"u8);

    /// <summary>Appends a number in hexadecimal, without a prefix.</summary>
    /// <param name="value">The number.</param>
    /// <param name="format"><c>x</c>, or with a number of digits as in <c>x16</c>.</param>
    public void AppendFormatted(ulong value, string format)
    {
        int digits = 0;
        for (int i = 1; i < format.Length; i++)
            digits = (digits * 10) + (format[i] - '0');

        int shift = 60;
        while (shift > 0 && value >> shift == 0 && digits <= shift / 4)
            shift -= 4;
        for (; shift >= 0; shift -= 4)
            Append("0123456789abcdef"u8[(int)(value >> shift) & 0xf]);
    }

    /// <summary>Appends a result of Xen's: the value, or the error as in <c>-14 (EFAULT)</c>.</summary>
    public void AppendFormatted(HypercallResult result)
    {
        if (!result.IsError)
        {
            AppendFormatted(result.Value);
            return;
        }

        AppendFormatted(result.Value);
        AppendFormatted(result.Error switch
        {
            XenErrno.EPERM => " (EPERM)"u8,
            XenErrno.ENOENT => " (ENOENT)"u8,
            XenErrno.ESRCH => " (ESRCH)"u8,
            XenErrno.EAGAIN => " (EAGAIN)"u8,
            XenErrno.ENOMEM => " (ENOMEM)"u8,
            XenErrno.EACCES => " (EACCES)"u8,
            XenErrno.EFAULT => " (EFAULT)"u8,
            XenErrno.EBUSY => " (EBUSY)"u8,
            XenErrno.EEXIST => " (EEXIST)"u8,
            XenErrno.ENODEV => " (ENODEV)"u8,
            XenErrno.EINVAL => " (EINVAL)"u8,
            XenErrno.ENOSYS => " (ENOSYS)"u8,
            XenErrno.EOPNOTSUPP => " (EOPNOTSUPP)"u8,
            _ => default,
        });
    }

    private void Append(byte value)
    {
        if (_length < Room)
            _bytes[_length++] = value;
    }

    [InlineArray(Room)]
    private struct Bytes
    {
        private byte _first;
    }
}
