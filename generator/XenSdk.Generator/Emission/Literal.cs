using System.Globalization;
using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>Numbers as a person would write them.</summary>
internal static class Literal
{
    /// <summary>A value of a constant.</summary>
    public static string Of(AbiInteger value) => value.IsSigned
        ? unchecked((long)value.Bits).ToString(CultureInfo.InvariantCulture)
        : Unsigned(value.Bits);

    /// <summary>Unsigned numbers above a byte are mostly masks and reserved ids, which are easier to read in hexadecimal.</summary>
    public static string Unsigned(ulong value) => value > byte.MaxValue ? Hex(value) : value.ToString(CultureInfo.InvariantCulture);

    public static string Hex(ulong value) => "0x" + value.ToString("X", CultureInfo.InvariantCulture);
}
