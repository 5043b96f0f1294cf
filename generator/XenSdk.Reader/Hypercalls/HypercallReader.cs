using XenSdk.Abi;
using XenSdk.Reader.Macros;
using XenSdk.Reader.Naming;
using XenSdk.Reader.Overrides;
using XenSdk.Reader.Probing;

namespace XenSdk.Reader.Hypercalls;

/// <summary>What reading the hypercalls of one target goes by.</summary>
/// <param name="Target">The target.</param>
/// <param name="Overrides">What the header does not say.</param>
/// <param name="Probe">What clang says of the prototypes.</param>
/// <param name="HeaderPrototypes">Those in the header's comments.</param>
/// <param name="Names">C# names.</param>
/// <param name="Docs">The header's words.</param>
/// <param name="Index">The names that the header has.</param>
/// <param name="CEnums">C's own enums by their C names.</param>
/// <param name="Enums">All enums by their C# names.</param>
/// <param name="Log">Takes what goes wrong.</param>
internal sealed record HypercallContext(
    AbiTarget Target,
    OverridesDocument Overrides,
    ProbeResult Probe,
    IReadOnlyList<HeaderPrototype> HeaderPrototypes,
    NameTable Names,
    MacroDocs Docs,
    NameIndex Index,
    IReadOnlySet<string> CEnums,
    IReadOnlySet<string> Enums,
    DiagnosticLog Log);

/// <summary>The hypercalls: a number from the header, a prototype from its comments or from the overrides.</summary>
internal sealed class HypercallReader(HypercallContext context)
{
    /// <summary>What the macros that number hypercalls begin with.</summary>
    public const string MacroPrefix = "__HYPERVISOR_";

    /// <summary>As many arguments as Xen takes.</summary>
    private const int MaximumParameters = 5;

    /// <summary>The kinds of guest that a target has.</summary>
    public static AbiModes ModesOf(AbiTarget target) => target.IsX86 ? AbiModes.Pv | AbiModes.Hvm : AbiModes.Arm;

    /// <summary>The guests of a target that may make a hypercall, as far as the overrides say; all, where they do not say.</summary>
    public static AbiModes ModesOf(AbiTarget target, HypercallOverride? call)
    {
        // A prototype for other targets only is a call that this one does not have.
        if (call?.Prototypes is not null && call.PrototypeFor(target) is null)
            return AbiModes.None;
        return ModesOf(target) & (call?.Modes?.Value ?? ModesOf(target));
    }

    /// <summary>Reads one.</summary>
    /// <param name="macro">The macro that numbers it.</param>
    /// <param name="number">The number.</param>
    /// <param name="place">Where the macro stands.</param>
    public AbiHypercall Read(string macro, int number, AbiPlace place)
    {
        string name = macro[MacroPrefix.Length..];
        HypercallOverride call = context.Overrides.Hypercalls.Find(name)?.Value ?? new HypercallOverride();
        AbiModes modes = ModesOf(context.Target, call);
        (Prototype? prototype, PrototypeProbe? source) = modes == AbiModes.None ? default : Choose(name, place);
        var words = new HypercallWords(context.Docs.OfHypercall(name), prototype?.Parameters.Select(parameter => parameter.Name).ToArray() ?? []);
        CheckParameters(name, call, prototype);
        if (prototype is null && modes != AbiModes.None)
            context.Log.Info("XEN1012", place, $"the hypercall '{name}' has a number and no prototype, so it gets no stub. Give it one under \"hypercalls\" in the overrides.");
        // Of a call that nobody says anything about, nobody knows who may make it.
        if (prototype is null && call.Modes is null)
            modes = AbiModes.None;
        return new AbiHypercall(
            number,
            name,
            context.Names.OfPath(name, name, place),
            macro,
            modes,
            source?.Origin ?? AbiPrototypeOrigin.None,
            prototype?.Result ?? new AbiScalar(AbiScalarKind.Void),
            prototype?.CResult ?? string.Empty,
            (prototype?.Parameters ?? []).Select((parameter, i) => Parameter(parameter, i, prototype!, call, words, place)).ToEquatableArray(),
            call.Frame?.Value ?? false,
            call.Deprecated?.Value ?? string.Empty,
            Documentation(call, words.Rest, context.Docs.OfMacro(macro)),
            place);
    }

