using System.Globalization;
using System.Text;
using XenSdk.Abi;

namespace XenSdk.Tool;

/// <summary>Macros for eyes: aligned columns, with the value in hexadecimal where that says more.</summary>
internal static class ConstantsText
{
    public static void Write(AbiModel model, StringBuilder text)
    {
        int name = Width(model.Macros.Select(macro => macro.Name));
        int value = Width(model.Macros.Select(macro => macro.Value?.ToString() ?? string.Empty));
        foreach (AbiMacro macro in model.Macros)
        {
            text.Append(macro.Name.PadRight(name)).Append("  ");
            text.Append((macro.Value?.Keyword ?? string.Empty).PadRight("ulong".Length)).Append("  ");
            text.Append((macro.Value?.ToString() ?? string.Empty).PadLeft(value)).Append("  ");
            text.Append(Hexadecimal(macro.Value).PadRight("0xFFFFFFFF".Length)).Append("  ");
            text.Append(ConstantsTable.Describe(macro)).Append('\n');
        }
        text.Append('\n');
        foreach (IGrouping<AbiDisposition, AbiMacro> group in model.Macros.GroupBy(macro => macro.Disposition).OrderBy(group => group.Key))
            text.Append(CultureInfo.InvariantCulture, $"{group.Count(),5}  {Words(group.Key)}\n");
        text.Append(CultureInfo.InvariantCulture, $"{model.Macros.Count,5}  macros in {model.Source.Header} for {model.Target}\n");
    }

    private static string Words(AbiDisposition disposition) => disposition switch
    {
        AbiDisposition.EnumMember => "members of enums",
        AbiDisposition.Constant => "constants",
        AbiDisposition.Skipped => "skipped",
        _ => "inactive",
    };

    private static string Hexadecimal(AbiInteger? value)
    {
        if (value is null || value.Bits < 10)
            return string.Empty;
        bool is32 = value.Kind is AbiScalarKind.S32 or AbiScalarKind.U32;
        return string.Create(CultureInfo.InvariantCulture, $"0x{(is32 ? value.Bits & uint.MaxValue : value.Bits):X}");
    }

    private static int Width(IEnumerable<string> words) => words.Select(word => word.Length).DefaultIfEmpty().Max();
}
