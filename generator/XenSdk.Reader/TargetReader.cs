using ClangSharp.Interop;
using XenSdk.Abi;
using XenSdk.Reader.Clang;
using XenSdk.Reader.Declarations;
using XenSdk.Reader.Hypercalls;
using XenSdk.Reader.Inputs;
using XenSdk.Reader.Macros;
using XenSdk.Reader.Naming;
using XenSdk.Reader.Probing;
using static ClangSharp.Interop.CXTranslationUnit_Flags;

namespace XenSdk.Reader;

/// <summary>What one target makes of the header.</summary>
/// <param name="Model">The model.</param>
/// <param name="Index">The names that the header has there.</param>
/// <param name="Files">Paths of the files that were included.</param>
/// <param name="Absent">Paths where there was no file, and where one would have been found first.</param>
internal sealed record TargetReadResult(AbiModel Model, NameIndex Index, IReadOnlyList<string> Files, IReadOnlyList<string> Absent);

/// <summary>
/// Reads the header for one target, in one parse: the header with the probe behind its last line. Declarations are taken
/// from the header's part, values of macros and prototypes from the probe's.
/// </summary>
internal sealed class TargetReader(ReadSession session, AbiTarget target, DiagnosticLog log)
{
    private string HeaderPath => session.HeaderFile.Path;

    /// <summary>Reads; null, and errors, where the header is no C for this target.</summary>
    public TargetReadResult? Read() => Read(MacroReader.Evaluable(session.Header).ToArray(), isSecond: false);

    private TargetReadResult? Read(IReadOnlyList<string> evaluable, bool isSecond)
    {
        ProbeText probe = ProbeBuilder.Build(session, target, evaluable, log);
        byte[] text = [.. session.HeaderFile.Bytes, (byte)'\n', .. probe.Finish()];
        using ClangUnit? unit = Parse(text, CXTranslationUnit_DetailedPreprocessingRecord, isForUser: false);
        if (unit is null)
            return null;
        nint header = unit.File(HeaderPath);
        if (!TakeErrors(unit, header, probe))
        {
            ReportHeaderErrors();
            return null;
        }
        var files = new FileNames(unit, header, session.HeaderFile.Name, session.Request.SearchPath(target).ToArray());
        var activeMacros = new HashSet<int>();
        var declarations = new List<CXCursor>();
        Sort(unit, header, probe, files, activeMacros, declarations);
        if (probe.First.Declaration is null)
        {
            ReportHeaderErrors();
            return null;
        }
        if (probe.Last!.Declaration is null && !isSecond)
        {
            HashSet<string> disturbing = MacroIsolation.Disturbing(session, target, evaluable);
            return Read(evaluable.Where(macro => !disturbing.Contains(macro)).ToArray(), isSecond: true);
        }
        return Assemble(unit, files, activeMacros, declarations, new ProbeResult(probe, log));
    }

    private TargetReadResult Assemble(
        ClangUnit unit, FileNames files, HashSet<int> activeMacros, List<CXCursor> cursors, ProbeResult probe)
    {
        var names = new NameTable(session.Overrides, log);
        var index = new NameIndex();
        var declarations = new DeclarationReader(new DeclarationContext(
            target, unit, files, session.Sources, names, index, session.Overrides, probe, log));
        foreach (CXCursor cursor in cursors)
            declarations.Read(cursor);

        var groups = new EnumGroups(session.Overrides, log);
        var docs = new MacroDocs(session.Header, groups);
        var enums = new MacroEnums(session, groups, docs, names, probe, log);
        List<MacroValue> values = MacroReader.Read(session.Header, activeMacros, probe, target);
        List<AbiEnum> allEnums = [.. declarations.Enums, .. enums.Build(values)];
        List<AbiMacro> macros = values.ConvertAll(value => enums.Describe(value));

        foreach (MacroValue value in values)
            AddToIndex(value.Name, index);
        var hypercalls = new HypercallReader(new HypercallContext(
            target, session.Overrides, probe, session.HeaderPrototypes, names, docs, index,
            declarations.Enums.Select(group => group.Name).ToHashSet(),
            allEnums.Select(group => group.CSharpName).ToHashSet(),
            log));

        var model = new AbiModel(
            target,
            Source(files),
            EnumReferences.Resolve(declarations.Records, allEnums).ToEquatableArray(),
            declarations.Typedefs.ToEquatableArray(),
            allEnums.ToEquatableArray(),
            macros.ToEquatableArray(),
            Hypercalls(values, hypercalls).ToEquatableArray());
        NameCheck.Run(model, log);
        // Whatever was told of a place in the model is told of the file on this machine.
        log.Relocate(files.OnMachine);
        return new TargetReadResult(model, index, files.Included.Select(file => file.Path).ToArray(), files.Absent);
    }