    /// <summary>The overrides say first what the call does, each line a paragraph; then the header has its say.</summary>
    private static string Documentation(HypercallOverride call, string header, string macro)
    {
        string[] own = (call.Doc?.Value ?? string.Empty).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return Source.CommentText.Paragraphs([.. own, header, macro]);
    }

    /// <summary>The prototype of the overrides, where there is one, else the header's. Two must say the same.</summary>
    private (Prototype? Prototype, PrototypeProbe? Source) Choose(string name, AbiPlace place)
    {
        (Prototype? Prototype, PrototypeProbe? Source) header = default, given = default;
        foreach (PrototypeProbe candidate in context.Probe.Prototypes(name))
        {
            bool isGiven = candidate.Origin == AbiPrototypeOrigin.Overrides;
            if (Understand(candidate) is not { } prototype)
                continue;
            if (isGiven)
                given = (prototype, candidate);
            else if (header.Prototype is null)
                header = (prototype, candidate);
        }
        if (given.Prototype is null)
            return header;
        if (header.Prototype is not null && !header.Prototype.Agrees(given.Prototype))
        {
            context.Log.Error("XEN1007", given.Source!.Text.Place,
                $"the overrides and the header ({header.Source!.Text.Place}) give '{name}' different prototypes. Delete the one in the overrides, or make it say the same.");
        }
        return given;
    }

    private Prototype? Understand(PrototypeProbe candidate)
    {
        Located<string> text = candidate.Text;
        bool isGiven = candidate.Origin == AbiPrototypeOrigin.Overrides;
        if (candidate.Errors.Count > 0 || candidate.Declaration is not { kind: ClangSharp.Interop.CXCursorKind.CXCursor_FunctionDecl } function)
        {
            ProbeError error = candidate.Errors.Count > 0 ? candidate.Errors[0] : new ProbeError("it is no function prototype", 0);
            if (isGiven && !text.IsLenient)
                context.Log.Error("XEN1006", text.PlaceAt(Math.Min(error.Offset, text.Value.Length)), $"the prototype of '{candidate.Hypercall}' does not parse: {error.Message}.");
            else if (!isGiven && !HasGivenPrototype(candidate.Hypercall))
                context.Log.Warning("XEN1006", text.Place, $"the prototype of '{candidate.Hypercall}' in this comment does not parse: {error.Message}. Give one under \"hypercalls\" in the overrides.");
            return null;
        }
        Prototype prototype = PrototypeReader.Read(function, context.Target);
        return IsPossible(candidate, prototype) ? prototype : null;
    }

    private bool HasGivenPrototype(string name) => context.Overrides.Hypercalls.Find(name)?.Value.PrototypeFor(context.Target) is not null;

    private bool IsPossible(PrototypeProbe candidate, Prototype prototype)
    {
        Located<string> text = candidate.Text;
        string call = $"the hypercall '{candidate.Hypercall}'";
        string? problem = prototype switch
        {
            { IsVariadic: true } => $"{call} takes any number of arguments ('...'), and Xen takes at most {MaximumParameters}",
            { Parameters.Length: > MaximumParameters } => $"{call} has {prototype.Parameters.Length} parameters, and Xen takes at most {MaximumParameters}",
            _ => prototype.Parameters.Select(parameter => ProblemOf(call, parameter)).FirstOrDefault(found => found is not null),
        };
        if (problem is not null)
        {
            context.Log.Error("XEN1011", text.Place, $"{problem}. Write the prototype as the registers hold it.");
            return false;
        }
        foreach (PrototypeParameter parameter in prototype.Parameters)
        {
            if (parameter.MissingType.Length == 0 || text.IsLenient || candidate.Origin != AbiPrototypeOrigin.Overrides)
                continue;
            int at = Math.Max(text.Value.IndexOf(parameter.MissingType, StringComparison.Ordinal), 0);
            context.Log.Error("XEN1005", text.PlaceAt(at),
                $"the prototype of '{candidate.Hypercall}' speaks of '{parameter.MissingType}', which the header does not have.{Suggestion.For(parameter.MissingType, context.Index.Types)}");
        }
        return true;
    }

