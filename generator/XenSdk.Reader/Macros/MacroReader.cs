using ClangSharp.Interop;
using XenSdk.Abi;
using XenSdk.Reader.Clang;
using XenSdk.Reader.Declarations;
using XenSdk.Reader.Probing;
using XenSdk.Reader.Source;

namespace XenSdk.Reader.Macros;

/// <summary>A macro of the header, for one target.</summary>
/// <param name="Definition">The definition that counts: the last one that the preprocessor took, else the first.</param>
/// <param name="Value">Its value; null where it has none that C# can have.</param>
/// <param name="IsActive">Whether the preprocessor came past a definition.</param>
/// <param name="Reason">Without a value: why.</param>
internal sealed record MacroValue(MacroDefinition Definition, AbiInteger? Value, bool IsActive, string Reason)
{
    public string Name => Definition.Name;
}

/// <summary>Gives every macro name of the header its value, or the reason why it has none.</summary>
internal static class MacroReader
{
    /// <summary>The macros whose value clang can be asked for.</summary>
    public static IEnumerable<string> Evaluable(SourceFile header) => header.Macros
        .Where(macro => !macro.IsFunctionLike && !macro.IsEmpty && IsBalanced(header.Text, macro))
        .Select(macro => macro.Name)
        .Distinct();

    /// <summary>Every macro name once, in the order of the header.</summary>
    /// <param name="header">The header.</param>
    /// <param name="active">Where the names of the definitions stand that the preprocessor came past.</param>
    /// <param name="probe">What clang says.</param>
    /// <param name="target">The target, for the reasons.</param>
    public static List<MacroValue> Read(SourceFile header, HashSet<int> active, ProbeResult probe, AbiTarget target)
    {
        var values = new List<MacroValue>();
        foreach (IGrouping<string, MacroDefinition> definitions in header.Macros.GroupBy(macro => macro.Name))
        {
            MacroDefinition? taken = definitions.LastOrDefault(definition => active.Contains(definition.NameStart));
            values.Add(taken is null
                ? new MacroValue(definitions.First(), null, false, $"in a branch that is not compiled for {target}")
                : Evaluate(taken, probe));
        }
        return values;
    }

    private static MacroValue Evaluate(MacroDefinition macro, ProbeResult probe)
    {
        if (macro.IsFunctionLike)
            return Without("function-like");
        if (macro.IsEmpty)
            return Without("no value");
        if (probe.Macro(macro.Name) is not { } item)
            return Without("not an expression");
        if (item.Errors.Count == 0 && item.Declaration is null)
            return Without("undefined again by #undef");
        if (item.Errors.Count > 0)
            return Without(WhyNoExpression(item.Errors[0].Message));
        return ValueOf(item.Declaration!.Value) is { } value
            ? new MacroValue(macro, value, true, string.Empty)
            : Without(WhyNoInteger(item.Declaration.Value));

        MacroValue Without(string reason) => new(macro, null, true, reason);
    }

    /// <summary>The value of a variable's initializer, if it is an integer that C# has a type for.</summary>
    private static unsafe AbiInteger? ValueOf(CXCursor variable)
    {
        if (TypeReader.Convert(clang.getCursorType(variable)) is not AbiScalar { Kind: AbiScalarKind.S32 or AbiScalarKind.U32 or AbiScalarKind.S64 or AbiScalarKind.U64 } type)
            return null;
        void* result = clang.Cursor_Evaluate(variable);
        if (result is null)
            return null;
        AbiInteger? value = clang.EvalResult_getKind(result) != CXEvalResultKind.CXEval_Int ? null
            : new AbiInteger(type.Kind, clang.EvalResult_isUnsignedInt(result) != 0
                ? clang.EvalResult_getAsUnsigned(result)
                : unchecked((ulong)clang.EvalResult_getAsLongLong(result)));
        clang.EvalResult_dispose(result);
        return value;
    }

    /// <summary>clang's words, but for those that speak of the probe, or that versions of clang put differently.</summary>
    private static string WhyNoExpression(string message) =>
        message.Contains("typeof", StringComparison.Ordinal) ? "an expression without a value"
        : message.StartsWith("overflow in expression", StringComparison.Ordinal) ? "clang: overflow in expression"
        : $"clang: {message}";

    private static string WhyNoInteger(CXCursor variable)
    {
        CXType type = clang.getCanonicalType(clang.getCursorType(variable));
        if (type.kind == CXTypeKind.CXType_Pointer)
            return clang.getCanonicalType(clang.getPointeeType(type)).kind is CXTypeKind.CXType_Char_S or CXTypeKind.CXType_Char_U ? "a string" : "a pointer";
        return type.kind switch
        {
            CXTypeKind.CXType_Float or CXTypeKind.CXType_Double or CXTypeKind.CXType_LongDouble => "a floating-point number",
            CXTypeKind.CXType_Int128 or CXTypeKind.CXType_UInt128 => "wider than 64 bits",
            CXTypeKind.CXType_Record => "a struct",
            _ => "not a constant",
        };
    }

    /// <summary>Whether a macro can be put into an expression without breaking what is around it.</summary>
    private static bool IsBalanced(SourceText text, MacroDefinition macro)
    {
        var open = new Stack<byte>();
        foreach (Token token in macro.Body)
        {
            if (token.Kind != TokenKind.Punctuation || token.End - token.Start != 1)
                continue;
            byte letter = text.Bytes[token.Start];
            if (letter is (byte)'{' or (byte)'}' or (byte)';' or (byte)'#')
                return false;
            if (letter is (byte)'(' or (byte)'[')
                open.Push(letter);
            else if (letter is (byte)')' or (byte)']' && (!open.TryPop(out byte opened) || opened != (letter == ')' ? '(' : '[')))
                return false;
        }
        return open.Count == 0;
    }
}
