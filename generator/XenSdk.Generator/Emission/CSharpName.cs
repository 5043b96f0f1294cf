using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace XenSdk.Generator;

/// <summary>What a name may be in C#.</summary>
internal static class CSharpName
{
    private static readonly HashSet<string> s_objectMembers = new(StringComparer.Ordinal)
    {
        "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString",
    };

    /// <summary>Whether a name can be declared, with an <c>@</c> where it is a keyword.</summary>
    public static bool IsUsable(string name) => SyntaxFacts.IsValidIdentifier(name);

    /// <summary>The name as it is written in code.</summary>
    public static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    /// <summary>The parts of a dotted name as they are written in code.</summary>
    public static string EscapeDotted(string name) => string.Join(".", name.Split('.').Select(Escape));

    /// <summary>The word that a member needs which hides one of <c>object</c>'s.</summary>
    public static string New(string name) => s_objectMembers.Contains(name) ? "new " : "";

    /// <summary>A name made usable: what cannot stand in a name becomes an underscore.</summary>
    public static string Repair(string name)
    {
        if (IsUsable(name))
            return name;
        var repaired = new StringBuilder(name.Length + 1);
        foreach (char c in name)
            repaired.Append(SyntaxFacts.IsIdentifierPartCharacter(c) ? c : '_');
        if (repaired.Length == 0 || !SyntaxFacts.IsIdentifierStartCharacter(repaired[0]))
            repaired.Insert(0, '_');
        return repaired.ToString();
    }

    /// <summary>A namespace made of a project's name.</summary>
    public static string ToNamespace(string name, string fallback)
    {
        string[] parts = name.Split(['.'], StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 0 ? fallback : string.Join(".", parts.Select(Repair));
    }
}
