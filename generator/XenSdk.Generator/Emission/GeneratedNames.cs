using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>Names that the generator gives of itself.</summary>
internal static class GeneratedNames
{
    /// <summary>The class of the constants.</summary>
    public const string Constants = "XenConstants";

    /// <summary>The class of the hypercalls.</summary>
    public const string Stubs = "HypercallStubs";

    /// <summary>What is appended to the name of the runtime's class or enum, for what a consumer's header adds to it. With the
    /// runtime's own name, every use of it would be ambiguous, or would hide the runtime's.</summary>
    public const string Additions = "Additions";

    /// <summary>Names that no type of the header can have.</summary>
    public static IEnumerable<string> ReservedTypes => AbiTarget.All.Select(target => target.Scope).Concat([Constants, Stubs]);

    /// <summary>The namespace of what only one target has.</summary>
    public static string ScopeOf(string root, AbiTarget target) => $"{root}.{target.Scope}";
}
