namespace System.Runtime;

/// <summary>
/// Binds a method without a body to a symbol of a linked image. ilc knows the attribute by this name; .NET has it too, but
/// keeps it to itself. Where the code is not linked into an image, such a method must not be called.
/// </summary>
/// <param name="entryPoint">The symbol.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RuntimeImportAttribute(string entryPoint) : Attribute
{
    /// <summary>The symbol.</summary>
    public string EntryPoint { get; } = entryPoint;
}