    private string? ProblemOf(string call, PrototypeParameter parameter) => parameter switch
    {
        { Name.Length: 0 } => $"a parameter of {call} has no name",
        { Type: AbiPointer } or { Type: AbiNamed } when parameter.Size * 8 > context.Target.PointerBits =>
            $"the parameter '{parameter.Name}' of {call} has {parameter.Size * 8} bits, and a register of {context.Target} has {context.Target.PointerBits}",
        { Type: AbiPointer } => null,
        { Type: AbiScalar { Kind: AbiScalarKind.F32 or AbiScalarKind.F64 or AbiScalarKind.Void } } or { Type: AbiArray } or { Type: AbiInline } =>
            $"the parameter '{parameter.Name}' of {call} is no integer and no pointer",
        { Type: AbiNamed named } when !context.CEnums.Contains(named.Name) =>
            $"the parameter '{parameter.Name}' of {call} is a struct, which no register holds",
        _ when parameter.Size * 8 > context.Target.PointerBits =>
            $"the parameter '{parameter.Name}' of {call} has {parameter.Size * 8} bits, and a register of {context.Target} has {context.Target.PointerBits}",
        _ => null,
    };

    private AbiParameter Parameter(
        PrototypeParameter parameter, int index, Prototype prototype, HypercallOverride call, HypercallWords words, AbiPlace place)
    {
        ParameterOverride? given = call.Parameters.Find(parameter.Name)?.Value;
        AbiDirection direction = given?.Direction?.Value
            ?? (parameter.Type is AbiPointer { IsConst: false } ? AbiDirection.InOut : AbiDirection.In);
        string enumName = given?.Enum?.Value is { } wanted && context.Enums.Contains(wanted) ? wanted : string.Empty;
        return new AbiParameter(
            parameter.Name,
            context.Names.OfParameter(parameter.Name, given?.Name, place),
            parameter.Type,
            parameter.CType,
            enumName,
            parameter.Type is AbiPointer ? direction : AbiDirection.In,
            given?.Count?.Value ?? CountOf(parameter, index, prototype),
            Source.CommentText.Join([words.OfParameter(parameter.Name), given?.Doc?.Value ?? string.Empty]));
    }

    /// <summary>An array directly before an integer called <c>count</c> is counted by it.</summary>
    private static string CountOf(PrototypeParameter parameter, int index, Prototype prototype) =>
        parameter.IsArray && index + 1 < prototype.Parameters.Length && prototype.Parameters[index + 1] is { Name: "count", Type: AbiScalar } count
            ? count.Name
            : string.Empty;

    /// <summary>The overrides may only speak of parameters that a prototype of the hypercall has, of whatever target.</summary>
    private void CheckParameters(string name, HypercallOverride call, Prototype? prototype)
    {
        HashSet<string>? known = null;
        foreach (Entry<ParameterOverride> parameter in call.Parameters.All)
        {
            known ??= KnownParameters(name, call, prototype);
            if (known.Count > 0 && !parameter.IsLenient && !known.Contains(parameter.Key))
                context.Log.Error("XEN1005", parameter.Place, $"the hypercall '{name}' has no parameter '{parameter.Key}'.{Suggestion.For(parameter.Key, known)}");
            if (known.Count > 0 && parameter.Value.Count is { IsLenient: false } count && !known.Contains(count.Value))
                context.Log.Error("XEN1005", count.Place, $"the hypercall '{name}' has no parameter '{count.Value}' that could count.{Suggestion.For(count.Value, known)}");
        }
    }

    private HashSet<string> KnownParameters(string name, HypercallOverride call, Prototype? prototype)
    {
        var known = new HashSet<string>(prototype?.Parameters.Select(parameter => parameter.Name) ?? []);
        IEnumerable<string> texts = (call.Prototypes?.All.Select(entry => entry.Value.Value) ?? [])
            .Concat(context.HeaderPrototypes.Where(header => header.Hypercall == name).Select(header => header.Text));
        foreach (string text in texts)
            known.UnionWith(ParameterNames.In(text));
        return known;
    }
}
