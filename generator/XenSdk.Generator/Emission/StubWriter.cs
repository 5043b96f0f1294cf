using System.Globalization;
using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>
/// Writes hypercalls as extension methods. One that takes memory gets two methods: one that takes spans and references,
/// and one that takes addresses.
/// </summary>
internal sealed class StubWriter
{
    private const int MostArguments = 5;
    private const int LongestLine = 120;

    private readonly CodeWriter _code;
    private readonly PlacedHypercall _placed;
    private readonly TypeNames _names;
    private readonly string _receiver;
    private readonly IReadOnlyList<StubParameter> _parameters;

    private StubWriter(CodeWriter code, PlacedHypercall placed, TypeNames names, IReadOnlyList<StubParameter> parameters)
    {
        _code = code;
        _placed = placed;
        _names = names;
        _parameters = parameters;
        _receiver = parameters.Any(parameter => parameter.Name == "xen") ? "hypercalls" : "xen";
    }

    private AbiHypercall Call => _placed.Call;

    /// <summary>Whether C's result has 64 bits, which a path may not give without being asked.</summary>
    private bool IsLong => _names.Index.Resolve(Call.Result) is AbiScalar { Kind: AbiScalarKind.S64 or AbiScalarKind.U64 };

    /// <summary>Writes the methods of a hypercall; reports one that cannot have any.</summary>
    /// <returns>Whether anything was written.</returns>
    public static bool Write(CodeWriter code, PlacedHypercall placed, TypeNames names, List<AbiDiagnostic> diagnostics)
    {
        AbiHypercall call = placed.Call;
        IReadOnlyList<StubParameter> parameters = StubParameter.Of(call, names);
        StubParameter? unsupported = parameters.FirstOrDefault(parameter => parameter.Kind == StubParameterKind.Unsupported);
        if (unsupported is not null || parameters.Count > MostArguments)
        {
            diagnostics.Add(Report.Of(Descriptors.UnsupportedParameter, call.Place, unsupported is null
                ? $"Hypercall '{call.Name}' has {parameters.Count.ToString(CultureInfo.InvariantCulture)} parameters, and Xen takes five at most. Correct its prototype."
                : $"Parameter '{unsupported.Source.Name}' of hypercall '{call.Name}' ('{unsupported.Source.CType}') is neither a number nor a pointer, " +
                  "so no register holds it. Correct its prototype."));
            return false;
        }
        diagnostics.AddRange(call.Parameters
            .Where(parameter => parameter.EnumName.Length > 0 && names.Index.FindEnum(parameter.EnumName) is null)
            .Select(parameter => StructShaper.Missing(parameter.EnumName, call.Name, call.Place)));
        var writer = new StubWriter(code, placed, names, parameters);
        if (call.ByStackFrame)
            writer.WriteJump();
        else
            writer.WriteCalls();
        return true;
    }

    private void WriteCalls()
    {
        // Two arrays counted by one parameter have no safe form: nothing says that they are of one length.
        bool hasSafe = _parameters.Any(parameter => parameter.IsMemory)
            && _parameters.GroupBy(parameter => parameter.Source.Count).All(same => same.Key.Length == 0 || same.Count() == 1);
        if (hasSafe)
        {
            WriteSafe();
            _code.Line();
        }
        WriteRaw(hasSafe);
    }

    private void WriteSafe()
    {
        List<StubParameter> shown = _parameters.Where(parameter => parameter.CountOf is null).ToList();
        DocComment.Write(_code, Call.Doc, Fallback(), Facts());
        WriteParameterDocs(shown.Where(parameter => parameter.TypeParameter.Length > 0), shown);
        List<string> typeParameters = shown.Where(parameter => parameter.TypeParameter.Length > 0).Select(parameter => parameter.TypeParameter).ToList();
        WriteHead(shown.Select(parameter => parameter.SafeDeclaration), typeParameters);
        WriteBody($"{_receiver}.{(IsLong ? "CallLongWithBuffers" : "CallWithBuffers")}(", _parameters.Select(parameter => parameter.SafeArgument), ")");
    }

    private void WriteRaw(bool isSecond)
    {
        if (isSecond)
        {
            DocComment.Summary(_code, Call.Doc, Fallback());
            _code.Line("/// <remarks>This form takes addresses as they are: the memory stays where it is, and in reach of Xen, while the call lasts.</remarks>");
        }
        else
        {
            DocComment.Write(_code, Call.Doc, Fallback(), Facts());
        }
        WriteParameterDocs([], _parameters);
        WriteHead(_parameters.Select(parameter => $"{parameter.RawType} {CSharpName.Escape(parameter.Name)}"), []);
        if (IsLong)
            WriteBody($"{_receiver}.CallLong(", _parameters.Select(parameter => parameter.Word), ")");
        else
            WriteBody($"new({_receiver}.Path.Call(", _parameters.Select(parameter => parameter.Word), "))");
    }

