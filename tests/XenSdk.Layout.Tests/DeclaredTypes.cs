using System.Text.Json;

namespace XenSdk.Layout.Tests;

/// <summary>A type that a header declares.</summary>
/// <param name="Name">C's name, bare.</param>
/// <param name="Spelling">How C refers to it: <c>struct mmu_update</c>, or a typedef's name.</param>
/// <param name="Paths">Its fields, nested ones with dots and anonymous members transparent. Empty for a scalar.</param>
public sealed record DeclaredType(string Name, string Spelling, IReadOnlyList<string> Paths)
{
    /// <summary>The C expressions that <see cref="Rows"/> reads back.</summary>
    public IEnumerable<string> Expressions()
    {
        yield return $"sizeof({Spelling})";
        yield return $"_Alignof({Spelling})";
        foreach (string path in Paths)
        {
            yield return $"__builtin_offsetof({Spelling}, {path})";
            yield return $"sizeof((({Spelling} *)0)->{path})";
            yield return $"_Alignof(__typeof__((({Spelling} *)0)->{path}))";
        }
    }

    /// <summary>The type and its fields, with the values of <see cref="Expressions"/>.</summary>
    public IEnumerable<LayoutRow> Rows(Queue<ulong> values)
    {
        yield return new(Name, "", 0, values.Dequeue(), values.Dequeue());
        foreach (string path in Paths)
            yield return new(Name, path, values.Dequeue(), values.Dequeue(), values.Dequeue());
    }
}

/// <summary>
/// Which types and fields a header declares, from the syntax tree that the clang program prints as JSON. So a type that the
/// product forgets is missed here as well as one that it gets wrong.
/// </summary>
public static class DeclaredTypes
{
    /// <summary>Every complete struct and union with a name, and every typedef of something else, in order.</summary>
    public static List<DeclaredType> Of(Target target, string source, IEnumerable<string> switches)
    {
        string json = Compiler.Clang.Run(source, [.. Compiler.Clang.For(target), .. switches, "-fsyntax-only", "-Xclang", "-ast-dump=json"]);
        using JsonDocument tree = JsonDocument.Parse(json, new() { MaxDepth = 512 });
        var types = new List<DeclaredType>();
        var nameless = new Dictionary<string, JsonElement>();
        foreach (JsonElement node in Inner(tree.RootElement).Where(node => !Flag(node, "isImplicit")))
        {
            switch (Text(node, "kind"))
            {
                case "RecordDecl" when Flag(node, "completeDefinition"):
                    if (Text(node, "name") is { Length: > 0 } name)
                        types.Add(new(name, $"{Text(node, "tagUsed")} {name}", [.. Fields(node, "")]));
                    else
                        nameless.Add(Text(node, "id"), node);
                    break;
                case "TypedefDecl":
                    AddTypedef(types, nameless, node);
                    break;
            }
        }

        return types;
    }

    private static void AddTypedef(List<DeclaredType> types, Dictionary<string, JsonElement> nameless, JsonElement node)
    {
        string name = Text(node, "name");
        JsonElement type = Inner(node).First();
        if (type.TryGetProperty("ownedTagDecl", out JsonElement tag) && nameless.TryGetValue(Text(tag, "id"), out JsonElement record))
            types.Add(new(name, name, [.. Fields(record, "")]));
        else if (!IsRecord(type))
            types.Add(new(name, name, []));
    }

    // Newer versions of clang put the type of every typedef into an ElaboratedType, older ones only what is written with struct.
    private static bool IsRecord(JsonElement type) => Text(type, "kind") switch
    {
        "RecordType" => true,
        "ElaboratedType" => IsRecord(Inner(type).First()),
        _ => false,
    };

    private static IEnumerable<string> Fields(JsonElement record, string prefix)
    {
        JsonElement? inPlace = null;
        foreach (JsonElement member in Inner(record))
        {
            switch (Text(member, "kind"))
            {
                case "RecordDecl" when Text(member, "name").Length == 0:
                    inPlace = member;
                    break;
                case "FieldDecl":
                    if (Flag(member, "isBitfield"))
                        throw new InvalidDataException($"C has no offset of the bit-field {prefix}{Text(member, "name")}");
                    string path = prefix + Text(member, "name");
                    bool anonymous = Text(member, "name").Length == 0;
                    if (!anonymous)
                        yield return path;
                    // Older versions of clang say "anonymous", newer ones "unnamed", where a record is written in place.
                    string type = Text(member.GetProperty("type"), "qualType");
                    if (inPlace is { } nested && (type.Contains("(anonymous", StringComparison.Ordinal) || type.Contains("(unnamed", StringComparison.Ordinal)))
                    {
                        foreach (string field in Fields(nested, anonymous ? prefix : path + "."))
                            yield return field;
                    }

                    break;
            }
        }
    }

    private static JsonElement[] Inner(JsonElement node) =>
        node.TryGetProperty("inner", out JsonElement inner) ? [.. inner.EnumerateArray()] : [];

    private static string Text(JsonElement node, string property) =>
        node.TryGetProperty(property, out JsonElement value) ? value.GetString() ?? "" : "";

    private static bool Flag(JsonElement node, string property) =>
        node.TryGetProperty(property, out JsonElement value) && value.GetBoolean();
}
