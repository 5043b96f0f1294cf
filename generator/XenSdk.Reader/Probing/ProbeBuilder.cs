using XenSdk.Abi;
using XenSdk.Reader.Hypercalls;
using XenSdk.Reader.Overrides;
using XenSdk.Reader.Source;

namespace XenSdk.Reader.Probing;

/// <summary>Puts together what clang is asked about a header for one target.</summary>
internal static class ProbeBuilder
{
    /// <summary>Puts together what clang is asked.</summary>
    /// <param name="session">The read.</param>
    /// <param name="target">The target.</param>
    /// <param name="macros">The macros to evaluate.</param>
    /// <param name="log">Takes what is wrong with prototypes as text.</param>
    public static ProbeText Build(ReadSession session, AbiTarget target, IEnumerable<string> macros, DiagnosticLog log)
    {
        var probe = new ProbeText();
        foreach (string macro in macros)
            probe.Macro(macro);
        foreach (Entry<EnumOverride> group in session.Overrides.Enums.All)
        {
            if (group.Value.Type is { } type)
                probe.Type(type);
        }
        foreach (Entry<FieldOverride> field in session.Overrides.Fields.All)
        {
            if (field.Value.Type is { } type)
                probe.Type(type);
        }
        AddPrototypes(probe, session, target, log);
        return probe;
    }

    private static void AddPrototypes(ProbeText probe, ReadSession session, AbiTarget target, DiagnosticLog log)
    {
        var numbered = session.Header.Macros
            .Where(macro => macro.Name.StartsWith(HypercallReader.MacroPrefix, StringComparison.Ordinal))
            .Select(macro => macro.Name[HypercallReader.MacroPrefix.Length..])
            .ToHashSet();
        var prototypes = new List<(string Hypercall, Located<string> Text, AbiPrototypeOrigin Origin)>();
        foreach (HeaderPrototype prototype in session.HeaderPrototypes)
        {
            var place = new AbiPlace(session.HeaderFile.Path, session.Header.Text.LineOf(prototype.Offset), session.Header.Text.ColumnOf(prototype.Offset));
            prototypes.Add((prototype.Hypercall, new Located<string>(prototype.Text, place, IsLenient: false), AbiPrototypeOrigin.Header));
        }
        foreach (Entry<HypercallOverride> call in session.Overrides.Hypercalls.All)
        {
            if (call.Value.PrototypeFor(target) is { } prototype)
                prototypes.Add((call.Key, prototype, AbiPrototypeOrigin.Overrides));
        }
        prototypes.RemoveAll(prototype => !numbered.Contains(prototype.Hypercall)
            || HypercallReader.ModesOf(target, session.Overrides.Hypercalls.Find(prototype.Hypercall)?.Value) == AbiModes.None);

        AddXenTypedefs(probe, session.Header, prototypes.Select(prototype => prototype.Text.Value));
        foreach ((string hypercall, Located<string> text, AbiPrototypeOrigin origin) in prototypes)
        {
            if (NameIn(text.Value) is not { } name)
            {
                if (!text.IsLenient)
                    log.Error("XEN1006", text.Place, $"'{text.Value}' is no prototype. Write one as in C: \"int {hypercall}(unsigned int cmd, void *arg)\".");
            }
            else if (text.Value[name] is var written && written != hypercall && written != PrototypeComment.FunctionPrefix + hypercall)
            {
                log.Error("XEN1006", text.PlaceAt(name.Start.Value), $"the prototype of '{hypercall}' is of a function '{written}'. Call it '{hypercall}'.");
            }
            else
            {
                probe.Prototype(hypercall, text, origin, name.Start.Value, name.End.Value);
            }
        }
    }

    /// <summary>
    /// Xen's convention is that <c>x_t</c> is <c>struct x</c>, and its comments rely on it where a header does not say so.
    /// C lets a typedef be repeated, so this does no harm where it does.
    /// </summary>
    private static void AddXenTypedefs(ProbeText probe, SourceFile header, IEnumerable<string> prototypes)
    {
        HashSet<string>? tags = null;
        var done = new HashSet<string>();
        foreach (string word in prototypes.SelectMany(Words))
        {
            if (!word.EndsWith("_t", StringComparison.Ordinal) || !done.Add(word))
                continue;
            tags ??= StructTags(header);
            if (tags.Contains(word[..^2]))
                probe.Helper($"typedef struct {word[..^2]} {word};");
        }
    }

    /// <summary>The tags of the structs that the header defines.</summary>
    private static HashSet<string> StructTags(SourceFile header)
    {
        var tags = new HashSet<string>();
        Token[] tokens = header.Tokens;
        for (int i = 0; i + 2 < tokens.Length; i++)
        {
            if (header.Text.BytesOf(tokens[i]).SequenceEqual("struct"u8) && tokens[i + 1].Kind == TokenKind.Word && header.Text.Is(tokens[i + 2], '{'))
                tags.Add(header.Text.TextOf(tokens[i + 1]));
        }
        return tags;
    }

    /// <summary>Where the function's name stands: the word before the first parenthesis.</summary>
    private static Range? NameIn(string prototype)
    {
        int end = prototype.IndexOf('(', StringComparison.Ordinal);
        while (end > 0 && char.IsWhiteSpace(prototype[end - 1]))
            end--;
        int start = end;
        while (start > 0 && IsWord(prototype[start - 1]))
            start--;
        return start < end && start > 0 ? start..end : null;
    }

    private static IEnumerable<string> Words(string text)
    {
        int start = -1;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && IsWord(text[i]))
            {
                if (start < 0)
                    start = i;
            }
            else if (start >= 0)
            {
                yield return text[start..i];
                start = -1;
            }
        }
    }

    private static bool IsWord(char letter) => letter == '_' || char.IsAsciiLetterOrDigit(letter);
}