    private static void AddToIndex(string macro, NameIndex index)
    {
        index.Macros.Add(macro);
        if (macro.StartsWith(HypercallReader.MacroPrefix, StringComparison.Ordinal))
            index.Hypercalls.Add(macro[HypercallReader.MacroPrefix.Length..]);
    }

    private IEnumerable<AbiHypercall> Hypercalls(List<MacroValue> values, HypercallReader reader) => values
        .Where(value => value.Value is not null
            && value.Name.StartsWith(HypercallReader.MacroPrefix, StringComparison.Ordinal)
            && value.Name.Length > HypercallReader.MacroPrefix.Length)
        .OrderBy(value => value.Value!.Bits)
        .Select(value => reader.Read(value.Name, checked((int)value.Value!.Bits), session.PlaceOf(value.Definition)));

    private AbiSource Source(FileNames files)
    {
        AbiInput[] inputs =
        [
            session.HeaderFile.As(InputHash.Header),
            .. files.Included.Select(file => new AbiInput(InputHash.Include, file.Name, file.Sha256)),
            .. session.OverridesFiles.Select(file => file.As(InputHash.Overrides)),
        ];
        return new AbiSource(
            session.HeaderFile.Name,
            HeaderReader.Version,
            InputHash.Of(target, HeaderReader.Version, session.Request.Defines, inputs),
            inputs.ToEquatableArray(),
            session.Request.Defines.ToEquatableArray());
    }

    private ClangUnit? Parse(ReadOnlySpan<byte> text, CXTranslationUnit_Flags flags, bool isForUser)
    {
        string[] arguments = ClangArguments.For(session.Request, target, isForUser);
        ClangUnit? unit = ClangUnit.Parse(HeaderPath, text, arguments, flags, out CXErrorCode code);
        if (unit is null)
        {
            log.Error("XEN1001", new AbiPlace(HeaderPath, 1, 1), code == CXErrorCode.CXError_Crashed
                ? "libclang crashed on this header. Try another version of libclang with --libclang."
                : $"libclang cannot read this header ({code}). Check the -D options.");
        }
        return unit;
    }

    /// <summary>Gives each error to the probe that it is about; false where one is about the header.</summary>
    private bool TakeErrors(ClangUnit unit, nint header, ProbeText probe)
    {
        int last = session.Header.Text.LineCount;
        bool isClean = true;
        foreach (ClangError error in unit.Errors())
            isClean &= error.Place.File == header && probe.TakeError(error.Place.Line - last, error.Place.Column, error.Message);
        return isClean && probe.First.Errors.Count == 0;
    }

    /// <summary>Parses the header alone, so that clang says of it what it says to anybody.</summary>
    private void ReportHeaderErrors()
    {
        using ClangUnit? unit = Parse(session.HeaderFile.Bytes, CXTranslationUnit_None, isForUser: true);
        List<ClangError> errors = unit?.Errors() ?? [];
        foreach (ClangError error in errors)
        {
            string path = ClangUnit.FileName(error.Place.File);
            AbiPlace? place = path.Length == 0 ? null : new AbiPlace(path, error.Place.Line, error.Place.Column);
            string remedy = error.Message.EndsWith("file not found", StringComparison.Ordinal)
                ? $". Name the folder that it is in with -I; looked in: {string.Join(", ", session.Request.SearchPath(target))}."
                : place is null ? ". Check the -D options." : string.Empty;
            log.Error("XEN1001", place, error.Message + remedy);
        }
        if (unit is not null && errors.Count == 0)
        {
            log.Error("XEN1001", new AbiPlace(HeaderPath, session.Header.Text.LineCount, 1),
                "the header ends in the middle of a declaration. Close it.");
        }
    }

    /// <summary>Tells apart what clang found: includes, macros, the header's declarations, the probe's.</summary>
    private void Sort(
        ClangUnit unit, nint header, ProbeText probe, FileNames files, HashSet<int> activeMacros, List<CXCursor> declarations)
    {
        int last = session.Header.Text.LineCount;
        foreach (CXCursor cursor in ClangUnit.Children(unit.Root))
        {
            ClangPlace place = ClangUnit.PlaceOf(cursor);
            if (place.File == 0)
                continue;
            bool isProbe = place.File == header && place.Line > last;
            switch (cursor.kind)
            {
                case CXCursorKind.CXCursor_InclusionDirective:
                    files.Add(place, ClangText.Take(clang.getCursorSpelling(cursor)), ClangUnit.IncludedFile(cursor));
                    break;
                case CXCursorKind.CXCursor_MacroDefinition:
                    if (place.File == header)
                        activeMacros.Add(place.Offset);
                    break;
                default:
                    if (!isProbe)
                        declarations.Add(cursor);
                    else if (probe.Find(ClangText.Take(clang.getCursorSpelling(cursor))) is { } item)
                        item.Declaration ??= cursor;
                    break;
            }
        }
    }
}