    /// <summary>The call that does not come back: its argument is where its frame is.</summary>
    private void WriteJump()
    {
        string frame = _parameters.Count == 1 && _parameters[0].Kind == StubParameterKind.Pointer ? _parameters[0].Name : "frame";
        string type = _parameters.Count == 1 && _parameters[0].Kind == StubParameterKind.Pointer ? _parameters[0].RawType : "GuestPointer64";
        DocComment.Write(_code, Call.Doc, Fallback(), Facts());
        _code.Line($"/// <typeparam name=\"TPath\">{PathDoc}</typeparam>");
        _code.Line($"/// <param name=\"{_receiver}\">{ReceiverDoc}</param>");
        _code.Line($"/// <param name=\"{frame}\">Where the frame is that the call takes its arguments from; it becomes the stack pointer.</param>");
        WriteAttributes();
        _code.Line("[DoesNotReturn]");
        _code.Line($"public static void {CSharpName.Escape(Call.CSharpName)}<TPath>(this Hypercalls<TPath> {_receiver}, {type} {CSharpName.Escape(frame)})");
        _code.Continuation($"where TPath : struct, IPvPath");
        _code.Continuation($"=> {_receiver}.Path.Jump({Number()}, {CSharpName.Escape(frame)}.Address);");
    }

    private void WriteHead(IEnumerable<string> parameters, List<string> typeParameters)
    {
        WriteAttributes();
        string generic = string.Join(", ", typeParameters.Prepend("TPath"));
        string list = string.Join(", ", parameters.Prepend($"this Hypercalls<TPath> {_receiver}"));
        string head = $"public static HypercallResult {CSharpName.Escape(Call.CSharpName)}<{generic}>(";
        if (head.Length + list.Length < LongestLine)
        {
            _code.Line($"{head}{list})");
        }
        else
        {
            _code.Line(head);
            _code.Continuation($"{list})");
        }
        _code.Continuation($"where TPath : struct, {Constraint(_placed.Modes)}");
        foreach (string typeParameter in typeParameters)
            _code.Continuation($"where {typeParameter} : unmanaged");
    }

    private void WriteBody(string call, IEnumerable<string> arguments, string end)
    {
        List<string> all = arguments.Prepend(Number()).ToList();
        string line = $"=> {call}{string.Join(", ", all)}{end};";
        if (line.Length <= LongestLine)
        {
            _code.Continuation(line);
            return;
        }
        _code.Continuation($"=> {call}");
        for (int i = 0; i < all.Count; i++)
            _code.Continuation($"    {all[i]}{(i + 1 < all.Count ? "," : end + ";")}");
    }

    private void WriteAttributes()
    {
        _code.Line($"[NativeName({StringLiteral.Of(Call.Macro)})]");
        if (Call.Deprecated.Length > 0)
            _code.Line($"[Obsolete({StringLiteral.Of(Call.Deprecated)})]");
        _code.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
    }

    private const string PathDoc = "How the call is made.";
    private const string ReceiverDoc = "The guest's hypercalls.";

    private void WriteParameterDocs(IEnumerable<StubParameter> generic, IEnumerable<StubParameter> shown)
    {
        _code.Line($"/// <typeparam name=\"TPath\">{PathDoc}</typeparam>");
        foreach (StubParameter parameter in generic)
            _code.Line($"/// <typeparam name=\"{parameter.TypeParameter}\">The structure that the command wants.</typeparam>");
        _code.Line($"/// <param name=\"{_receiver}\">{ReceiverDoc}</param>");
        foreach (StubParameter parameter in shown)
            DocComment.Parameter(_code, parameter.Name, parameter.Source.Doc, DocText.Name(CDeclaration.Of(parameter.Source)));
        if (Call.CResult.Length > 0)
            _code.Line($"/// <returns>What Xen returned, {Xml.Code(Call.CResult)} in C: a value, or an error.</returns>");
        else
            _code.Line("/// <returns>What Xen returned: a value, or an error.</returns>");
    }

    private string Number() => Call.Number.ToString(CultureInfo.InvariantCulture);

    private DocText Fallback() => new("Hypercall ", Call.Name, End: ".");

    private DocText Facts() => new($"Hypercall {Number()}, ", Call.Macro, End: $", for {Guests(_placed.Modes)}.");

    private static string Guests(AbiModes modes)
    {
        var guests = new List<string>();
        if (modes.HasFlag(AbiModes.Pv))
            guests.Add("PV");
        if (modes.HasFlag(AbiModes.Hvm))
            guests.AddRange(["HVM", "PVH"]);
        if (modes.HasFlag(AbiModes.Arm))
            guests.Add("ARM");
        int last = guests.Count - 1;
        return guests.Count switch
        {
            0 => "guests that the model does not name",
            1 => $"{guests[0]} guests",
            _ => $"{string.Join(", ", guests.Take(last))} and {guests[last]} guests",
        };
    }

    /// <summary>The interface of the paths of just these guests. There is none for HVM and ARM without PV, which no hypercall
    /// of Xen's is for: such a one is open to all.</summary>
    private static string Constraint(AbiModes modes) => modes switch
    {
        AbiModes.Pv => "IPvPath",
        AbiModes.Hvm => "IHvmPath",
        AbiModes.Arm => "IArmPath",
        AbiModes.Pv | AbiModes.Hvm => "IX86Path",
        AbiModes.Pv | AbiModes.Arm => "IPvOrArmPath",
        _ => "IHypercallPath",
    };
}
