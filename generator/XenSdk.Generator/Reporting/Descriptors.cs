using Microsoft.CodeAnalysis;
using XenSdk.Abi;

namespace XenSdk.Generator;

/// <summary>
/// What the generator can report. Errors are not configurable: a struct whose layout is not the header's must not be
/// built because somebody silenced a number.
/// </summary>
internal static class Descriptors
{
    private const string Category = "XenSdk";

    /// <summary>NotConfigurable withstands NoWarn and <c>.editorconfig</c>; Compiler withstands <c>[SuppressMessage]</c>.</summary>
    private static readonly string[] s_firm = [WellKnownDiagnosticTags.NotConfigurable, WellKnownDiagnosticTags.Compiler];

    public static readonly DiagnosticDescriptor InternalError = new(
        "XEN0008", "Internal error of XenSdk", "{0}", Category, DiagnosticSeverity.Error, true,
        customTags: s_firm);

    public static readonly DiagnosticDescriptor SameName = new(
        "XEN1008", "Two declarations get one C# name", "{0}", Category, DiagnosticSeverity.Error, true,
        customTags: s_firm);

    public static readonly DiagnosticDescriptor UnusableName = new(
        "XEN1009", "A name cannot be used in C#", "{0}", Category, DiagnosticSeverity.Error, true,
        customTags: s_firm);

    public static readonly DiagnosticDescriptor UnsupportedParameter = new(
        "XEN1011", "A hypercall has a parameter that no register holds", "{0}", Category, DiagnosticSeverity.Error, true,
        customTags: s_firm);

    public static readonly DiagnosticDescriptor NoPrototype = new(
        "XEN1012", "A hypercall has no prototype", "{0}", Category, DiagnosticSeverity.Info, true);

    public static readonly DiagnosticDescriptor NoMethod = new(
        "XEN1014", "Hypercalls of 32-bit targets get no method", "{0}", Category, DiagnosticSeverity.Warning, true);

    public static readonly DiagnosticDescriptor ForeignVersion = new(
        "XEN1101", "A model has another format version", "{0}", Category, DiagnosticSeverity.Error, true,
        customTags: s_firm);

    public static readonly DiagnosticDescriptor MalformedModel = new(
        "XEN1102", "A model is truncated or malformed", "{0}", Category, DiagnosticSeverity.Error, true,
        customTags: s_firm);

    public static readonly DiagnosticDescriptor TwoModels = new(
        "XEN1103", "Two models for one target and header", "{0}", Category, DiagnosticSeverity.Error, true,
        customTags: s_firm);

    public static readonly DiagnosticDescriptor ModelsDisagree = new(
        "XEN1104", "Models of one header were read from different inputs", "{0}", Category, DiagnosticSeverity.Error, true,
        customTags: s_firm);

    public static readonly DiagnosticDescriptor Size = new(
        "XEN2001", "A size is not the header's", "{0}", Category, DiagnosticSeverity.Error, true,
        customTags: s_firm);

    public static readonly DiagnosticDescriptor Alignment = new(
        "XEN2002", "An alignment is not the header's", "{0}", Category, DiagnosticSeverity.Error, true,
        customTags: s_firm);

    public static readonly DiagnosticDescriptor Offset = new(
        "XEN2003", "An offset is not the header's", "{0}", Category, DiagnosticSeverity.Error, true,
        customTags: s_firm);

    public static readonly DiagnosticDescriptor Fields = new(
        "XEN2004", "The fields are not the header's", "{0}", Category, DiagnosticSeverity.Error, true,
        customTags: s_firm);

    public static readonly DiagnosticDescriptor Inexpressible = new(
        "XEN2005", "C# cannot express what the header says", "{0}", Category, DiagnosticSeverity.Error, true,
        customTags: s_firm);

    public static readonly DiagnosticDescriptor RuntimeSpeaksAnother = new(
        "XEN2006", "The ABI that the runtime speaks is not the header's", "{0}", Category, DiagnosticSeverity.Error, true,
        customTags: s_firm);

    public static readonly DiagnosticDescriptor DiffersFromRuntime = new(
        "XEN2007", "A declaration differs from the runtime's", "{0}", Category, DiagnosticSeverity.Warning, true);

    public static readonly DiagnosticDescriptor UserLayout = new(
        "XEN2008", "A struct is not what the header's type is", "{0}", Category, DiagnosticSeverity.Error, true,
        customTags: s_firm);

    public static readonly DiagnosticDescriptor NoSuchType = new(
        "XEN2009", "The header has no such type", "{0}", Category, DiagnosticSeverity.Error, true,
        customTags: s_firm);

    public static readonly DiagnosticDescriptor NotComparable = new(
        "XEN2010", "A struct has no layout that could be the header's", "{0}", Category, DiagnosticSeverity.Error, true,
        customTags: s_firm);

    public static readonly DiagnosticDescriptor DroppedQueue = new(
        "XEN3010", "A queue is dropped with requests in it",
        "There is a way out of the method on which Xen is not given what is added to '{0}' here: " +
        "end it with Flush(), or with Drop() to give the requests up",
        Category, DiagnosticSeverity.Warning, true);

    private static readonly Dictionary<string, DiagnosticDescriptor> s_byId = new DiagnosticDescriptor[]
    {
        InternalError, SameName, UnusableName, UnsupportedParameter, NoPrototype, NoMethod,
        ForeignVersion, MalformedModel, TwoModels, ModelsDisagree,
        Size, Alignment, Offset, Fields, Inexpressible, RuntimeSpeaksAnother, DiffersFromRuntime,
    }.ToDictionary(descriptor => descriptor.Id);

    /// <summary>The descriptor of an id; an id that is not ours is an internal error.</summary>
    public static DiagnosticDescriptor Find(string id) =>
        s_byId.TryGetValue(id, out DiagnosticDescriptor? descriptor) ? descriptor : InternalError;
}
