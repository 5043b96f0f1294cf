using System.Globalization;
using System.Text;
using XenSdk.Abi;

namespace XenSdk.Reader.Inputs;

/// <summary>One hash over everything that a model depends on, so that equal hashes mean equal models.</summary>
internal static class InputHash
{
    /// <summary>The roles of files in a model.</summary>
    public const string Header = "header", Include = "include", Overrides = "overrides";

    /// <summary>SHA-256 in lower-case hexadecimal.</summary>
    public static string Of(AbiTarget target, int readerVersion, IEnumerable<string> defines, IEnumerable<AbiInput> inputs)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"reader {readerVersion}\ntarget {target.Name}\n");
        foreach (string define in defines)
            text.Append(CultureInfo.InvariantCulture, $"define {define}\n");
        foreach (AbiInput input in inputs)
            text.Append(CultureInfo.InvariantCulture, $"{input.Role} {input.Sha256} {input.Name}\n");
        return InputFile.Hash(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
