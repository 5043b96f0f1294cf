using System.Globalization;
using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>What is generated for a set of models.</summary>
/// <param name="Plan">What it was generated from.</param>
/// <param name="Sources">The files.</param>
/// <param name="Diagnostics">What C# could not express.</param>
internal sealed record Emission(PlacementPlan Plan, EquatableArray<GeneratedSource> Sources, EquatableArray<AbiDiagnostic> Diagnostics);

/// <summary>Writes the files of a plan: one for each subject and namespace.</summary>
internal sealed class Emitter : IDisposable
{
    private const string Structs = nameof(Structs);
    private const string Enums = nameof(Enums);

    /// <summary>Characters after which what is written goes on in another file, so that neither we nor the compiler hold the
    /// types of a very large header in one piece.</summary>
    private const int LongFile = 256 * 1024;

    private readonly PlacementPlan _plan;
    private readonly Dictionary<AbiTarget, TypeHomes> _homes;
    private readonly CodeWriter _code = new();
    private readonly List<GeneratedSource> _sources = [];
    private readonly List<AbiDiagnostic> _diagnostics = [];

    private Emitter(PlacementPlan plan)
    {
        _plan = plan;
        _homes = TypeHomes.Of(plan);
    }

    public static Emission Emit(PlacementPlan plan, CancellationToken cancellation)
    {
        using var emitter = new Emitter(plan);
        foreach (string space in plan.Namespaces)
        {
            cancellation.ThrowIfCancellationRequested();
            emitter.WriteTypes(space);
            emitter.WriteConstants(space);
        }
        emitter.WriteHypercalls();
        return new Emission(
            plan,
            emitter._sources.ToEquatableArray(),
            emitter._diagnostics.Select(found => found.Place is null ? found : found with { Place = plan.Set.Locate(found.Place) }).Distinct().ToEquatableArray());
    }

    /// <inheritdoc/>
    public void Dispose() => _code.Dispose();

    private void WriteTypes(string space)
    {
        List<(Declaration Declaration, TypeNames Names)> written = _plan.Types
            .Where(type => type.IsWrittenFrom && type.Namespace == space)
            .GroupBy(type => type.Target)
            .SelectMany(ofTarget => Named(ofTarget, new TypeNames(_homes[ofTarget.Key], space)))
            .ToList();
        WriteEach(Structs, space, "Structures and unions", ["System.Runtime.CompilerServices", "System.Runtime.InteropServices"],
            written.Where(item => item.Declaration is not EnumDeclaration),
            (code, item) => StructWriter.Write(code, item.Declaration is RecordDeclaration record
                ? StructShaper.Shape(record, item.Names, _diagnostics)
                : StructShaper.Shape((ArrayDeclaration)item.Declaration, item.Names, _diagnostics)));
        WriteEach(Enums, space, "Enums", ["System"],
            written.Where(item => item.Declaration is EnumDeclaration),
            (code, item) => EnumWriter.Write(code, ((EnumDeclaration)item.Declaration).Enum, _diagnostics));
    }

    private static IEnumerable<(Declaration, TypeNames)> Named(IEnumerable<PlacedType> types, TypeNames names) =>
        types.Select(type => (names.Index.Find(type.Key)!, names));

    private void WriteConstants(string space)
    {
        List<AbiMacro> constants = _plan.Constants.Where(constant => constant.Namespace == space).Select(constant => constant.Macro).ToList();
        string className = _plan.Set.BuildsRuntime ? GeneratedNames.Constants : GeneratedNames.Constants + GeneratedNames.Additions;
        WriteEach<List<AbiMacro>>("Constants", space, "Constants", [], constants.Count == 0 ? [] : [constants],
            (code, macros) => ConstantWriter.Write(code, className, _plan.Set.HeaderNames, macros));
        WriteEach("EnumAdditions", space, "New members of the runtime's enums", [],
            _plan.Additions.Where(addition => addition.Namespace == space).GroupBy(addition => (addition.Target, addition.EnumName)),
            (code, group) =>
            {
                var names = new TypeNames(_homes[group.Key.Target], space);
                string type = names.Of(names.Index.FindEnum(group.Key.EnumName)!);
                ConstantWriter.WriteAdditions(code, group.Key.EnumName, type, _plan.Set.HeaderNames, group.Select(addition => addition.Member));
            });
    }

    private void WriteHypercalls()
    {
        string space = _plan.Set.Namespace;
        if (_plan.Hypercalls.Count == 0)
            return;
        Dictionary<AbiTarget, TypeNames> names = _plan.Hypercalls.Select(placed => placed.Target).Distinct()
            .ToDictionary(target => target, target => new TypeNames(_homes[target], space));
        CodeWriter code = Begin(space, "Hypercalls",
            ["System", "System.Diagnostics.CodeAnalysis", "System.Runtime.CompilerServices"]);
        code.Line($"/// <summary>The hypercalls of {Xml.Escape(_plan.Set.HeaderNames)}, typed, each for the guests that have it.</summary>");
        code.Line($"public static class {GeneratedNames.Stubs}");
        code.Open();
        bool isFirst = true;
        foreach (PlacedHypercall placed in _plan.Hypercalls)
        {
            int start = code.Mark();
            if (!isFirst)
                code.Line();
            if (StubWriter.Write(code, placed, names[placed.Target], _diagnostics))
                isFirst = false;
            else
                code.Return(start);
        }
        code.Close();
        Add(space, "Hypercalls", code);
    }

    private void WriteEach<T>(string subject, string space, string title, string[] usings, IEnumerable<T> items, Action<CodeWriter, T> write)
    {
        CodeWriter? code = null;
        int files = 0;
        foreach (T item in items)
        {
            if (code is null)
                code = Begin(space, title, usings);
            else
                code.Line();
            write(code, item);
            if (code.Mark() < LongFile)
                continue;
            Add(space, subject, code, ++files);
            code = null;
        }
        if (code is not null)
            Add(space, subject, code, ++files);
    }

    private CodeWriter Begin(string space, string title, string[] usings)
    {
        CodeWriter code = _code;
        code.Line("// <auto-generated/>");
        code.Line($"// {title} of {Xml.Escape(_plan.Set.HeaderNames)}, written by XenSdk.Generator.");
        code.Line("#nullable enable");
        code.Line();
        foreach (string name in usings)
            code.Line($"using {name};");
        if (!_plan.Set.BuildsRuntime)
            code.Line($"using {ClrPrimitives.RuntimeNamespace};");
        if (usings.Length > 0 || !_plan.Set.BuildsRuntime)
            code.Line();
        code.Line($"namespace {CSharpName.EscapeDotted(space)};");
        code.Line();
        return code;
    }

    private void Add(string space, string subject, CodeWriter code, int number = 1)
    {
        string name = number == 1 ? $"{space}.{subject}.g.cs" : $"{space}.{subject}.{number.ToString(CultureInfo.InvariantCulture)}.g.cs";
        _sources.Add(new GeneratedSource(name, code.Take(), subject is Structs or Enums));
    }
}
