using ClangSharp.Interop;
using XenSdk.Abi;
using XenSdk.Reader.Clang;

namespace XenSdk.Reader.Probing;

/// <summary>
/// A macro that expands to half of a block takes the rest of the probe with it, and every answer behind it. This is the
/// slow way out, for headers that have such a thing: the questions are asked in two halves again and again, until every one
/// that disturbs others is alone.
/// </summary>
internal static class MacroIsolation
{
    /// <summary>Finds the macros that cannot be asked for together with others.</summary>
    public static HashSet<string> Disturbing(ReadSession session, AbiTarget target, IReadOnlyList<string> macros)
    {
        var disturbing = new HashSet<string>();
        Split(macros);
        return disturbing;

        void Split(IReadOnlyList<string> part)
        {
            if (part.Count == 0 || IsIntact(session, target, part))
                return;
            if (part.Count == 1)
            {
                disturbing.Add(part[0]);
                return;
            }
            Split(part.Take(part.Count / 2).ToArray());
            Split(part.Skip(part.Count / 2).ToArray());
        }
    }

    /// <summary>Whether the probe's last declaration is understood with these macros before it.</summary>
    private static bool IsIntact(ReadSession session, AbiTarget target, IEnumerable<string> macros)
    {
        var probe = new ProbeText();
        foreach (string macro in macros)
            probe.Macro(macro);
        byte[] text = [.. session.HeaderFile.Bytes, (byte)'\n', .. probe.Finish()];
        using ClangUnit? unit = ClangUnit.Parse(
            session.HeaderFile.Path, text, ClangArguments.For(session.Request, target, isForUser: false),
            CXTranslationUnit_Flags.CXTranslationUnit_None, out _);
        return unit is not null
            && ClangUnit.Children(unit.Root).Exists(cursor => ClangText.Take(clang.getCursorSpelling(cursor)) == probe.Last!.Symbol);
    }
}
