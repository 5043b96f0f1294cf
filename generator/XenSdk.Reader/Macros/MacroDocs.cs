using XenSdk.Reader.Hypercalls;
using XenSdk.Reader.Source;

namespace XenSdk.Reader.Macros;

/// <summary>
/// The header's words on macros, and on what macros stand for. Macros without an empty line between them are a run. A
/// comment before a run of one enum is about the enum; before a later run of the same enum, about those members; before a
/// single macro, about that macro. A comment with the prototype of a hypercall is about the hypercall as well.
/// </summary>
internal sealed class MacroDocs
{
    private readonly Dictionary<string, string> _macros = [];
    private readonly Dictionary<string, string> _enums = [];
    private readonly Dictionary<string, string> _hypercalls = [];
    private readonly SourceFile _header;

    public MacroDocs(SourceFile header, EnumGroups groups)
    {
        _header = header;
        foreach (MacroDefinition macro in header.Macros)
            _macros.TryAdd(macro.Name, header.Comments.BesideMacro(macro));
        foreach (List<MacroDefinition> run in Runs())
            Assign(run, groups);
    }

    /// <summary>The words on a macro itself.</summary>
    public string OfMacro(string name) => _macros.GetValueOrDefault(name, string.Empty);

    /// <summary>The words on an enum.</summary>
    public string OfEnum(string group) => _enums.GetValueOrDefault(group, string.Empty);

    /// <summary>The words beside the prototype of a hypercall; empty where the header has no prototype of it.</summary>
    public string OfHypercall(string name) => _hypercalls.GetValueOrDefault(name, string.Empty);

    private IEnumerable<List<MacroDefinition>> Runs()
    {
        var run = new List<MacroDefinition>();
        foreach (MacroDefinition macro in _header.Macros)
        {
            if (run.Count > 0 && _header.Text.LineOf(macro.Start) != _header.Comments.LastLineOf(run[^1]) + 1)
            {
                yield return run;
                run = [];
            }
            run.Add(macro);
        }
        if (run.Count > 0)
            yield return run;
    }

    private void Assign(List<MacroDefinition> run, EnumGroups groups)
    {
        List<string> comments = _header.Comments.BeforeMacro(run[0]);
        if (comments.Count == 0)
            return;
        string words = CommentText.Join(comments.Select(PrototypeComment.WithoutPrototypes));
        List<PrototypeComment> prototypes = comments.SelectMany(PrototypeComment.FindAll).ToList();
        foreach (PrototypeComment prototype in prototypes)
            _hypercalls.TryAdd(prototype.Hypercall, words);
        if (prototypes.Count > 0)
            words = HypercallWords.Split(words).Remaining;
        if (words.Length == 0)
            return;

        string? group = run[0].IsFunctionLike ? null : groups.Of(run[0].Name);
        int ofGroup = run.TakeWhile(macro => groups.Of(macro.Name) == group).Count();
        if (group is not null && ofGroup > 1 && _enums.TryAdd(group, words))
            return;
        // In a later run of an enum, one line is a heading of all its members; more are about the first macro.
        bool isHeading = group is not null && !words.Contains('\n', StringComparison.Ordinal);
        foreach (MacroDefinition macro in run.Take(isHeading ? ofGroup : 1))
        {
            string own = _macros[macro.Name];
            _macros[macro.Name] = ofGroup > 1 && own.Length > 0 ? own : CommentText.Paragraphs(own, words);
        }
    }
}
