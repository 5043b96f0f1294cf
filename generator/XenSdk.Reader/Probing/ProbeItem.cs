using ClangSharp.Interop;
using XenSdk.Abi;
using XenSdk.Reader.Overrides;

namespace XenSdk.Reader.Probing;

/// <summary>An error of clang's in a probe: its words, and which character of the probed text it is about.</summary>
internal readonly record struct ProbeError(string Message, int Offset);

/// <summary>Something that clang is asked about the header: a declaration behind the header's last line.</summary>
internal abstract class ProbeItem(string symbol)
{
    /// <summary>The name of the declaration.</summary>
    public string Symbol { get; } = symbol;

    /// <summary>The declaration, once it is parsed; null where it was not understood or not reached.</summary>
    public CXCursor? Declaration { get; set; }

    /// <summary>What clang has against it.</summary>
    public List<ProbeError> Errors { get; } = [];
}

/// <summary>The value and type of a macro.</summary>
internal sealed class MacroProbe(string symbol, string name) : ProbeItem(symbol)
{
    public string Name { get; } = name;
}

/// <summary>A type that the overrides write in C.</summary>
internal sealed class TypeProbe(string symbol, Located<string> text) : ProbeItem(symbol)
{
    public Located<string> Text { get; } = text;
}

/// <summary>A prototype that the overrides or the header write in C.</summary>
internal sealed class PrototypeProbe(string symbol, string hypercall, Located<string> text, AbiPrototypeOrigin origin) : ProbeItem(symbol)
{
    public string Hypercall { get; } = hypercall;

    public Located<string> Text { get; } = text;

    public AbiPrototypeOrigin Origin { get; } = origin;
}

/// <summary>Tells whether clang parses what is written behind the header as what it is.</summary>
internal sealed class SentinelProbe(string symbol) : ProbeItem(symbol);
