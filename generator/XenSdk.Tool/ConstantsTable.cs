using System.Text;
using XenSdk.Abi;

namespace XenSdk.Tool;

/// <summary>Macros as columns: name, type, value, what became of it.</summary>
internal static class ConstantsTable
{
    public static void Write(AbiModel model, StringBuilder text)
    {
        foreach (AbiMacro macro in model.Macros)
        {
            text.Append(macro.Name).Append('\t').Append(macro.Value?.Keyword).Append('\t').Append(macro.Value?.ToString());
            text.Append('\t').Append(Describe(macro)).Append('\n');
        }
    }

    /// <summary>What became of a macro, in a few words.</summary>
    public static string Describe(AbiMacro macro) => macro.Disposition switch
    {
        AbiDisposition.EnumMember => $"enum {macro.Detail}",
        AbiDisposition.Constant => $"constant {macro.Detail}",
        AbiDisposition.Skipped => $"skipped: {macro.Detail}",
        _ => $"inactive: {macro.Detail}",
    };
}
