using XenSdk.Abi;
using XenSdk.Reader.Clang;
using XenSdk.Reader.Hypercalls;
using XenSdk.Reader.Inputs;
using XenSdk.Reader.Naming;
using XenSdk.Reader.Overrides;
using XenSdk.Reader.Source;
using static ClangSharp.Interop.CXTranslationUnit_Flags;

namespace XenSdk.Reader;

/// <summary>Reads a header of Xen with libclang: one model a target.</summary>
public static class HeaderReader
{
    /// <summary>Version of what the reader makes of a header. It is part of the hash of a model's inputs, so a change here
    /// makes every baked model out of date: raise it when equal inputs give another model.</summary>
    public const int Version = 1;

    /// <summary>
    /// Reads a header for some targets. Never throws for what the files hold; whatever is wrong is among the diagnostics,
    /// and then there are no models.
    /// </summary>
    public static HeaderReadResult Read(ReadRequest request, IReadOnlyList<AbiTarget> targets)
    {
        var log = new DiagnosticLog();
        if (Begin(request, targets, log) is not { } session)
            return new HeaderReadResult(default, default, default, log.ToSortedArray().ToEquatableArray());
        TargetReadResult?[] results = ReadAll(session, targets, log);
        if (Array.TrueForAll(results, result => result is not null))
            CheckOverrides(session, targets, results, log);
        IEnumerable<string> files =
        [
            session.HeaderFile.Path,
            .. results.SelectMany(result => result?.Files ?? []),
            .. session.OverridesFiles.Select(file => file.Path),
        ];
        return new HeaderReadResult(
            log.HasErrors ? default : results.Select(result => result!.Model).ToEquatableArray(),
            files.Distinct().ToEquatableArray(),
            results.SelectMany(result => result?.Absent ?? []).Distinct().ToEquatableArray(),
            log.ToSortedArray().ToEquatableArray());
    }

    /// <summary>Everything that does not depend on the target; null, and errors, where that fails.</summary>
    private static ReadSession? Begin(ReadRequest request, IReadOnlyList<AbiTarget> targets, DiagnosticLog log)
    {
        InputFile? header = InputFile.Read(request.Header, "header", log);
        var document = new OverridesDocument();
        List<InputFile> overridesFiles = ReadOverrides(request, document, log);
        foreach (string folder in request.IncludeFolders.Where(folder => !Directory.Exists(folder)))
            log.Warning("XEN0003", null, $"the include folder '{folder}' does not exist. Correct the path or leave it out.");
        // libclang is looked for even so: everything that is wrong is told in one run.
        if (!ClangLibrary.Load(request.ClangLibrary, log) || header is null || log.HasErrors)
            return null;

        using ClangUnit? unit = ClangUnit.Parse(
            header.Path, header.Bytes, ClangArguments.For(request, targets[0], isForUser: false), CXTranslationUnit_SingleFileParse, out _);
        if (unit is null)
        {
            log.Error("XEN1001", new AbiPlace(header.Path, 1, 1), "libclang cannot read this file at all. Is it C? Check the -D options, too.");
            return null;
        }
        var text = new SourceText(header.Bytes);
        var source = new SourceFile(text, unit.Tokens(unit.File(header.Path), header.Bytes.Length));
        var sources = new SourceFiles();
        sources.Add(header.Path, source);
        return new ReadSession(request, header, overridesFiles, source, HeaderPrototype.FindAll(source), document, sources);
    }

    private static List<InputFile> ReadOverrides(ReadRequest request, OverridesDocument document, DiagnosticLog log)
    {
        var files = new List<InputFile>();
        var parser = new OverridesParser(document, log);
        foreach ((string path, bool isBase) in request.BaseOverrides.Select(path => (path, true)).Concat(request.Overrides.Select(path => (path, false))))
        {
            if (InputFile.Read(path, "overrides file", log) is not { } file)
                continue;
            files.Add(file);
            parser.Parse(path, file.Bytes, isBase);
        }
        new NameTable(document, log).CheckEnums();
        return files;
    }

    /// <summary>Targets share nothing but what is made before, so they are read side by side.</summary>
    private static TargetReadResult?[] ReadAll(ReadSession session, IReadOnlyList<AbiTarget> targets, DiagnosticLog log)
    {
        var results = new TargetReadResult?[targets.Count];
        var logs = new DiagnosticLog[targets.Count];
        var failures = new Exception?[targets.Count];
        var threads = new Thread[targets.Count];
        for (int i = 0; i < targets.Count; i++)
        {
            int index = i;
            logs[i] = new DiagnosticLog();
            threads[i] = new Thread(() => Read(index));
            if (i + 1 < targets.Count)
                threads[i].Start();
        }
        Read(targets.Count - 1);
        for (int i = 0; i + 1 < targets.Count; i++)
            threads[i].Join();
        log.AddMerged(targets.Zip(logs).ToArray());
        return Array.Find(failures, failure => failure is not null) is { } failure
            ? throw new InvalidOperationException(failure.Message, failure)
            : results;

        void Read(int index)
        {
            try
            {
                results[index] = new TargetReader(session, targets[index], logs[index]).Read();
            }
#pragma warning disable CA1031 // An exception on a thread would end the process; it is thrown again where it can be told.
            catch (Exception exception)
            {
                failures[index] = exception;
            }
#pragma warning restore CA1031
        }
    }

    /// <summary>
    /// An override may speak of what only another target has (trap_info is x86's). So where one is not known to the
    /// targets that were asked for, the others are read for their names, too.
    /// </summary>
    private static void CheckOverrides(ReadSession session, IReadOnlyList<AbiTarget> targets, TargetReadResult?[] results, DiagnosticLog log)
    {
        var index = new NameIndex();
        var cEnums = new HashSet<string>();
        Take(results);
        if (OverridesCheck.IsSomethingMissing(session.Overrides, index, cEnums))
        {
            AbiTarget[] others = AbiTarget.All.Except(targets).ToArray();
            if (others.Length > 0)
                Take(ReadAll(session, others, new DiagnosticLog()));
        }
        OverridesCheck.Run(session.Overrides, index, cEnums, log);

        void Take(IEnumerable<TargetReadResult?> taken)
        {
            foreach (TargetReadResult? result in taken)
            {
                if (result is null)
                    continue;
                index.UnionWith(result.Index);
                cEnums.UnionWith(result.Model.Enums.Where(group => group.Name.Length > 0).Select(group => group.CSharpName));
            }
        }
    }
}
