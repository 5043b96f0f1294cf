using ClangSharp.Interop;
using XenSdk.Abi;
using XenSdk.Reader.Clang;
using XenSdk.Reader.Declarations;
using XenSdk.Reader.Overrides;

namespace XenSdk.Reader.Probing;

/// <summary>What clang answered about one target.</summary>
internal sealed class ProbeResult
{
    private readonly Dictionary<string, MacroProbe> _macros = [];
    private readonly Dictionary<AbiPlace, TypeProbe> _types = [];
    private readonly List<PrototypeProbe> _prototypes = [];
    private readonly DiagnosticLog _log;

    public ProbeResult(ProbeText text, DiagnosticLog log)
    {
        _log = log;
        foreach (ProbeItem item in text.Items)
        {
            switch (item)
            {
                case MacroProbe macro:
                    _macros[macro.Name] = macro;
                    break;
                case TypeProbe type:
                    _types[type.Text.Place] = type;
                    break;
                case PrototypeProbe prototype:
                    _prototypes.Add(prototype);
                    break;
            }
        }
    }

    /// <summary>What clang says of a macro; null where it was not asked.</summary>
    public MacroProbe? Macro(string name) => _macros.GetValueOrDefault(name);

    /// <summary>The prototypes of a hypercall: the header's and the overrides'.</summary>
    public IEnumerable<PrototypeProbe> Prototypes(string hypercall) => _prototypes.Where(prototype => prototype.Hypercall == hypercall);

    /// <summary>The type that a text of the overrides means; null, and an error, where clang does not understand it.</summary>
    public AbiType? TypeOf(Located<string> text)
    {
        TypeProbe probe = _types[text.Place];
        if (probe.Errors.Count == 0 && probe.Declaration is { kind: CXCursorKind.CXCursor_TypedefDecl } declaration)
            return TypeReader.Convert(clang.getTypedefDeclUnderlyingType(declaration));
        if (!text.IsLenient)
        {
            ProbeError error = probe.Errors.Count > 0 ? probe.Errors[0] : new ProbeError("it is not a type", 0);
            _log.Error("XEN1004", text.PlaceAt(Math.Min(error.Offset, text.Value.Length)),
                $"'{text.Value}' is no type that the header knows: {error.Message}. Write a type as C does, such as uint32_t.");
        }
        return null;
    }
}
